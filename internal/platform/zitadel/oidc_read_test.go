package zitadel

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestGetOIDC_ShowsEverySetting(t *testing.T) {
	f := serve(t, routes{callGet: only(file(t, "get_app_web.json"))})
	for name, known := range map[string]idp.Application{
		"refreshed": existingFull(), "imported": {Registration: idp.Registration{Scope: scope()}, ID: appID},
	} {
		want := existingFull()
		want.ClientSecret = known.ClientSecret
		got, err := f.platform(t).Get(t.Context(), known)
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", name, err, diff)
		}
	}
}

func TestGet_UnsupportedType_IsRefused(t *testing.T) {
	api, web := string(testdata(t, "get_app_basic.json")), string(testdata(t, "get_app_new_web.json"))
	for name, tc := range map[string]struct {
		known  idp.Type
		answer string
		kind   idp.Kind
		words  string
	}{
		"SAML":               {"", strings.Replace(web, "oidcConfig", "samlConfig", 1), idp.ErrInvalid, "a SAML application"},
		"nothing known":      {"", strings.Replace(web, "oidcConfig", "futureConfig", 1), idp.ErrInvalid, "unknown type"},
		"API as web":         {idp.TypeWeb, api, idp.ErrInvalid, "an API application"},
		"web as API":         {idp.TypeAPI, web, idp.ErrInvalid, "an OpenID Connect application"},
		"grant type":         {idp.TypeWeb, strings.Replace(web, "AUTHORIZATION_CODE", "TELEPATHY", 1), idp.ErrUnexpected, "does not know"},
		"method":             {idp.TypeWeb, strings.Replace(web, `"clockSkew"`, `"authMethodType":"OIDC_AUTH_METHOD_TYPE_X","clockSkew"`, 1), idp.ErrUnexpected, "does not know"},
		"unreadable skew":    {idp.TypeWeb, strings.Replace(web, `"0s"`, `"soon"`, 1), idp.ErrUnexpected, "clock skew"},
		"another ID":         {idp.TypeWeb, strings.Replace(web, appID, "7", 1), idp.ErrUnexpected, "not about this application"},
		"a type of the list": {idp.TypeNative, strings.Replace(web, `"clockSkew"`, `"appType":"OIDC_APP_TYPE_TV","clockSkew"`, 1), idp.ErrUnexpected, "does not know"},
	} {
		t.Run(name, func(t *testing.T) {
			known := existing()
			known.Type = tc.known
			_, err := serve(t, routes{callGet: only(reply(200, tc.answer))}).platform(t).Get(t.Context(), known)
			if e := refusalOf(t, err, tc.kind); !strings.Contains(e.Message, tc.words) || e.Hint == "" {
				t.Errorf("got message %q, hint %q", e.Message, e.Hint)
			}
		})
	}
}
