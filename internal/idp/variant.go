package idp

import "maps"

// Type is the kind of an application, where a platform has several.
type Type string

// The types. The first is the only one that plays no part in logins of people or in tokens: it introspects those of others.
const (
	TypeAPI            Type = "api"
	TypeWeb            Type = "web"
	TypeUserAgent      Type = "user_agent" // runs in a browser
	TypeNative         Type = "native"
	TypeServiceAccount Type = "service_account"
)

// IsOIDC reports whether users log in to an application of this type by OpenID Connect.
func (t Type) IsOIDC() bool { return t == TypeWeb || t == TypeUserAgent || t == TypeNative }

// Variant is what holds for one type of application, beside what holds for all of the platform.
type Variant struct {
	Type        Type
	Title       string             // in the plural: "service accounts"
	Rules       map[Attribute]Rule // more than those of the platform, or stricter ones
	AuthMethods []AuthMethod       // the default first
	Unique      Attribute
	UniqueIn    string
}

// Of is what the platform can do for one type of application; the empty type is the default one. A type that it does not
// have is refused by the rule for the type.
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

// Problem is what is wrong with attributes that are right one by one.
type Problem struct {
	Attribute Attribute
	Message   string // a sentence, with what to do
	Refused   bool   // by the platform; else the platform only warns
}
