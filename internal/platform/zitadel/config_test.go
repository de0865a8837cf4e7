package zitadel

import (
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestEndpoint_Invalid_IsRefused(t *testing.T) {
	for endpoint, want := range map[string]string{
		"":                                     "must be an address",
		"https://me:hidden@example.com":        "must be an address",
		"http://example.zitadel.cloud":         "uses http",
		"https://example.com/ui/console":       "has a path",
		"https://example.com/hidden/":          "has a path",
		"https://example.zitadel.cloud:8443//": "",
	} {
		t.Run(endpoint, func(t *testing.T) {
			_, err := New(Config{Endpoint: endpoint, AccessToken: "pat"}, nowait.Transport(t))
			if want == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			e := refusalOf(t, err, idp.ErrInvalid)
			said := e.Error() + " " + e.Hint
			for _, part := range []string{want, "zitadel.endpoint (ZITADEL_ENDPOINT)", "scheme and host without a path"} {
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

func TestCapabilities_OfEachType_OfferWhatThePlatformTakes(t *testing.T) {
	for _, variant := range Capabilities().Variants {
		c := Capabilities().Of(variant.Type)
		var want []string
		if variant.Type.IsOIDC() {
			want = oidcMethods.names()
		}
		for _, method := range want {
			if !c.Offers(idp.AuthMethod(method)) {
				t.Errorf("%s does not offer %s", variant.Type, method)
			}
		}
		if c.AuthMethods[0] != defaultMethod(variant.Type) {
			t.Errorf("the default of %s is %s", variant.Type, c.AuthMethods[0])
		}
		if c.Supports(idp.AttributeProjectID) == c.Supports(idp.AttributeDescription) || !strings.HasPrefix(c.Applications, "ZITADEL ") {
			t.Errorf("%s: %v", c.Applications, c.Rules)
		}
	}
}

func TestCapabilitiesRefuseWhatAPIApplicationsLack(t *testing.T) {
	c := Capabilities().Of(idp.TypeAPI)
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
