package rules

import (
	"fmt"
	"slices"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Describe says what each platform makes of an attribute, as the continuation of its description.
func (c Catalog) Describe(a idp.Attribute) string {
	return c.each(func(of idp.Capabilities) string {
		rule, ok := of.Rules[a]
		if !ok {
			return ""
		}
		need := "optional"
		if rule.Required {
			need = "required"
		}
		need += Limits(of, a)
		if of.Unique == a {
			need += ", unique"
		}
		return need
	})
}

// Limits describes what a platform accepts, as the continuation of a sentence.
func Limits(c idp.Capabilities, a idp.Attribute) string {
	rule := c.Rules[a]
	var s string
	if rule.Max > 0 {
		s += fmt.Sprintf(", at most %d characters", rule.Max)
	}
	if rule.Longest > 0 {
		s += fmt.Sprintf(", at most %s", rule.Longest)
	}
	if len(rule.Values) > 0 {
		s += " of `" + strings.Join(rule.Values, "`, `") + "`"
	}
	return s
}

// AuthMethods says which methods each platform offers.
func (c Catalog) AuthMethods() string {
	return c.each(func(of idp.Capabilities) string {
		var methods []string
		for i, method := range of.AuthMethods {
			name := "`" + string(method) + "`"
			if i == 0 && len(of.AuthMethods) > 1 {
				name += " (default)"
			}
			methods = append(methods, name)
		}
		return strings.Join(methods, ", ")
	})
}

// each says something of each platform. Types of applications of which the same is said share it, and those of which nothing is
// said are left out.
func (c Catalog) each(say func(idp.Capabilities) string) string {
	var b strings.Builder
	for _, capabilities := range c {
		fmt.Fprintf(&b, " %s: %s.", capabilities.Title, saidOf(capabilities, say))
	}
	return b.String()
}

func saidOf(c idp.Capabilities, say func(idp.Capabilities) string) string {
	var texts []string
	types := map[string][]string{}
	for _, variant := range c.Variants {
		text := say(c.Of(variant.Type))
		if text == "" {
			continue
		}
		if !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
		types[text] = append(types[text], string(variant.Type))
	}
	for i, text := range texts {
		if len(types[text]) < len(c.Variants) {
			texts[i] = "`" + strings.Join(types[text], "`, `") + "`: " + text
		}
	}
	if len(c.Variants) == 0 {
		texts = append(texts, say(c))
	}
	if said := strings.Join(texts, "; "); said != "" {
		return said
	}
	return "not supported"
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
