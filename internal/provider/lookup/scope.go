package lookup

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// scoping are the attributes that say where at a platform applications are looked for.
var scoping = map[idp.Attribute]string{
	idp.AttributeProjectID: "ID of the project whose applications are meant.",
	idp.AttributeOrganizationID: "ID of the organization that owns the project. Default: the provider's `zitadel.organization_id`, " +
		"else the organization of the provider's service account.",
	idp.AttributeZoneID: "ID of the zone whose applications are meant.",
}

// scopeBlock describes a platform's block where applications are looked for: its attributes by their names.
func scopeBlock[A any](c idp.Capabilities, attribute func(description string) A) (string, map[string]A) {
	attributes := map[string]A{}
	for a, description := range scoping {
		if c.Supports(a) {
			attributes[lastName(a)] = attribute(required(c.Rules[a]) + description)
		}
	}
	description := "Looks at " + c.Title + "." + rules.ExactlyOne
	if c.Unlisted != "" {
		description += " " + c.Unlisted
	}
	return description, attributes
}

// required begins the description of an attribute. Terraform would demand a required one also where its block is absent.
func required(rule idp.Rule) string {
	if rule.Required {
		return "Required. "
	}
	return ""
}

func lastName(a idp.Attribute) string {
	steps := rules.Path(a).Steps()
	last, _ := steps[len(steps)-1].(path.PathStepAttributeName)
	return string(last)
}

// scopeModel are the platforms' blocks, one of which is set.
type scopeModel struct {
	ZITADEL types.Object `tfsdk:"zitadel"`
	Keycard types.Object `tfsdk:"keycard"`
	Lerian  types.Object `tfsdk:"lerian"`
}

// readScope finds out at which platform, and where there, a configuration looks. Values that are not known yet are empty, the
// platform included.
func readScope(ctx context.Context, config tfsdk.Config, c rules.Catalog) (idp.Capabilities, idp.Scope, diag.Diagnostics) {
	var diags diag.Diagnostics
	set, unknown := c.Choose(func(platform string) (block types.Object) {
		diags.Append(config.GetAttribute(ctx, path.Root(platform), &block)...)
		return block
	})
	if !diags.HasError() && len(set) != 1 && !unknown {
		diags.Append(c.WrongNumber(set))
	}
	if unknown || diags.HasError() {
		return idp.Capabilities{}, idp.Scope{}, diags
	}
	var scope idp.Scope
	for a, value := range map[idp.Attribute]*string{
		idp.AttributeProjectID: &scope.ProjectID, idp.AttributeOrganizationID: &scope.OrganizationID, idp.AttributeZoneID: &scope.ZoneID,
	} {
		if set[0].Supports(a) {
			var v types.String
			diags.Append(config.GetAttribute(ctx, rules.Path(a), &v)...)
			*value = v.ValueString()
		}
	}
	return set[0], scope, diags
}

// validate finds out where a configuration looks, demands what the platform requires for that, and refuses filters that could only
// choose nothing there: it would look as if there were nothing.
func validate(ctx context.Context, config tfsdk.Config, c rules.Catalog) (idp.Capabilities, idp.Scope, diag.Diagnostics) {
	capabilities, scope, diags := readScope(ctx, config, c)
	if diags.HasError() || capabilities.Platform == "" {
		return capabilities, scope, diags
	}
	check := rules.Check{Capabilities: capabilities}
	for a := range scoping {
		if !capabilities.Rules[a].Required {
			continue
		}
		var value types.String
		diags.Append(config.GetAttribute(ctx, rules.Path(a), &value)...)
		check.Presence(a, !value.IsNull())
	}
	var identifier, method types.String
	diags.Append(config.GetAttribute(ctx, rules.Path(idp.AttributeIdentifier), &identifier)...)
	diags.Append(config.GetAttribute(ctx, rules.Path(idp.AttributeAuthMethod), &method)...)
	if !identifier.IsNull() && !identifier.IsUnknown() {
		check.Presence(idp.AttributeIdentifier, true)
	}
	check.AuthMethod(method)
	return capabilities, scope, append(diags, check.Diagnostics...)
}
