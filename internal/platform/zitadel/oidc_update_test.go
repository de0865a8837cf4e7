package zitadel

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// existingFull returns the application in get_app_web.json.
func existingFull() idp.Application {
	app := existingPortal()
	app.Registration = full()
	app.Problems = []string{notCompliant["UserAgent.AuthMethodType.NotNone"].Message, "Something new"}
	return app
}

func TestUpdateOIDC_SendsOneRequestForAllSettings(t *testing.T) {
	ok := file(t, "changed.json")
	public := func(r *idp.Registration) { r.Type, r.AuthMethod = idp.TypeUserAgent, idp.NoAuth }
	tests := map[string]struct {
		before func(*idp.Application)
		after  func(*idp.Registration)
		calls  []string
		secret idp.Secret
	}{
		"nothing":           {nil, nil, nil, "old-secret"},
		"defaults left out": {nil, func(r *idp.Registration) { r.OIDC, r.AccessTokenType, r.AuthMethod, r.Type = idp.OIDC{}, "", "", "" }, nil, "old-secret"},
		"order and repetition": {
			func(a *idp.Application) { a.RedirectURIs = []string{"https://b", "https://a", "https://b"} },
			func(r *idp.Registration) { r.RedirectURIs = []string{"https://a", "https://b"} }, nil, "old-secret",
		},
		"name":         {nil, func(r *idp.Registration) { r.Name = "new" }, []string{callRename}, "old-secret"},
		"off":          {nil, func(r *idp.Registration) { r.Disabled = true }, []string{callDeactivate}, "old-secret"},
		"redirect URI": {nil, func(r *idp.Registration) { r.RedirectURIs = []string{"https://new"} }, []string{callGet, callSettings, callGet}, "old-secret"},
		"to no secret": {nil, public, []string{callGet, callSettings, callGet}, ""},
		"to another place for the secret": {
			nil, func(r *idp.Registration) { r.AuthMethod = idp.ClientSecretPost }, []string{callGet, callSettings, callGet}, "old-secret",
		},
		"to another place for a secret that is not known": {
			func(a *idp.Application) { a.ClientSecret = "" }, func(r *idp.Registration) { r.AuthMethod = idp.ClientSecretPost },
			[]string{callGet, callSettings, callGet},
			"",
		},
		"to a secret": {
			func(a *idp.Application) { a.ClientSecret = ""; public(&a.Registration) }, nil,
			[]string{callGet, callOIDCSecret, callSettings, callGet},
			"abcdefghijABCDEFGHIJ0123456789abcdefghijABCDEFGHIJ01234567890123",
		},
		"to a secret that is known": {
			func(a *idp.Application) { public(&a.Registration) }, nil, []string{callGet, callSettings, callGet}, "old-secret",
		},
		"all": {
			nil, func(r *idp.Registration) { *r = full(); r.Name = "new" }, []string{callRename, callGet, callSettings, callGet, callDeactivate}, "old-secret",
		},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{
				callRename: only(ok), callSettings: only(ok), callDeactivate: only(ok), callReactivate: only(ok), callOIDCSecret: only(file(t, "new_secret.json")),
				callGet: only(file(t, "get_app_new_web.json")),
			})
			change := idp.Change{Before: existingPortal(), After: existingPortal().Registration}
			apply(tc.before, &change.Before)
			apply(tc.after, &change.After)
			got, err := f.platform(t).Update(t.Context(), change)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.calls, f.calls()); diff != "" {
				t.Error(diff)
			}
			if got.ClientSecret != tc.secret {
				t.Error("it has another secret")
			}
			if len(tc.calls) > 0 && name != "defaults left out" {
				if diff := cmp.Diff(change.After, got.Registration); diff != "" {
					t.Error(diff)
				}
			}
		})
	}
}

// A replica that lags behind returns "not found" once.
func TestUpdateOIDC_Temporary404_IsRetried(t *testing.T) {
	shown := file(t, "get_app_new_web.json")
	f := serve(t, routes{
		callGet: only(failure(404, 5, codeNoApp, "App not found"), shown), callSettings: only(file(t, "changed.json")),
	})
	after := existingPortal().Registration
	after.RedirectURIs = []string{"https://new"}
	if _, err := f.platform(t).Update(t.Context(), idp.Change{Before: existingPortal(), After: after}); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{callGet, callGet, callSettings, callGet}, f.calls()); diff != "" {
		t.Error(diff)
	}
}

// Settings that the request omits would be reset to their zero value.
func TestUpdateOIDC_CarriesWhatIsNotManaged(t *testing.T) {
	var sent map[string]any
	f := serve(t, routes{callGet: only(file(t, "get_app_web.json")), callSettings: only(keep(&sent, file(t, "changed.json")))})
	after := full()
	after.RedirectURIs = []string{"https://portal.example/c"}
	after.OIDC.GrantTypes = []string{"authorization_code", "implicit", "refresh_token"} // in another order than at ZITADEL
	got, err := f.platform(t).Update(t.Context(), idp.Change{Before: existingFull(), After: after})
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]any{
		"appType": "OIDC_APP_TYPE_USER_AGENT", "devMode": true, "authMethodType": "OIDC_AUTH_METHOD_TYPE_POST", "accessTokenType": "OIDC_TOKEN_TYPE_JWT",
		"redirectUris": []any{"https://portal.example/c"}, "postLogoutRedirectUris": []any{"https://portal.example/bye"},
		"additionalOrigins": []any{"https://app.example"},
		"grantTypes":        []any{"OIDC_GRANT_TYPE_REFRESH_TOKEN", "OIDC_GRANT_TYPE_IMPLICIT", "OIDC_GRANT_TYPE_AUTHORIZATION_CODE"},
		"responseTypes":     []any{"OIDC_RESPONSE_TYPE_CODE", "OIDC_RESPONSE_TYPE_ID_TOKEN_TOKEN"}, "clockSkew": "1.5s",
		"accessTokenRoleAssertion": true, "idTokenRoleAssertion": true, "idTokenUserinfoAssertion": true, "skipNativeAppSuccessPage": true,
		"backChannelLogoutUri": "https://203.0.113.7/logout", "loginVersion": map[string]any{"loginV2": map[string]any{"baseUri": "https://login.example"}},
	}
	if diff := cmp.Diff(want, sent); diff != "" {
		t.Error(diff)
	}
	sentLike(t, "OIDCSettings", sent)
	if diff := cmp.Diff(existingFull().Problems, got.Problems); diff != "" {
		t.Error(diff)
	}
}

// If an empty list is sent, ZITADEL keeps its values, and the next plan would show the same change again.
func TestUpdateOIDC_EmptiedListIsNeverSent(t *testing.T) {
	for attribute, edit := range map[idp.Attribute]func(*idp.Registration){
		idp.AttributeRedirectURIs:           func(r *idp.Registration) { r.RedirectURIs = nil },
		idp.AttributePostLogoutRedirectURIs: func(r *idp.Registration) { r.PostLogoutRedirectURIs = []string{} },
		idp.AttributeAdditionalOrigins:      func(r *idp.Registration) { r.OIDC.AdditionalOrigins = nil },
	} {
		f := serve(t, nil)
		after := full()
		edit(&after)
		_, err := f.platform(t).Update(t.Context(), idp.Change{Before: existingFull(), After: after})
		if e := refusalOf(t, err, idp.ErrInvalid); e.Attribute != attribute || !strings.Contains(e.Hint, "terraform taint") || len(f.calls()) > 0 {
			t.Errorf("%s: got %q, hint %q after %v", attribute, e.Attribute, e.Hint, f.calls())
		}
	}
	var sent map[string]any
	f := serve(t, routes{callGet: only(file(t, "get_app_new_web.json")), callSettings: only(keep(&sent, file(t, "changed.json")))})
	after := existingPortal().Registration
	after.OIDC.GrantTypes, after.OIDC.ResponseTypes, after.OIDC.DevelopmentMode = nil, nil, true
	if _, err := f.platform(t).Update(t.Context(), idp.Change{Before: existingPortal(), After: after}); err != nil {
		t.Fatal(err)
	}
	sentLike(t, "OIDCSettings", sent) // it contains no empty list
}

func TestUpdateOIDC_Fails_ReturnsAppliedChanges(t *testing.T) {
	refuse := failure(403, 7, "AUTH-3jknH", "No matching permissions found")
	ok := file(t, "changed.json")
	for name, tc := range map[string]struct {
		routes routes
		kind   idp.Kind
		secret idp.Secret
		calls  int
	}{
		"read":           {routes{callGet: only(refuse)}, idp.ErrForbidden, "", 1},
		"another type":   {routes{callGet: only(file(t, "get_app_basic.json"))}, idp.ErrInvalid, "", 1},
		"secret":         {routes{callOIDCSecret: only(refuse)}, idp.ErrForbidden, "", 2},
		"settings":       {routes{callSettings: only(refuse)}, idp.ErrForbidden, "abcdefghijABCDEFGHIJ0123456789abcdefghijABCDEFGHIJ01234567890123", 3},
		"settings, lost": {routes{callSettings: only(lost)}, idp.ErrAmbiguous, "abcdefghijABCDEFGHIJ0123456789abcdefghijABCDEFGHIJ01234567890123", -1},
	} {
		t.Run(name, func(t *testing.T) {
			r := routes{callGet: only(file(t, "get_app_new_web.json")), callOIDCSecret: only(file(t, "new_secret.json")), callSettings: only(ok)}
			for call, answers := range tc.routes {
				r[call] = answers
			}
			f := serve(t, r)
			before := existingPortal()
			before.AuthMethod, before.ClientSecret = idp.NoAuth, ""
			got, err := f.platform(t).Update(t.Context(), idp.Change{Before: before, After: existingPortal().Registration})
			refusalOf(t, err, tc.kind)
			want := before
			want.ClientSecret = tc.secret
			if diff := cmp.Diff(want.Registration, got.Registration); diff != "" || got.ClientSecret != want.ClientSecret {
				t.Errorf("a secret: %t %s", got.ClientSecret != "", diff)
			}
			if tc.calls >= 0 && len(f.calls()) != tc.calls {
				t.Errorf("sent %v", f.calls())
			}
		})
	}
}

func TestUpdateOIDC_AlreadyInEffect_Succeeds(t *testing.T) {
	f := serve(t, routes{
		callGet: only(file(t, "get_app_new_web.json")), callSettings: only(lost, reply(400, string(testdata(t, "error_no_changes.json")))),
	})
	after := existingPortal().Registration
	after.Type = idp.TypeNative
	got, err := f.platform(t).Update(t.Context(), idp.Change{Before: existingPortal(), After: after})
	if err != nil || got.Type != idp.TypeNative {
		t.Errorf("got %q, %v", got.Type, err)
	}
}

// Problems are only warnings.
func TestUpdateOIDC_ReadAfterwardsMayFail(t *testing.T) {
	f := serve(t, routes{callGet: only(file(t, "get_app_new_web.json"), page(502)), callSettings: only(file(t, "changed.json"))})
	after := existingPortal().Registration
	after.OIDC.DevelopmentMode = true
	if got, err := f.platform(t).Update(t.Context(), idp.Change{Before: existingPortal(), After: after}); err != nil || !got.OIDC.DevelopmentMode {
		t.Errorf("got %v", err)
	}
}

func TestUpdateOIDC_RefusalNamesTheField(t *testing.T) {
	f := serve(t, routes{
		callGet: only(file(t, "get_app_new_web.json")), callSettings: only(failure(400, 3, codeInvalidOIDCUpdate, "OIDC configuration is invalid")),
	})
	after := existingPortal().Registration
	after.OIDC.ResponseTypes = []string{"id_token"}
	_, err := f.platform(t).Update(t.Context(), idp.Change{Before: existingPortal(), After: after})
	if e := refusalOf(t, err, idp.ErrInvalid); e.Attribute != idp.AttributeGrantTypes || !strings.Contains(e.Hint, "implicit") {
		t.Errorf("got %q, hint %q", e.Attribute, e.Hint)
	}
}

// ZITADEL cannot change the kind of an application.
func TestUpdate_AnotherKindIsRefused(t *testing.T) {
	for name, tc := range map[string]struct {
		before idp.Application
		after  idp.Registration
		reads  http.HandlerFunc
	}{
		"API to web": {existing(), portal(), file(t, "get_app_basic.json")},
		"web to API": {existingPortal(), wanted(), nil},
	} {
		t.Run(name, func(t *testing.T) {
			r := routes{}
			if tc.reads != nil {
				r[callGet] = only(tc.reads)
			}
			tc.after.Name = tc.before.Name
			if tc.after.Type == "" {
				tc.after.Type = idp.TypeAPI
			}
			_, err := serve(t, r).platform(t).Update(t.Context(), idp.Change{Before: tc.before, After: tc.after})
			refusalOf(t, err, idp.ErrInvalid)
		})
	}
}

func TestRotateOIDC_ReplacesTheSecret(t *testing.T) {
	f := serve(t, routes{callOIDCSecret: only(file(t, "new_secret.json"))})
	got, err := f.platform(t).Rotate(t.Context(), existingPortal())
	if err != nil || got.ClientSecret == "old-secret" || got.ClientSecret == "" {
		t.Errorf("got a secret %t, %v", got.ClientSecret != "", err)
	}
}
