package rules

import (
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

var typed = Catalog{
	{
		Platform: "zitadel", Title: "ZITADEL", Rules: map[idp.Attribute]idp.Rule{idp.AttributeName: {Required: true, Max: 200}},
		Variants: []idp.Variant{
			{Type: "api", AuthMethods: []idp.AuthMethod{"a", "b"}, Unique: idp.AttributeName},
			{Type: "web", AuthMethods: []idp.AuthMethod{"a", "b"}, Unique: idp.AttributeName, Rules: map[idp.Attribute]idp.Rule{idp.AttributeRedirectURIs: {}}},
			{
				Type: "account", AuthMethods: []idp.AuthMethod{"b"}, Unique: idp.AttributeIdentifier,
				Rules: map[idp.Attribute]idp.Rule{idp.AttributeIdentifier: {Required: true, Max: 20}, idp.AttributeClockSkew: {Longest: 5 * time.Second}},
			},
		},
	},
	{Platform: "lerian", Title: "Lerian", AuthMethods: []idp.AuthMethod{"c"}, Rules: map[idp.Attribute]idp.Rule{idp.AttributeName: {Required: true}}},
}

func TestDescribe_TypesThatDiffer_AreNamed(t *testing.T) {
	for attribute, want := range map[idp.Attribute]string{
		idp.AttributeName:         " ZITADEL: `api`, `web`: required, at most 200 characters, unique; `account`: required, at most 200 characters. Lerian: required.",
		idp.AttributeRedirectURIs: " ZITADEL: `web`: optional. Lerian: not supported.",
		idp.AttributeIdentifier:   " ZITADEL: `account`: required, at most 20 characters, unique. Lerian: not supported.",
		idp.AttributeClockSkew:    " ZITADEL: `account`: optional, at most 5s. Lerian: not supported.",
		idp.AttributeTraits:       " ZITADEL: not supported. Lerian: not supported.",
	} {
		if got := typed.Describe(attribute); got != want {
			t.Errorf("%s:%s\nwant:%s", attribute, got, want)
		}
	}
	if got, want := typed.AuthMethods(), " ZITADEL: `api`, `web`: `a` (default), `b`; `account`: `b`. Lerian: `c`."; got != want {
		t.Errorf("%s\nwant:%s", got, want)
	}
}
