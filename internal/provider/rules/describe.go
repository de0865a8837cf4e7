package rules

import (
	"fmt"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Describe says what each platform makes of an attribute, as the continuation of its description.
func (c Catalog) Describe(a idp.Attribute) string {
	var b strings.Builder
	for _, capabilities := range c {
		rule, ok := capabilities.Rules[a]
		if !ok {
			fmt.Fprintf(&b, " %s: not supported.", capabilities.Title)
			continue
		}
		need := "optional"
		if rule.Required {
			need = "required"
		}
		fmt.Fprintf(&b, " %s: %s%s", capabilities.Title, need, Limits(capabilities, a))
		if capabilities.Unique == a {
			b.WriteString(", unique")
		}
		b.WriteString(".")
	}
	return b.String()
}

// Limits describes what a platform accepts, as the continuation of a sentence.
func Limits(c idp.Capabilities, a idp.Attribute) string {
	rule := c.Rules[a]
	var s string
	if rule.Max > 0 {
		s += fmt.Sprintf(", at most %d characters", rule.Max)
	}
	if len(rule.Values) > 0 {
		s += " of `" + strings.Join(rule.Values, "`, `") + "`"
	}
	return s
}

// AuthMethods says which methods each platform offers.
func (c Catalog) AuthMethods() string {
	var list []string
	for _, capabilities := range c {
		var methods []string
		for i, method := range capabilities.AuthMethods {
			name := "`" + string(method) + "`"
			if i == 0 && len(capabilities.AuthMethods) > 1 {
				name += " (default)"
			}
			methods = append(methods, name)
		}
		list = append(list, capabilities.Title+": "+strings.Join(methods, ", ")+".")
	}
	return strings.Join(list, " ")
}

// Supporting lists the platforms that have an attribute.
func (c Catalog) Supporting(a idp.Attribute) string {
	var titles []string
	for _, capabilities := range c {
		if capabilities.Supports(a) {
			titles = append(titles, capabilities.Title)
		}
	}
	return strings.Join(titles, ", ")
}
