package application

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/application/block"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// ruled lists the attributes that are checked against a platform's rules. auth_method and enabled have separate checks.
var ruled = []idp.Attribute{
	idp.AttributeName, idp.AttributeDescription, idp.AttributeIdentifier,
	idp.AttributeRedirectURIs, idp.AttributePostLogoutRedirectURIs,
	idp.AttributeType, idp.AttributeProjectID, idp.AttributeOrganizationID, idp.AttributeAccessTokenType,
	idp.AttributeOIDC, idp.AttributeGrantTypes, idp.AttributeResponseTypes, idp.AttributeClockSkew,
	idp.AttributeAdditionalOrigins, idp.AttributeBackChannelLogoutURI,
	idp.AttributeZoneID, idp.AttributeDocsURL, idp.AttributeConsent, idp.AttributeTraits, idp.AttributeJWKSURI,
}

// ValidateConfig checks what can be checked without a platform. Terraform validates again before each plan, when more values
// are known.
func (r *Resource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	resp.Diagnostics.Append(r.catalog.validate(ctx, req.Config)...)
}

func (c catalog) validate(ctx context.Context, config tfsdk.Config) diag.Diagnostics {
	var object types.Object
	diags := config.Get(ctx, &object)
	if diags.HasError() {
		return diags
	}
	var m model
	values := object.Attributes()
	if diags.Append(fields.Assign(values, &m)...); diags.HasError() {
		return diags
	}
	return append(diags, c.check(m, values)...)
}

// check applies the rules to a configuration, given as a model and by attribute.
func (c catalog) check(m model, values map[string]attr.Value) diag.Diagnostics {
	set, unknown := c.chosen(&m)
	if unknown {
		return nil
	}
	if len(set) != 1 {
		return diag.Diagnostics{c.WrongNumber(set)}
	}
	capabilities, known := c.of(&m, set[0])
	check := rules.Check{Capabilities: capabilities}
	for _, attribute := range ruled {
		if known || check.Supports(attribute) { // rules that hold for all types
			check.Attribute(values, attribute)
		}
	}
	if known {
		check.AuthMethod(m.AuthMethod)
		check.Enabled(m.Enabled)
	}
	check.Append(m.NeedsSecret(m.AuthMethod)...)
	check.Append(m.Validate()...)
	check.Append(block.ValidateDependencies(m.Keycard)...)
	if known && !check.HasError() {
		check.Append(refused(c.problems(m, capabilities))...)
	}
	return check.Diagnostics
}

// chosen returns the platforms whose block is set; see rules.Catalog.Choose.
func (c catalog) chosen(m *model) (set rules.Catalog, unknown bool) {
	return c.Choose(func(platform string) types.Object { return *m.block(platform) })
}
