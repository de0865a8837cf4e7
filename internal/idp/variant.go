package idp

import "maps"

// Type is the type of an application, on platforms with several.
type Type string

// The types. TypeAPI takes no part in user logins and gets no tokens; it introspects tokens.
const (
	TypeAPI            Type = "api"
	TypeWeb            Type = "web"
	TypeUserAgent      Type = "user_agent" // runs in a browser
	TypeNative         Type = "native"
	TypeServiceAccount Type = "service_account"
)

// IsOIDC reports whether users log in to an application of this type by OpenID Connect.
func (t Type) IsOIDC() bool { return t == TypeWeb || t == TypeUserAgent || t == TypeNative }

// Variant is what applies to one type of application in addition to the platform's Capabilities.
type Variant struct {
	Type        Type
	Title       string             // plural: "service accounts"
	Rules       map[Attribute]Rule // additional or stricter rules than those of the platform
	AuthMethods []AuthMethod       // the default first
	Unique      Attribute
	UniqueIn    string
}

// Of returns the capabilities for one type of application; an empty type means the default. The rule for the type rejects
// unknown types.
func (c Capabilities) Of(t Type) Capabilities {
	c.Applications = c.Title + " applications"
	for i, variant := range c.Variants {
		if variant.Type != t && (t != "" || i > 0) {
			continue
		}
		c.Applications, c.AuthMethods = c.Title+" "+variant.Title, variant.AuthMethods
		c.Unique, c.UniqueIn = variant.Unique, variant.UniqueIn
		c.Rules = maps.Clone(c.Rules)
		maps.Copy(c.Rules, variant.Rules)
		c.Variants = nil
		return c
	}
	return c
}

// Problem is something wrong with a combination of attributes that are valid one by one.
type Problem struct {
	Attribute Attribute
	Message   string // a sentence that says what to do
	Refused   bool   // true if the platform rejects it, false if it is only a warning
}
