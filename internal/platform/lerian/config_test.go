package lerian

import (
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestEndpoints_Invalid_AreNamed(t *testing.T) {
	const identity, auth = "https://identity.example.com", "https://auth.example.com"
	tests := map[string]struct {
		config Config
		want   string // empty means no error
	}{
		"token alone":                {Config{IdentityEndpoint: identity, AccessToken: "t"}, ""},
		"user":                       {Config{IdentityEndpoint: identity, AuthEndpoint: auth, Username: "u", Password: "p"}, ""},
		"no identity endpoint":       {Config{AccessToken: "t"}, "lerian.identity_endpoint (LERIAN_IDENTITY_ENDPOINT) must be an address"},
		"no auth endpoint":           {Config{IdentityEndpoint: identity, Username: "u", Password: "p"}, "lerian.auth_endpoint (LERIAN_AUTH_ENDPOINT) must be an address"},
		"auth endpoint beside one":   {Config{IdentityEndpoint: identity, AuthEndpoint: "ftp://x", AccessToken: "t"}, "lerian.auth_endpoint"},
		"identity endpoint in clear": {Config{IdentityEndpoint: "http://identity.example.com", AccessToken: "t"}, "uses http"},
		"auth endpoint in clear":     {Config{IdentityEndpoint: identity, AuthEndpoint: "http://auth.example.com", Username: "u", Password: "p"}, "uses http"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := New(tc.config, nowait.Transport(t))
			if (err == nil) != (tc.want == "") || err != nil && !strings.Contains(err.Error(), tc.want) {
				t.Errorf("got %v, want %q", err, tc.want)
			}
		})
	}
}

func TestEndpoint_EquivalentForms_AreAccepted(t *testing.T) {
	tests := map[string]string{
		"https://identity.example.com":          "https://identity.example.com",
		"https://identity.example.com/":         "https://identity.example.com",
		"https://identity.example.com/v1":       "https://identity.example.com",
		"https://identity.example.com/v1/":      "https://identity.example.com",
		"http://localhost:4001/v1//":            "http://localhost:4001",
		"https://example.com/lerian/identity/":  "https://example.com/lerian/identity",
		"https://example.com/lerian/v1":         "https://example.com/lerian",
		"https://example.com/lerian/identityv1": "https://example.com/lerian/identityv1",
	}
	for endpoint, want := range tests {
		if got, err := base(nowait.Transport(t), settingIdentityEndpoint, endpoint); err != nil || got.String() != want {
			t.Errorf("%s became %q (%v), want %q", endpoint, got, err, want)
		}
	}
}

func TestCapabilities_UnsupportedAttributes_AreRefused(t *testing.T) {
	c := Capabilities()
	for _, a := range []idp.Attribute{idp.AttributeIdentifier, idp.AttributeRedirectURIs, idp.AttributePostLogoutRedirectURIs, idp.AttributeEnabled} {
		if c.Supports(a) {
			t.Errorf("%s is supported", a)
		}
	}
	if !c.Rules[idp.AttributeName].Required || !c.Rules[idp.AttributeDescription].Required {
		t.Error("name and description are both required")
	}
	if c.UpdatesInPlace || c.Unique != "" {
		t.Error("applications are replaced, and names repeat")
	}
	if !c.Offers(idp.ClientSecretPost) || c.Offers(idp.ClientSecretBasic) {
		t.Errorf("methods are %v", c.AuthMethods)
	}
}
