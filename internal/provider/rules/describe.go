package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// optional describes an attribute without a rule. Describe omits it where it says nothing more.
const optional = "optional"

// Describe returns which platforms do not support an attribute, and then the rules of the others, shortest first, as the
// continuation of its description.
func (c Catalog) Describe(a idp.Attribute) string {
	var without, sentences []string
	for _, capabilities := range c {
		switch text := ofPlatform(capabilities, a); text {
		case "":
			without = append(without, capabilities.Title)
		case optional:
		default:
			sentences = append(sentences, fmt.Sprintf(" %s: %s.", capabilities.Title, text))
		}
	}
	slices.SortStableFunc(sentences, func(a, b string) int { return cmp.Compare(len(a), len(b)) })
	if len(without) > 0 {
		sentences = slices.Insert(sentences, 0, " Not for "+strings.Join(without, " or ")+".")
	}
	return strings.Join(sentences, "")
}

// ofPlatform describes an attribute on a platform. Application types with the same rule share its description; types without
// the attribute are omitted. It returns "" if no type supports it.
func ofPlatform(c idp.Capabilities, a idp.Attribute) string {
	if len(c.Variants) == 0 {
		return ofType(c, a)
	}
	var texts []string
	types := map[string][]string{}
	for _, variant := range c.Variants {
		text := ofType(c.Of(variant.Type), a)
		if text == "" {
			continue
		}
		if !slices.Contains(texts, text) {
			texts = append(texts, text)
		}
		types[text] = append(types[text], "`"+string(variant.Type)+"`")
	}
	for i, text := range texts {
		switch all := strings.Join(types[text], ", "); {
		case len(texts) > 1:
			texts[i] = text + " (" + all + ")"
		case len(types[text]) == len(c.Variants):
		case text == optional:
			texts[i] = all + " only"
		default:
			texts[i] = text + " (" + all + " only)"
		}
	}
	return strings.Join(texts, "; ")
}

// ofType describes an attribute of one application type. It returns "" if the type does not support it.
func ofType(c idp.Capabilities, a idp.Attribute) string {
	rule, ok := c.Rules[a]
	if !ok {
		return ""
	}
	var said []string
	if rule.Required {
		said = append(said, "required")
	}
	if limits := strings.TrimPrefix(Limits(c, a), ", "); limits != "" {
		said = append(said, limits)
	}
	if c.Unique == a {
		said = append(said, "unique in "+c.UniqueIn)
	}
	return cmp.Or(strings.Join(said, ", "), optional)
}

// Limits describes the values that a platform accepts, as the continuation of a sentence.
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

// Supporting lists the platforms that support an attribute.
func (c Catalog) Supporting(a idp.Attribute) string {
	var titles []string
	for _, capabilities := range c {
		if capabilities.Supports(a) {
			titles = append(titles, capabilities.Title)
		}
	}
	return strings.Join(titles, ", ")
}
