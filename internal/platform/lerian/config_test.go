package lerian

import (
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/eager"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestMissingSettingsAreNamed(t *testing.T) {
	const identity, auth = "https://identity.example.com", "https://auth.example.com"
	tests := map[string]struct {
		config Config
		want   []string // empty for no error
	}{
		"token alone":              {Config{IdentityEndpoint: identity, AccessToken: "t"}, nil},
		"user":                     {Config{IdentityEndpoint: identity, AuthEndpoint: auth, Username: "u", Password: "p"}, nil},
		"client":                   {Config{IdentityEndpoint: identity, AuthEndpoint: auth, ClientID: "c", ClientSecret: "s"}, nil},
		"user and client":          {Config{IdentityEndpoint: identity, AuthEndpoint: auth, Username: "u", Password: "p", ClientID: "c", ClientSecret: "s"}, nil},
		"nothing":                  {Config{}, []string{"lerian.username", "LERIAN_PASSWORD", "lerian.access_token"}},
		"no identity endpoint":     {Config{AccessToken: "t"}, []string{"lerian.identity_endpoint", "LERIAN_IDENTITY_ENDPOINT"}},
		"no auth endpoint":         {Config{IdentityEndpoint: identity, Username: "u", Password: "p"}, []string{"lerian.auth_endpoint", "LERIAN_AUTH_ENDPOINT"}},
		"no password":              {Config{IdentityEndpoint: identity, Username: "u"}, []string{"set lerian.password (LERIAN_PASSWORD)"}},
		"no username":              {Config{IdentityEndpoint: identity, Password: "p"}, []string{"set lerian.username (LERIAN_USERNAME)"}},
		"no client secret":         {Config{IdentityEndpoint: identity, ClientID: "c"}, []string{"set lerian.client_secret (LERIAN_CLIENT_SECRET)"}},
		"no client ID":             {Config{IdentityEndpoint: identity, Username: "u", Password: "p", ClientSecret: "s"}, []string{"set lerian.client_id (LERIAN_CLIENT_ID)"}},
		"two identities":           {Config{IdentityEndpoint: identity, AccessToken: "t", Username: "u", Password: "p"}, []string{"either lerian.access_token"}},
		"endpoint without scheme":  {Config{IdentityEndpoint: "identity.example.com", AccessToken: "t"}, []string{"neither https:// nor http://"}},
		"endpoint without host":    {Config{IdentityEndpoint: "https://:4001", AccessToken: "t"}, []string{"no host"}},
		"endpoint with password":   {Config{IdentityEndpoint: "https://u:hunter2@identity.example.com", AccessToken: "t"}, []string{"holds a user name"}},
		"endpoint with query":      {Config{IdentityEndpoint: identity + "?a=hunter2", AccessToken: "t"}, []string{"goes on after the path"}},
		"endpoint that is no URL":  {Config{IdentityEndpoint: "https://u:hunter2", AccessToken: "t"}, []string{"cannot be read"}},
		"auth endpoint that is no": {Config{IdentityEndpoint: identity, AuthEndpoint: "ftp://x", Username: "u", Password: "p"}, []string{"lerian.auth_endpoint", "neither"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p, err := New(tc.config, eager.Transport(t))
			if len(tc.want) == 0 {
				if err != nil || p == nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			if err == nil {
				t.Fatal("accepted")
			}
			for _, words := range tc.want {
				if !strings.Contains(err.Error(), words) {
					t.Errorf("got %q, want %q in it", err, words)
				}
			}
			if strings.Contains(err.Error(), "hunter2") {
				t.Errorf("a secret was printed: %v", err)
			}
		})
	}
}

func TestEndpointMayBeWrittenInManyWays(t *testing.T) {
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
		if got, err := base(settingIdentityEndpoint, endpoint); err != nil || got != want {
			t.Errorf("%s became %q (%v), want %q", endpoint, got, err, want)
		}
	}
}

func TestWhatLerianHasNoWordsForIsRefused(t *testing.T) {
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
