package zitadel

import (
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/eager"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestIncompleteConfigurationNamesTheSetting(t *testing.T) {
	const endpoint = "https://example.zitadel.cloud"
	tests := map[string]struct {
		config Config
		want   []string
	}{
		"nothing":          {Config{}, []string{"zitadel.endpoint (ZITADEL_ENDPOINT)"}},
		"no scheme":        {Config{Endpoint: "example.zitadel.cloud"}, []string{"ZITADEL_ENDPOINT"}},
		"other scheme":     {Config{Endpoint: "ftp://example.zitadel.cloud"}, []string{"ZITADEL_ENDPOINT"}},
		"no host":          {Config{Endpoint: "https://"}, []string{"ZITADEL_ENDPOINT"}},
		"a path":           {Config{Endpoint: endpoint + "/ui/console"}, []string{"ZITADEL_ENDPOINT", "scheme and host alone"}},
		"a query":          {Config{Endpoint: endpoint + "?x=hidden"}, []string{"ZITADEL_ENDPOINT"}},
		"a password":       {Config{Endpoint: "https://me:hidden@example.com"}, []string{"ZITADEL_ENDPOINT"}},
		"not a URL":        {Config{Endpoint: "https://exa mple:hidden"}, []string{"ZITADEL_ENDPOINT"}},
		"no credentials":   {Config{Endpoint: endpoint}, []string{"ZITADEL_ACCESS_TOKEN", "ZITADEL_JWT_PROFILE_FILE", "ZITADEL_CLIENT_SECRET"}},
		"no client secret": {Config{Endpoint: endpoint, ClientID: "sa"}, []string{"ZITADEL_CLIENT_SECRET"}},
		"no client ID":     {Config{Endpoint: endpoint, ClientSecret: "hidden"}, []string{"ZITADEL_CLIENT_ID"}},
		"two kinds":        {Config{Endpoint: endpoint, ClientID: "sa", AccessToken: "hidden"}, []string{"Keep one"}},
		"two other kinds":  {Config{Endpoint: endpoint, Key: &Key{}, AccessToken: "hidden"}, []string{"Keep one"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := New(tc.config, eager.Transport(t))
			e := refusalOf(t, err, idp.ErrInvalid)
			said := e.Error() + " " + e.Advice
			for _, part := range tc.want {
				if !strings.Contains(said, part) {
					t.Errorf("%q is not in %q", part, said)
				}
			}
			if strings.Contains(said, "hidden") {
				t.Errorf("a value is in %q", said)
			}
		})
	}
}

func TestCapabilitiesRefuseWhatAPIApplicationsLack(t *testing.T) {
	c := Capabilities()
	for _, a := range []idp.Attribute{
		idp.AttributeDescription, idp.AttributeIdentifier, idp.AttributeRedirectURIs, idp.AttributePostLogoutRedirectURIs,
		idp.AttributeZoneID, idp.AttributeDocsURL,
	} {
		if c.Supports(a) {
			t.Errorf("%s is supported", a)
		}
	}
	for method := range authMethods {
		if !c.Offers(method) {
			t.Errorf("%s is not on offer", method)
		}
	}
	if len(authMethods) != len(c.AuthMethods) || c.AuthMethods[0] != idp.ClientSecretBasic {
		t.Errorf("got methods %v", c.AuthMethods)
	}
	if said := c.Rules[idp.AttributeName].Check(strings.Repeat("é", 201)); said == "" {
		t.Error("a name of 201 characters is accepted")
	}
	if said := c.Rules[idp.AttributeName].Check(strings.Repeat("é", 200)); said != "" {
		t.Errorf("a name of 200 characters %s", said)
	}
}
