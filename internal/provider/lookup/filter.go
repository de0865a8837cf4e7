package lookup

import (
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// filter selects applications. Empty fields match all.
type filter struct {
	Name       string
	NamePrefix string
	Identifier string
	ClientID   string
	AuthMethod idp.AuthMethod
	Type       idp.Type
}

func (f filter) matches(a idp.Application) bool {
	return (f.Name == "" || idp.SameText(a.Name, f.Name)) &&
		idp.HasTextPrefix(a.Name, f.NamePrefix) &&
		(f.Identifier == "" || idp.SameText(a.Identifier, f.Identifier)) &&
		(f.ClientID == "" || a.ClientID == f.ClientID) &&
		(f.AuthMethod == "" || a.AuthMethod == f.AuthMethod) &&
		(f.Type == "" || a.Type == f.Type)
}

// filtering maps the filter attributes of lists to their descriptions.
var filtering = map[string]string{
	"name_prefix": "Only applications whose name starts with this prefix (case-sensitive).",
	"identifier":  "Only the application with this identifier. Keycard and ZITADEL service accounts only.",
	"auth_method": "Only applications with this authentication method, by its RFC 7591 name.",
}

// notEmpty refuses an empty filter, which would match everything.
func notEmpty() []validator.String { return []validator.String{stringvalidator.LengthAtLeast(1)} }

// filterModel is the filter in a configuration.
type filterModel struct {
	NamePrefix types.String `tfsdk:"name_prefix"`
	Identifier types.String `tfsdk:"identifier"`
	AuthMethod types.String `tfsdk:"auth_method"`
}

func (m filterModel) filter() filter {
	return filter{
		NamePrefix: m.NamePrefix.ValueString(), Identifier: m.Identifier.ValueString(),
		AuthMethod: idp.AuthMethod(m.AuthMethod.ValueString()),
	}
}
