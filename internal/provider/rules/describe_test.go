package rules

import (
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

var typed = Catalog{
	{
		Platform: "zitadel", Title: "ZITADEL", Rules: map[idp.Attribute]idp.Rule{idp.AttributeName: {Required: true, Max: 200}, idp.AttributeEnabled: {}},
		Variants: []idp.Variant{
			{Type: "api", AuthMethods: []idp.AuthMethod{"a", "b"}, Unique: idp.AttributeName, UniqueIn: "the project"},
			{Type: "web", AuthMethods: []idp.AuthMethod{"a", "b"}, Unique: idp.AttributeName, UniqueIn: "the project", Rules: map[idp.Attribute]idp.Rule{idp.AttributeRedirectURIs: {}, idp.AttributeDescription: {Max: 5}}},
			{
				Type: "account", AuthMethods: []idp.AuthMethod{"b"}, Unique: idp.AttributeIdentifier, UniqueIn: "the organization",
				Rules: map[idp.Attribute]idp.Rule{idp.AttributeIdentifier: {Required: true, Max: 20}, idp.AttributeClockSkew: {Longest: 5 * time.Second}, idp.AttributeDescription: {}},
			},
		},
	},
	{Platform: "lerian", Title: "Lerian", AuthMethods: []idp.AuthMethod{"c"}, Rules: map[idp.Attribute]idp.Rule{idp.AttributeName: {Required: true}}},
}

func TestDescribe_TypesThatDiffer_AreNamed(t *testing.T) {
	for attribute, want := range map[idp.Attribute]string{
		idp.AttributeName: " Lerian: required. ZITADEL: required, at most 200 characters, unique in the project (`api`, `web`); " +
			"required, at most 200 characters (`account`).",
		idp.AttributeRedirectURIs: " Not for Lerian. ZITADEL: `web` only.",
		idp.AttributeIdentifier:   " Not for Lerian. ZITADEL: required, at most 20 characters, unique in the organization (`account` only).",
		idp.AttributeClockSkew:    " Not for Lerian. ZITADEL: at most 5s (`account` only).",
		idp.AttributeTraits:       " Not for ZITADEL or Lerian.",
		idp.AttributeEnabled:      " Not for Lerian.",
		idp.AttributeDescription:  " Not for Lerian. ZITADEL: at most 5 characters (`web`); optional (`account`).",
	} {
		if got := typed.Describe(attribute); got != want {
			t.Errorf("%s:%s\nwant:%s", attribute, got, want)
		}
	}
}
