package rules

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Check checks values against the rules of one platform for one type of application, and collects the errors.
type Check struct {
	idp.Capabilities
	diag.Diagnostics
}

// Attribute checks an attribute of a configuration with these values. It skips attributes in another platform's block, and
// those in a nested block that is refused as a whole.
func (c *Check) Attribute(values map[string]attr.Value, attribute idp.Attribute) {
	block, _, nested := strings.Cut(string(attribute), ".")
	outer := attribute[:max(0, strings.LastIndexByte(string(attribute), '.'))]
	if nested && block != c.Platform || len(outer) > len(block) && !c.Supports(outer) {
		return
	}
	rule, supported := c.Rules[attribute]
	value := find(values, string(attribute))
	if value == nil || value.IsUnknown() { // may turn out to be null
		return
	}
	switch value := value.(type) {
	case types.String:
		c.Presence(attribute, !value.IsNull())
		if supported && !value.IsNull() {
			c.text(attribute, rule, value, Path)
		}
	case types.Set:
		c.Presence(attribute, len(value.Elements()) > 0)
		for _, element := range value.Elements() {
			if s, ok := element.(types.String); ok && supported && !s.IsUnknown() {
				c.text(attribute, rule, s, func(a idp.Attribute) path.Path { return Path(a).AtSetValue(s) })
			}
		}
	case types.Object:
		c.Presence(attribute, !value.IsNull() && !Undecided(value))
	}
}

// find returns a value by its dotted name; nil if its block is absent.
func find(values map[string]attr.Value, name string) attr.Value {
	block, inside, nested := strings.Cut(name, ".")
	if !nested {
		return values[name]
	}
	object, _ := values[block].(types.Object)
	return find(object.Attributes(), inside)
}

// Presence refuses an attribute that the applications do not support, and requires one that they need.
func (c *Check) Presence(attribute idp.Attribute, present bool) {
	rule, supported := c.Rules[attribute]
	switch {
	case !supported && present:
		c.refuse(Path(attribute), attribute+" is not supported", "%s have no %s. Remove it.", c.Applications, attribute)
	case supported && rule.Required && !present:
		c.refuse(Path(attribute), attribute+" is missing", "%s require %s.", c.Applications, attribute)
	}
}

// text checks a string. It computes the path only for an error.
func (c *Check) text(attribute idp.Attribute, rule idp.Rule, value types.String, at func(idp.Attribute) path.Path) {
	if problem := rule.Check(value.ValueString()); problem != "" {
		c.refuse(at(attribute), "Invalid "+attribute, "At %s, %s %s.", c.Title, attribute, problem)
	}
}

// AuthMethod refuses an auth method that the platform does not offer.
func (c *Check) AuthMethod(method types.String) {
	if method.IsNull() || method.IsUnknown() || c.Offers(idp.AuthMethod(method.ValueString())) {
		return
	}
	var offered []string
	for _, m := range c.AuthMethods {
		offered = append(offered, string(m))
	}
	c.refuse(Path(idp.AttributeAuthMethod), "Invalid auth_method",
		"%s cannot authenticate with %q. Use one of %s.", c.Applications, method.ValueString(), strings.Join(offered, ", "))
}

// Enabled refuses false if applications cannot be disabled.
func (c *Check) Enabled(enabled types.Bool) {
	if enabled.Equal(types.BoolValue(false)) && !c.Supports(idp.AttributeEnabled) {
		c.refuse(Path(idp.AttributeEnabled), "enabled cannot be false", "%s cannot disable an application. Remove the attribute.", c.Title)
	}
}

func (c *Check) refuse(at path.Path, summary idp.Attribute, format string, args ...any) {
	c.AddAttributeError(at, string(summary), fmt.Sprintf(format, args...))
}
