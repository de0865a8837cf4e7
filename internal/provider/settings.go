package provider

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// settings reads a block, and environment variables for attributes that the block does not set.
type settings struct {
	name      string // of the block
	prefix    string // of its variables
	values    map[string]attr.Value
	present   bool // the configuration contains the block
	unknown   []string
	texts     []string // the string attributes
	warnings  diag.Diagnostics
	lookupEnv func(string) (string, bool)
	client    connector
}

func newSettings(name string, block types.Object, lookupEnv func(string) (string, bool)) *settings {
	s := &settings{name: name, prefix: strings.ToUpper(name) + "_", values: block.Attributes(), lookupEnv: lookupEnv, present: !block.IsNull()}
	if block.IsUnknown() {
		s.unknown = append(s.unknown, name)
	}
	for attribute, value := range s.values {
		if holdsUnknown(value) {
			s.unknown = append(s.unknown, name+"."+attribute)
		}
	}
	for attribute, kind := range block.AttributeTypes(context.Background()) {
		if kind.Equal(types.StringType) {
			s.texts = append(s.texts, attribute)
		}
	}
	slices.Sort(s.texts)
	return s
}

// holdsUnknown reports whether a value, or an element of it, is not known yet.
func holdsUnknown(value attr.Value) bool {
	m, _ := value.(types.Map)
	list, _ := value.(types.List)
	inner := slices.AppendSeq(list.Elements(), maps.Values(m.Elements()))
	return value.IsUnknown() || slices.ContainsFunc(inner, attr.Value.IsUnknown)
}

// text returns a setting, "" if neither the block nor the environment sets it.
func (s *settings) text(attribute string) string {
	if v, ok := s.values[attribute].(types.String); ok && !v.IsNull() {
		return v.ValueString()
	}
	value, _ := s.lookupEnv(s.variable(attribute))
	return value
}

func (s *settings) secret(attribute string) idp.Secret { return idp.Secret(s.text(attribute)) }

// list returns a list of strings, which has no environment variable.
func (s *settings) list(attribute string) (all []string) {
	configured, _ := s.values[attribute].(types.List)
	for _, element := range configured.Elements() {
		if v, ok := element.(types.String); ok && !v.IsNull() {
			all = append(all, v.ValueString())
		}
	}
	return all
}

// flag returns a boolean setting, which has no environment variable.
func (s *settings) flag(attribute string) bool {
	v, ok := s.values[attribute].(types.Bool)
	return ok && v.ValueBool()
}

// number returns a setting, whether it is set at all, and whether it is a whole number within the limits.
func (s *settings) number(attribute string, least, most int64) (n int, given, ok bool) {
	text, _ := s.lookupEnv(s.variable(attribute))
	if v, ok := s.values[attribute].(types.Int64); ok && !v.IsNull() {
		text = strconv.FormatInt(v.ValueInt64(), 10)
	}
	if text == "" {
		return 0, false, true
	}
	value, err := strconv.ParseInt(text, 10, 32)
	return int(value), true, err == nil && least <= value && value <= most
}

func (s *settings) variable(attribute string) string { return s.prefix + strings.ToUpper(attribute) }

// both returns the attribute and the environment variable of a setting, for messages.
func (s *settings) both(attribute string) string {
	return fmt.Sprintf("%s.%s (or %s)", s.name, attribute, s.variable(attribute))
}

// only hides the credentials in the environment if the configuration sets any, so that the two do not mix.
func (s *settings) only(credentials ...string) {
	configured := false
	for _, attribute := range credentials {
		if v, ok := s.values[attribute]; ok && !v.IsNull() {
			configured = true
		}
	}
	if !configured {
		return
	}
	outer := s.lookupEnv
	hidden := map[string]bool{}
	for _, attribute := range credentials {
		hidden[s.variable(attribute)] = true
	}
	s.lookupEnv = func(name string) (string, bool) {
		if hidden[name] {
			return "", false
		}
		return outer(name)
	}
}

// problem is an error in a platform's configuration. It is reported at once if the configuration contains the block,
// otherwise when a resource needs the platform.
type problem struct {
	attribute string
	text      string
	missing   bool // not set, as opposed to wrong: no error until a resource needs the platform
	secret    bool // the value is a secret, so no diagnostic may point at its line, which Terraform prints
}

func (p *problem) Error() string { return p.text }

func (p *problem) path(block string) path.Path {
	if p.attribute == "" {
		return path.Root(block)
	}
	return path.Root(block).AtName(p.attribute)
}

// refused reports a problem in a block that the configuration contains.
func (s *settings) refused(err error) (diags diag.Diagnostics) {
	switch wrong, ok := errors.AsType[*problem](err); {
	case !ok || !s.present || wrong.missing:
	case wrong.secret:
		diags.AddError(invalidConfiguration, wrong.text)
	default:
		diags.AddAttributeError(wrong.path(s.name), invalidConfiguration, wrong.text)
	}
	return diags
}

// check checks the settings that can be checked on their own.
func (s *settings) check() error { return cmp.Or(s.checkTexts(), s.checkHeaders()) }

// require returns a setting that the platform needs.
func (s *settings) require(attribute, title string) (string, error) {
	value := s.text(attribute)
	if value == "" {
		return "", &problem{attribute: attribute, missing: true, text: fmt.Sprintf(
			"%s needs %s in the provider's configuration.", title, s.both(attribute))}
	}
	return value, nil
}

// endpoint checks the address of a platform, and removes a trailing slash.
func (s *settings) endpoint(attribute, value string, t *transport.Transport) (string, error) {
	u, err := t.Endpoint(value)
	if err == nil {
		err = checkHost(u.Hostname())
	}
	if err != nil {
		return "", &problem{attribute: attribute, text: fmt.Sprintf("%s %v.", s.both(attribute), err)}
	}
	return u.String(), nil
}
