package application

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
)

// ruled are the attributes that a platform's rules speak of by their text. auth_method and enabled are checked apart.
var ruled = []idp.Attribute{
	idp.AttributeName, idp.AttributeDescription, idp.AttributeIdentifier,
	idp.AttributeRedirectURIs, idp.AttributePostLogoutRedirectURIs,
	idp.AttributeProjectID, idp.AttributeOrganizationID,
	idp.AttributeZoneID, idp.AttributeDocsURL, idp.AttributeConsent, idp.AttributeTraits,
}

// ValidateConfig checks what can be known without a platform. Terraform asks again before each plan, when more values are known.
func (r *Resource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	resp.Diagnostics.Append(r.catalog.validate(ctx, req.Config)...)
}

func (c catalog) validate(ctx context.Context, config tfsdk.Config) diag.Diagnostics {
	var object types.Object
	diags := config.Get(ctx, &object)
	if diags.HasError() {
		return diags
	}
	return append(diags, c.check(object)...)
}

// check applies the rules to a configuration.
func (c catalog) check(config types.Object) diag.Diagnostics {
	var m model
	diags := fields.Fill(config, &m)
	if diags.HasError() {
		return diags
	}
	set, unknown := c.chosen(&m)
	if unknown {
		return diags
	}
	if len(set) != 1 {
		diags.Append(c.wrongNumber(set))
		return diags
	}
	v := validation{values: config.Attributes(), Capabilities: set[0]}
	for _, attribute := range ruled {
		v.check(attribute)
	}
	v.checkAuthMethod(m.AuthMethod)
	v.checkEnabled(m.Enabled)
	v.checkRecipients(m.recipients())
	return append(diags, v.diags...)
}

func (c catalog) wrongNumber(set catalog) diag.Diagnostic {
	var all []string
	for _, capabilities := range c {
		all = append(all, capabilities.Platform)
	}
	names := strings.Join(all, ", ")
	if len(set) == 0 {
		return diag.NewErrorDiagnostic("No platform chosen",
			"Set exactly one of the blocks "+names+" to say where the application is to be registered.")
	}
	detail := fmt.Sprintf("An application lives at one platform: set exactly one of the blocks %s. "+
		"To register it at two platforms write two resources.", names)
	for _, capabilities := range set {
		if len(blocks[capabilities.Platform].schema(capabilities).Attributes) == 0 {
			detail += fmt.Sprintf(" A dynamic %q block counts as set while its for_each is not known: let for_each depend on known values only.", capabilities.Platform)
		}
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(set[1].Platform), "More than one platform chosen", detail)
}

// validation checks one configuration against the rules of one platform.
type validation struct {
	idp.Capabilities
	values map[string]attr.Value // of the configuration
	diags  diag.Diagnostics
}

func (v *validation) check(attribute idp.Attribute) {
	if platform, _, nested := strings.Cut(string(attribute), "."); nested && platform != v.Platform {
		return
	}
	at := attributePath(attribute)
	rule, supported := v.Rules[attribute]
	value := v.value(attribute)
	if value == nil || value.IsUnknown() { // it may turn out to be null
		return
	}
	switch value := value.(type) {
	case types.String:
		v.checkPresence(at, attribute, value.IsNull())
		if supported && !value.IsNull() {
			v.checkText(at, attribute, rule, value.ValueString())
		}
	case types.Set:
		v.checkPresence(at, attribute, len(value.Elements()) == 0)
		for _, element := range value.Elements() {
			if s, ok := element.(types.String); ok && supported && !s.IsUnknown() {
				v.checkText(at.AtSetValue(s), attribute, rule, s.ValueString())
			}
		}
	}
}

func (v *validation) value(attribute idp.Attribute) attr.Value {
	name, inside, nested := strings.Cut(string(attribute), ".")
	if !nested {
		return v.values[name]
	}
	block, _ := v.values[name].(types.Object)
	return block.Attributes()[inside]
}

func (v *validation) checkPresence(at path.Path, attribute idp.Attribute, absent bool) {
	rule, supported := v.Rules[attribute]
	switch {
	case !supported && !absent:
		v.refuse(at, attribute+" is not supported", "%s applications have no %s. Remove the attribute.", v.Title, attribute)
	case supported && rule.Required && absent:
		v.refuse(at, attribute+" is missing", "%s requires %s.", v.Title, attribute)
	}
}

func (v *validation) checkText(at path.Path, attribute idp.Attribute, rule idp.Rule, value string) {
	if problem := rule.Check(value); problem != "" {
		v.refuse(at, "Invalid "+attribute, "At %s, %s %s.", v.Title, attribute, problem)
	}
}

func (v *validation) checkAuthMethod(method types.String) {
	if method.IsNull() || method.IsUnknown() || v.Offers(idp.AuthMethod(method.ValueString())) {
		return
	}
	var offered []string
	for _, m := range v.AuthMethods {
		offered = append(offered, string(m))
	}
	v.refuse(path.Root("auth_method"), "Invalid auth_method",
		"%s does not offer %q. It offers %s.", v.Title, method.ValueString(), strings.Join(offered, ", "))
}

func (v *validation) checkEnabled(enabled types.Bool) {
	if enabled.Equal(types.BoolValue(false)) && !v.Supports(idp.AttributeEnabled) {
		v.refuse(path.Root("enabled"), "enabled cannot be false", "%s cannot disable an application. Remove the attribute.", v.Title)
	}
}

func (v *validation) refuse(at path.Path, summary idp.Attribute, format string, args ...any) {
	v.diags.AddAttributeError(at, string(summary), fmt.Sprintf(format, args...))
}

// attributePath is where an attribute is in the schema.
func attributePath(attribute idp.Attribute) path.Path {
	block, name, nested := strings.Cut(string(attribute), ".")
	if nested {
		return path.Root(block).AtName(name)
	}
	return path.Root(block)
}
