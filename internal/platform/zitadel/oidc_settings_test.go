package zitadel

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// portal returns a web application that sets only a redirect URI.
func portal() idp.Registration {
	return idp.Registration{Scope: scope(), Type: idp.TypeWeb, Name: "portal", RedirectURIs: []string{"https://portal.example/cb"}}
}

// full returns a registration with a non-default value for every setting.
func full() idp.Registration {
	return idp.Registration{
		Scope: scope(), Type: idp.TypeUserAgent, Name: "portal", AuthMethod: idp.ClientSecretPost,
		RedirectURIs:           []string{"https://portal.example/b", "https://portal.example/a", "https://portal.example/b"},
		PostLogoutRedirectURIs: []string{"https://portal.example/bye"},
		Disabled:               true,
		AccessTokenType:        idp.TokenJWT,
		OIDC: idp.OIDC{
			GrantTypes: []string{"refresh_token", "implicit", "authorization_code"}, ResponseTypes: []string{"code", "id_token token"},
			AccessTokenRoleAssertion: true, IDTokenRoleAssertion: true, IDTokenUserinfoAssertion: true,
			DevelopmentMode: true, SkipNativeAppSuccessPage: true, ClockSkew: 1500 * time.Millisecond,
			AdditionalOrigins: []string{"https://app.example"}, BackChannelLogoutURI: "https://203.0.113.7/logout",
		},
	}
}

func TestSettingsWriteOutEveryDefault(t *testing.T) {
	for asked, want := range map[idp.Type]OIDCSettings{
		idp.TypeWeb:       {AppType: "OIDC_APP_TYPE_WEB", AuthMethodType: "OIDC_AUTH_METHOD_TYPE_BASIC"},
		idp.TypeUserAgent: {AppType: "OIDC_APP_TYPE_USER_AGENT", AuthMethodType: "OIDC_AUTH_METHOD_TYPE_NONE"},
		idp.TypeNative:    {AppType: "OIDC_APP_TYPE_NATIVE", AuthMethodType: "OIDC_AUTH_METHOD_TYPE_NONE"},
	} {
		want.GrantTypes, want.ResponseTypes = []OIDCGrantType{"OIDC_GRANT_TYPE_AUTHORIZATION_CODE"}, []OIDCResponseType{"OIDC_RESPONSE_TYPE_CODE"}
		want.AccessTokenType, want.ClockSkew = "OIDC_TOKEN_TYPE_BEARER", "0s"
		got, err := settingsOf(idp.Registration{Type: asked})
		if diff := cmp.Diff(want, got); diff != "" || err != nil {
			t.Errorf("%s: %v %s", asked, err, diff)
		}
	}
}

func TestSettings_UseZITADELEnumNames(t *testing.T) {
	got, err := settingsOf(full())
	want := OIDCSettings{
		AppType: "OIDC_APP_TYPE_USER_AGENT", AuthMethodType: "OIDC_AUTH_METHOD_TYPE_POST", AccessTokenType: "OIDC_TOKEN_TYPE_JWT",
		RedirectUris:           []string{"https://portal.example/b", "https://portal.example/a", "https://portal.example/b"},
		PostLogoutRedirectUris: []string{"https://portal.example/bye"}, AdditionalOrigins: []string{"https://app.example"},
		GrantTypes:               []OIDCGrantType{"OIDC_GRANT_TYPE_REFRESH_TOKEN", "OIDC_GRANT_TYPE_IMPLICIT", "OIDC_GRANT_TYPE_AUTHORIZATION_CODE"},
		ResponseTypes:            []OIDCResponseType{"OIDC_RESPONSE_TYPE_CODE", "OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN"},
		AccessTokenRoleAssertion: true, IdTokenRoleAssertion: true, IdTokenUserinfoAssertion: true, DevMode: true, SkipNativeAppSuccessPage: true,
		ClockSkew: "1.5s", BackChannelLogoutUri: "https://203.0.113.7/logout",
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v %s", err, diff)
	}
}

func TestSettings_EachValue_HasEnumName(t *testing.T) {
	for method, want := range map[idp.AuthMethod]OIDCAuthMethodType{
		idp.ClientSecretBasic: "OIDC_AUTH_METHOD_TYPE_BASIC", idp.ClientSecretPost: "OIDC_AUTH_METHOD_TYPE_POST",
		idp.NoAuth: "OIDC_AUTH_METHOD_TYPE_NONE", idp.PrivateKeyJWT: "OIDC_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT",
	} {
		for _, kind := range []idp.Type{idp.TypeWeb, idp.TypeUserAgent, idp.TypeNative} {
			r := idp.Registration{Type: kind, AuthMethod: method}
			got, err := settingsOf(r)
			if got.AuthMethodType != want || err != nil {
				t.Errorf("%s, %s: got %q, %v", kind, method, got.AuthMethodType, err)
			}
			back, err := oidcRegistration(OIDCConfig{AppType: &got.AppType, AuthMethodType: &got.AuthMethodType})
			if back.Type != kind || back.AuthMethod != method || err != nil {
				t.Errorf("%s, %s is read as %s, %s, %v", kind, method, back.Type, back.AuthMethod, err)
			}
		}
	}
	for grant, want := range map[string]OIDCGrantType{
		"authorization_code": "OIDC_GRANT_TYPE_AUTHORIZATION_CODE", "implicit": "OIDC_GRANT_TYPE_IMPLICIT", "refresh_token": "OIDC_GRANT_TYPE_REFRESH_TOKEN",
		"urn:ietf:params:oauth:grant-type:device_code":    "OIDC_GRANT_TYPE_DEVICE_CODE",
		"urn:ietf:params:oauth:grant-type:token-exchange": "OIDC_GRANT_TYPE_TOKEN_EXCHANGE",
	} {
		r := idp.Registration{Type: idp.TypeWeb, OIDC: idp.OIDC{GrantTypes: []string{grant}}}
		got, err := settingsOf(r)
		if err != nil || len(got.GrantTypes) != 1 || got.GrantTypes[0] != want {
			t.Errorf("%s: got %q, %v", grant, got.GrantTypes, err)
		}
		if back, err := oidcRegistration(OIDCConfig{GrantTypes: got.GrantTypes}); err != nil || cmp.Diff(r.OIDC.GrantTypes, back.OIDC.GrantTypes) != "" {
			t.Errorf("%s is read as %q, %v", grant, back.OIDC.GrantTypes, err)
		}
	}
	for response, want := range map[string]OIDCResponseType{
		"code": "OIDC_RESPONSE_TYPE_CODE", "id_token": "OIDC_RESPONSE_TYPE_ID_TOKEN", "id_token token": "OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN",
	} {
		r := idp.Registration{Type: idp.TypeWeb, OIDC: idp.OIDC{ResponseTypes: []string{response}}}
		got, err := settingsOf(r)
		if err != nil || len(got.ResponseTypes) != 1 || got.ResponseTypes[0] != want {
			t.Errorf("%s: got %q, %v", response, got.ResponseTypes, err)
		}
		if back, err := oidcRegistration(OIDCConfig{ResponseTypes: got.ResponseTypes}); err != nil || cmp.Diff(r.OIDC.ResponseTypes, back.OIDC.ResponseTypes) != "" {
			t.Errorf("%s is read as %q, %v", response, back.OIDC.ResponseTypes, err)
		}
	}
}

// ZITADEL would treat an unknown value as the default.
func TestSettingsRefuseUnknownWords(t *testing.T) {
	words := map[idp.Attribute]string{
		idp.AttributeType: "web, user_agent, native", idp.AttributeAuthMethod: "client_secret_basic, client_secret_post, none, private_key_jwt",
		idp.AttributeAccessTokenType: "bearer, jwt", idp.AttributeGrantTypes: "refresh_token, urn:", idp.AttributeResponseTypes: "code, id_token, id_token token",
	}
	for attribute, edit := range map[idp.Attribute]func(*idp.Registration){
		idp.AttributeType:            func(r *idp.Registration) { r.Type = idp.TypeAPI },
		idp.AttributeAuthMethod:      func(r *idp.Registration) { r.AuthMethod = "tls_client_auth" },
		idp.AttributeAccessTokenType: func(r *idp.Registration) { r.AccessTokenType = "paper" },
		idp.AttributeGrantTypes:      func(r *idp.Registration) { r.OIDC.GrantTypes = []string{"password"} },
		idp.AttributeResponseTypes:   func(r *idp.Registration) { r.OIDC.ResponseTypes = []string{"code id_token"} },
	} {
		r := portal()
		edit(&r)
		_, err := settingsOf(r)
		if e := refusalOf(t, err, idp.ErrInvalid); e.Attribute != attribute || !strings.Contains(e.Hint, words[attribute]) {
			t.Errorf("got attribute %q, want %q, with the hint %q", e.Attribute, attribute, e.Hint)
		}
	}
}

func TestClockSkewIsWrittenAndReadExactly(t *testing.T) {
	for d, want := range map[time.Duration]string{
		0: "0s", time.Second: "1s", 1500 * time.Millisecond: "1.5s", 250 * time.Microsecond: "0.00025s", 5 * time.Second: "5s",
		time.Nanosecond: "0.000000001s", 4999999999: "4.999999999s",
	} {
		if got := seconds(d); got != want {
			t.Errorf("%v is written %q", d, got)
		}
		var failed error
		if got := skew(&want, &failed); got != d || failed != nil {
			t.Errorf("%q is read as %v, %v", want, got, failed)
		}
	}
}
