package zitadel_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
)

// portal returns a web application with a redirect URI.
func (s shared) portal() idp.Registration {
	return idp.Registration{
		Scope: idp.Scope{ProjectID: s.ProjectID()}, Type: idp.TypeWeb, Name: "orders", AuthMethod: idp.ClientSecretBasic,
		RedirectURIs: []string{"https://portal.example/cb"},
	}.WithDefaults()
}

func (s shared) create(p *zitadel.Platform, wanted idp.Registration) idp.Application {
	s.t.Helper()
	app, err := p.Create(s.t.Context(), wanted)
	if err != nil {
		s.t.Fatal(err)
	}
	if diff := cmp.Diff(wanted, app.Registration); diff != "" {
		s.t.Error(diff)
	}
	return app
}

func TestOIDC_Lifecycle(t *testing.T) {
	for _, version := range []string{"", "v4.10.0", "v4.4.1", "v3.4.9"} {
		t.Run("server "+version, func(t *testing.T) {
			s := share(t, version)
			p := s.run()
			app := s.create(p, s.portal())
			s.owned(app)
			same(t, p, app)
			imported, err := p.Get(t.Context(), idp.Application{Registration: idp.Registration{Scope: app.Scope}, ID: app.ID})
			if err != nil || imported.Type != idp.TypeWeb || imported.ClientSecret != "" {
				t.Errorf("imported as %q, %v", imported.Type, err)
			}

			all := change(t, p, app, func(r *idp.Registration) {
				r.Name, r.Type, r.AuthMethod, r.Disabled, r.AccessTokenType = "Portal", idp.TypeUserAgent, idp.NoAuth, true, idp.TokenJWT
				r.RedirectURIs = []string{"https://portal.example/b", "https://portal.example/a", "https://*.example/cb", "https://portal.example/a"}
				r.PostLogoutRedirectURIs = []string{"https://portal.example/bye"}
				r.OIDC = idp.OIDC{
					GrantTypes: []string{"authorization_code", "refresh_token", "implicit"}, ResponseTypes: []string{"code", "id_token token"},
					AccessTokenRoleAssertion: true, IDTokenRoleAssertion: true, IDTokenUserinfoAssertion: true, DevelopmentMode: true,
					SkipNativeAppSuccessPage: true, ClockSkew: 1500 * time.Millisecond, AdditionalOrigins: []string{"https://app.example"},
					BackChannelLogoutURI: "https://203.0.113.7/logout",
				}
			})
			if all.ClientSecret != "" || all.ClientID != app.ClientID {
				t.Error("it has a secret, or another client ID")
			}
			same(t, p, all)

			native := change(t, p, all, func(r *idp.Registration) {
				r.Type, r.AuthMethod, r.Disabled = idp.TypeNative, idp.ClientSecretPost, false
				r.OIDC.GrantTypes, r.OIDC.ResponseTypes = []string{"urn:ietf:params:oauth:grant-type:device_code"}, []string{"code"}
				r.OIDC.ClockSkew, r.OIDC.BackChannelLogoutURI, r.OIDC.DevelopmentMode, r.AccessTokenType = 0, "", false, idp.TokenBearer
			})
			if native.ClientSecret == app.ClientSecret || native.ClientSecret == "" {
				t.Error("it has no secret of its own")
			}
			same(t, p, native)
			s.owned(native)

			rotated, err := p.Rotate(t.Context(), native)
			if err != nil || rotated.ClientSecret == native.ClientSecret {
				t.Errorf("not rotated: %v", err)
			}
			s.owned(rotated)
			if edit, err := p.LastChange(t.Context(), rotated); err != nil || edit.By == "" || edit.At == "" {
				t.Errorf("changed by %q at %q, %v", edit.By, edit.At, err)
			}
			for range 2 {
				if err := p.Delete(t.Context(), rotated); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := p.Get(t.Context(), rotated); !errors.Is(err, idp.ErrNotFound) {
				t.Errorf("after the delete a read says %v", err)
			}
			s.owned()
		})
	}
}

func TestOIDC_EachTypeAndMethod(t *testing.T) {
	s := share(t, "")
	p := s.run()
	for _, kind := range []idp.Type{idp.TypeWeb, idp.TypeUserAgent, idp.TypeNative} {
		for _, method := range []idp.AuthMethod{idp.ClientSecretBasic, idp.ClientSecretPost, idp.NoAuth, idp.PrivateKeyJWT} {
			wanted := s.portal()
			wanted.Type, wanted.AuthMethod, wanted.Name = kind, method, string(kind)+" "+string(method)
			app := s.create(p, wanted)
			if (app.ClientSecret != "") != method.HasSecret() || method.HasSecret() && p.Verify(t.Context(), app) != nil {
				t.Errorf("%s, %s: a secret %t", kind, method, app.ClientSecret != "")
			}
			public := kind != idp.TypeWeb && method != idp.NoAuth
			if len(app.Problems) != 0 != public {
				t.Errorf("%s, %s: problems %q", kind, method, app.Problems)
			}
			same(t, p, app)
		}
	}
}

// The secret works with HTTP Basic whatever the application's method is, even one without a secret.
func TestOIDC_SecretIsVerified(t *testing.T) {
	s := share(t, "")
	p := s.run()
	app := s.create(p, s.portal())
	for _, method := range []idp.AuthMethod{idp.ClientSecretPost, idp.NoAuth, idp.PrivateKeyJWT, idp.ClientSecretBasic} {
		secret := app.ClientSecret
		app = change(t, p, app, func(r *idp.Registration) { r.AuthMethod = method })
		app.ClientSecret = secret // known from before
		if err := p.Verify(t.Context(), app); err != nil {
			t.Errorf("%s: %v", method, err)
		}
		wrong := app
		wrong.ClientSecret = "somebody-elses-secret"
		if err := p.Verify(t.Context(), wrong); !errors.Is(err, idp.ErrSecretRefused) {
			t.Errorf("%s: a wrong secret is %v", method, err)
		}
	}
}

func TestOIDC_DriftIsSeenAndHealed(t *testing.T) {
	s := share(t, "")
	p := s.run()
	app := s.create(p, s.portal())
	for field, tc := range map[string]struct {
		value any
		seen  func(idp.Registration) bool
	}{
		"type":        {"native", func(r idp.Registration) bool { return r.Type == idp.TypeNative }},
		"auth_method": {"client_secret_post", func(r idp.Registration) bool { return r.AuthMethod == idp.ClientSecretPost }},
		"redirect_uris": {[]any{"https://evil.example"}, func(r idp.Registration) bool {
			return len(r.RedirectURIs) == 1 && r.RedirectURIs[0] == "https://evil.example"
		}},
		"grant_types":             {[]any{"authorization_code", "refresh_token"}, func(r idp.Registration) bool { return len(r.OIDC.GrantTypes) == 2 }},
		"access_token_type":       {"jwt", func(r idp.Registration) bool { return r.AccessTokenType == idp.TokenJWT }},
		"dev_mode":                {true, func(r idp.Registration) bool { return r.OIDC.DevelopmentMode }},
		"clock_skew":              {"2s", func(r idp.Registration) bool { return r.OIDC.ClockSkew == 2*time.Second }},
		"back_channel_logout_uri": {"https://203.0.113.7", func(r idp.Registration) bool { return r.OIDC.BackChannelLogoutURI != "" }},
	} {
		if err := s.Change(app.ID, map[string]any{field: tc.value}); err != nil {
			t.Fatal(field, err)
		}
		drifted, err := p.Get(t.Context(), app)
		if err != nil || !tc.seen(drifted.Registration) {
			t.Errorf("%s: got %+v, %v", field, drifted.Registration, err)
		}
		healed := change(t, p, drifted, func(r *idp.Registration) { *r = app.Registration })
		healed.ClientSecret = app.ClientSecret
		same(t, p, healed)
	}
	s.owned(app)
}

func TestOIDC_RemovalSaysWhoDidIt(t *testing.T) {
	s := share(t, "")
	p := s.run()
	app := s.create(p, s.portal())
	if err := s.Remove(app.ID); err != nil {
		t.Fatal(err)
	}
	_, err := p.Get(t.Context(), app)
	if e, ok := errors.AsType[*idp.Error](err); !ok || e.Kind != idp.ErrNotFound || !strings.Contains(e.Message, "removed it at") {
		t.Errorf("got %v", err)
	}
}

// An update keeps the login version that someone else set.
func TestOIDC_UpdateKeepsTheLoginVersion(t *testing.T) {
	s := share(t, "")
	p := s.run()
	app := s.create(p, s.portal())
	login := s.settings(app.ID)
	login["loginVersion"] = map[string]any{"loginV2": map[string]any{"baseUri": "https://login.example"}}
	s.put(app.ID, login)
	change(t, p, app, func(r *idp.Registration) { r.OIDC.DevelopmentMode = true })
	if diff := cmp.Diff(login["loginVersion"], s.settings(app.ID)["loginVersion"]); diff != "" {
		t.Error(diff)
	}
}

// Others clear a list with one empty text. It counts as an empty list here.
func TestOIDC_ListOfEmptyString_IsEmptyList(t *testing.T) {
	s := share(t, "")
	p := s.run()
	wanted := s.portal()
	wanted.RedirectURIs = nil
	app := s.create(p, wanted)
	settings := s.settings(app.ID)
	settings["redirectUris"] = []string{""}
	s.put(app.ID, settings)
	read, err := p.Get(t.Context(), app)
	if diff := cmp.Diff(app.Registration, read.Registration); diff != "" || err != nil {
		t.Error(err, diff)
	}
	change(t, p, app, func(r *idp.Registration) { r.OIDC.DevelopmentMode = true })
}

func TestOIDC_RefusalsNameTheField(t *testing.T) {
	s := share(t, "")
	p := s.run()
	app := s.create(p, s.portal())
	for name, tc := range map[string]struct {
		edit      func(*idp.Registration)
		attribute idp.Attribute
	}{
		"grant types":   {func(r *idp.Registration) { r.OIDC.GrantTypes = []string{"refresh_token"} }, idp.AttributeGrantTypes},
		"response type": {func(r *idp.Registration) { r.OIDC.ResponseTypes = []string{"id_token"} }, idp.AttributeGrantTypes},
		"origin":        {func(r *idp.Registration) { r.OIDC.AdditionalOrigins = []string{"https://a.example/"} }, idp.AttributeAdditionalOrigins},
		"logout":        {func(r *idp.Registration) { r.OIDC.BackChannelLogoutURI = "https://localhost/logout" }, idp.AttributeBackChannelLogoutURI},
	} {
		other := s.portal()
		other.Name = "other"
		tc.edit(&other)
		_, created := p.Create(t.Context(), other)
		after := app.Registration
		tc.edit(&after)
		_, updated := p.Update(t.Context(), idp.Change{Before: app, After: after})
		for operation, err := range map[string]error{"create": created, "update": updated} {
			if e, ok := errors.AsType[*idp.Error](err); !ok || e.Kind != idp.ErrInvalid || e.Attribute != tc.attribute {
				t.Errorf("%s, %s: %v", name, operation, err)
			}
		}
	}
	same(t, p, app)
	s.owned(app)
}

func TestOIDC_ProblemsAreThoseOfTheRules(t *testing.T) {
	s := share(t, "")
	p := s.run()
	for name, edit := range map[string]func(*idp.Registration){
		"none":            nil,
		"no redirect URI": func(r *idp.Registration) { r.RedirectURIs = nil },
		"browser over http": func(r *idp.Registration) {
			r.Type, r.RedirectURIs = idp.TypeUserAgent, []string{"http://a.example", "app:/cb"}
		},
		"native over http": func(r *idp.Registration) {
			r.Type, r.RedirectURIs = idp.TypeNative, []string{"http://a.example", "app:/cb"}
		},
		"implicit": func(r *idp.Registration) {
			r.RedirectURIs = []string{"http://a.example", "app:/cb"}
			r.OIDC.GrantTypes, r.OIDC.ResponseTypes = []string{"implicit", "refresh_token"}, []string{"id_token"}
		},
		"both, web": func(r *idp.Registration) {
			r.RedirectURIs, r.OIDC.GrantTypes = []string{"http://a.example"}, []string{"implicit", "authorization_code"}
		},
		"both, custom": func(r *idp.Registration) {
			r.RedirectURIs, r.OIDC.GrantTypes = []string{"app:/cb"}, []string{"implicit", "authorization_code"}
		},
	} {
		wanted := s.portal()
		wanted.Name = name
		if edit != nil {
			edit(&wanted)
		}
		app := s.create(p, wanted)
		want, got := map[string]bool{}, map[string]bool{}
		for _, problem := range zitadel.Problems(wanted) {
			want[problem.Message] = true
		}
		for _, problem := range app.Problems {
			got[problem] = true
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: %s", name, diff)
		}
	}
}

func TestOIDC_LostResponses_LeaveOneApplication(t *testing.T) {
	for _, kind := range []fault.Kind{fault.DropAfterCommit, fault.DropBefore, fault.Truncate, fault.HTML, fault.LostRead} {
		t.Run(string(kind), func(t *testing.T) {
			s := share(t, "")
			p := s.run()
			s.arm("create_application", kind, 1)
			app := s.create(p, s.portal())
			s.owned(app)
			other := s.portal()
			other.Name = "ORDERS"
			if _, err := s.run().Create(t.Context(), other); !errors.Is(err, idp.ErrAlreadyExists) {
				t.Errorf("the name is taken, and a create says %v", err)
			}
			s.owned(app)
			s.arm("update_oidc_config", kind, 1)
			if kind != fault.LostRead {
				same(t, p, change(t, p, app, func(r *idp.Registration) { r.OIDC.DevelopmentMode = true }))
			}
		})
	}
}

// A server that chooses the ID gives no proof, so a run whose response was lost owns nothing and changes nothing.
func TestOIDC_LostResponseFromServerChoosingIDs_IsAmbiguous(t *testing.T) {
	for version, operation := range map[string]string{"v4.10.0": "create_application", "v4.4.1": "create_oidc_app"} {
		t.Run(version, func(t *testing.T) {
			s := share(t, version)
			s.arm(operation, fault.DropAfterCommit, 1)
			got, err := s.run().Create(t.Context(), s.portal())
			e, ok := errors.AsType[*idp.Error](err)
			if !ok || e.Kind != idp.ErrAlreadyExists || e.ExistingID != s.Applications()[0]["id"] || got.ID != "" || !strings.Contains(e.Hint, "import") {
				t.Fatalf("got ID %q, %v", got.ID, err)
			}
			s.arm(operation, fault.DropBefore, 1)
			other := s.portal()
			other.Name = "other"
			if _, err := s.run().Create(t.Context(), other); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestOIDC_LostRead_SecretWorksOrNothingIsLeft(t *testing.T) {
	for _, version := range []string{"", "v4.10.0", "v4.4.1"} {
		operation := map[string]string{"": "create_application", "v4.10.0": "create_application", "v4.4.1": "create_oidc_app"}[version]
		s := share(t, version)
		s.arm(operation, fault.LostRead, 1)
		app, err := s.run().Create(t.Context(), s.portal())
		if err != nil {
			t.Errorf("%s: %v", version, err)
		}
		s.owned(app)
	}
}

func TestOIDC_CreateThatCannotBeFinishedLeavesNothing(t *testing.T) {
	s := share(t, "")
	s.arm("create_application", fault.DropAfterCommit, 1)
	s.arm("generate_oidc_secret", fault.HTML, 10000)
	app, err := s.run().Create(t.Context(), s.portal())
	if err == nil || app.ID != "" {
		t.Errorf("got ID %q, %v", app.ID, err)
	}
	s.owned()
}

// settings returns the configuration as v1 shows it, and put sends one.
func (s shared) settings(id string) map[string]any {
	s.t.Helper()
	app := s.call(http.MethodGet, "/management/v1/projects/"+s.ProjectID()+"/apps/"+id, struct{}{})["app"].(map[string]any)
	settings := app["oidcConfig"].(map[string]any)
	for _, shown := range []string{"clientId", "allowedOrigins", "noneCompliant", "complianceProblems", "version"} {
		delete(settings, shown)
	}
	return settings
}

func (s shared) put(id string, settings map[string]any) {
	s.t.Helper()
	s.call(http.MethodPut, "/management/v1/projects/"+s.ProjectID()+"/apps/"+id+"/oidc_config", settings)
}

// call sends a request to the server directly, because the requests of others need not follow this provider's contract.
func (s shared) call(method, path string, body any) (answer map[string]any) {
	s.t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		s.t.Fatal(err)
	}
	r := httptest.NewRequest(method, s.url+path, bytes.NewReader(text))
	r.Header.Set("Authorization", "Bearer "+s.AccessToken())
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, r)
	if err := json.Unmarshal(w.Body.Bytes(), &answer); err != nil || w.Code != http.StatusOK {
		s.t.Fatalf("%s %s: %d %s", method, path, w.Code, w.Body)
	}
	return answer
}
