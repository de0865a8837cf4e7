package lookup

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// scoping maps the attributes that define the scope of a search to their descriptions.
var scoping = map[idp.Attribute]string{
	idp.AttributeProjectID: "ID of the project to search. Required, except with type `service_account`.",
	idp.AttributeOrganizationID: "ID of the organization that owns the project or the service accounts. Default: the provider's `zitadel.organization_id`, " +
		"then the organization of the provider's service account.",
	idp.AttributeType: "Type of the applications: one of `api`, `web`, `user_agent`, `native`, `service_account`. Default: all types in the project. " +
		"With `service_account`, the search covers the organization.",
	idp.AttributeZoneID: "ID of the zone to search. Required.",
}

// scopeBlock returns the description and the attributes of a platform's block that defines the scope of a search.
func scopeBlock[A any](c idp.Capabilities, attribute func(description string) A) (string, map[string]A) {
	attributes := map[string]A{}
	for a, description := range scoping {
		if c.Of("").Supports(a) {
			attributes[lastName(a)] = attribute(description)
		}
	}
	description := "Search " + c.Title + "." + rules.ExactlyOne
	if c.Unlisted != "" {
		description += " " + c.Unlisted
	}
	return description, attributes
}

func lastName(a idp.Attribute) string {
	steps := rules.Path(a).Steps()
	last, _ := steps[len(steps)-1].(path.PathStepAttributeName)
	return string(last)
}

// scopeModel contains the platforms' blocks, one of which is set.
type scopeModel struct {
	ZITADEL types.Object `tfsdk:"zitadel"`
	Keycard types.Object `tfsdk:"keycard"`
	Lerian  types.Object `tfsdk:"lerian"`
}

func (m scopeModel) block(platform string) types.Object {
	return map[string]types.Object{"zitadel": m.ZITADEL, "keycard": m.Keycard, "lerian": m.Lerian}[platform]
}

// place is the scope of a search, and the type of applications to search for. Values that are not known yet, including the
// platform, are empty.
type place struct {
	capabilities idp.Capabilities
	scope        idp.Scope
	kind         idp.Type // empty for all types in the scope
	kindUnknown  bool
}

func readPlace(values map[string]attr.Value, c rules.Catalog) (place, diag.Diagnostics) {
	var m scopeModel
	m.ZITADEL, _ = values["zitadel"].(types.Object)
	m.Keycard, _ = values["keycard"].(types.Object)
	m.Lerian, _ = values["lerian"].(types.Object)
	set, unknown := c.Choose(m.block)
	if unknown {
		return place{}, nil
	}
	if len(set) != 1 {
		return place{}, diag.Diagnostics{c.WrongNumber(set)}
	}
	text := func(block types.Object, name string) string {
		return fields.Inside[types.String](block, name).ValueString()
	}
	kind := fields.Inside[types.String](m.ZITADEL, "type")
	p := place{kind: idp.Type(kind.ValueString()), kindUnknown: kind.IsUnknown(), scope: idp.Scope{
		ProjectID: text(m.ZITADEL, "project_id"), OrganizationID: text(m.ZITADEL, "organization_id"), ZoneID: text(m.Keycard, "zone_id"),
	}}
	p.capabilities = ofKind(set[0], p.kind)
	return p, nil
}

// ofKind returns a platform's capabilities for applications of a type. Without a type, it includes the auth methods of all
// types that a project can have.
func ofKind(c idp.Capabilities, kind idp.Type) idp.Capabilities {
	of := c.Of(kind)
	if kind != "" || len(c.Variants) == 0 {
		return of
	}
	of.Applications = c.Title + " applications"
	for _, variant := range c.Variants {
		for _, method := range variant.AuthMethods {
			if _, here := variant.Rules[idp.AttributeProjectID]; here && !of.Offers(method) {
				of.AuthMethods = append(slices.Clip(of.AuthMethods), method)
			}
		}
	}
	return of
}

// validate returns the scope of a search. It requires what the platform needs, and refuses filters that can match nothing
// there, so that an empty result means that there is no such application.
func validate(ctx context.Context, config tfsdk.Config, c rules.Catalog) (place, diag.Diagnostics) {
	var object types.Object
	diags := config.Get(ctx, &object)
	if diags.HasError() {
		return place{}, diags
	}
	values := object.Attributes()
	p, d := readPlace(values, c)
	diags.Append(d...)
	if diags.HasError() || p.capabilities.Platform == "" || p.kindUnknown {
		return p, diags
	}
	check := rules.Check{Capabilities: p.capabilities}
	for a := range scoping {
		check.Attribute(values, a)
	}
	if identifier, _ := values["identifier"].(types.String); !identifier.IsNull() && !identifier.IsUnknown() {
		check.Presence(idp.AttributeIdentifier, true)
	}
	if method, ok := values["auth_method"].(types.String); ok {
		check.AuthMethod(method)
	}
	return p, append(diags, check.Diagnostics...)
}
