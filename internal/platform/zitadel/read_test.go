package zitadel

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestGetShowsTheApplicationAndKeepsItsSecret(t *testing.T) {
	tests := map[string]struct {
		file string
		want func(*idp.Application)
	}{
		"basic": {"get_app_basic.json", func(a *idp.Application) { a.Name = "api-basic" }},
		"private key, inactive": {"get_app_private_key_jwt.json", func(a *idp.Application) {
			a.AuthMethod, a.Disabled, a.ClientID = idp.PrivateKeyJWT, true, "311000000000000102@billing"
			a.CreatedAt = "2026-09-01T10:00:00.1Z" // the precision is kept
		}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callGet: only(file(t, tc.file))})
			want := existing()
			tc.want(&want)
			got, err := f.platform(t).Get(t.Context(), existing())
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestImportHasNoSecret(t *testing.T) {
	f := serve(t, routes{callGet: only(file(t, "get_app_basic.json"))})
	got, err := f.platform(t).Get(t.Context(), idp.Application{Registration: idp.Registration{Scope: scope()}, ID: appID})
	if err != nil || got.ClientSecret != "" || got.AuthMethod != idp.ClientSecretBasic {
		t.Errorf("got %q, %q, %v", got.AuthMethod, got.ClientSecret.Reveal(), err)
	}
}

func TestApplicationOfAnotherTypeIsRefused(t *testing.T) {
	tests := map[string]struct {
		answer http.HandlerFunc
		kind   idp.Kind
		want   string
	}{
		"oidc":           {file(t, "get_app_oidc.json"), idp.ErrInvalid, "the application is an OpenID Connect application, and not of the type that the state has"},
		"saml":           {reply(200, `{"app":{"id":"311000000000000101","name":"x","samlConfig":{}}}`), idp.ErrInvalid, "the application is a SAML application, which this provider cannot manage"},
		"none":           {reply(200, `{"app":{"id":"311000000000000101","name":"x"}}`), idp.ErrInvalid, "the application is of an unknown type, which this provider cannot manage"},
		"unknown method": {reply(200, `{"app":{"id":"311000000000000101","name":"x","apiConfig":{"authMethodType":"API_AUTH_METHOD_TYPE_MTLS"}}}`), idp.ErrUnexpected, "the application authenticates in a way that this provider does not know"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callGet: only(tc.answer)})
			_, err := f.platform(t).Get(t.Context(), existing())
			if e := refusalOf(t, err, tc.kind); e.Message != tc.want || e.Hint == "" {
				t.Errorf("got %q, %q; want %q", e.Message, e.Hint, tc.want)
			}
		})
	}
}

func TestOrganizationOfTheApplicationComesBeforeTheProvidersOwn(t *testing.T) {
	tests := map[string]struct{ scope, config, want string }{
		"none":          {"", "", ""},
		"provider's":    {"", "o2", "o2"},
		"application's": {"o1", "o2", "o1"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var sent []string
			answer := file(t, "get_app_basic.json")
			f := serve(t, routes{callGet: only(func(w http.ResponseWriter, r *http.Request) {
				sent = r.Header.Values("X-Zitadel-Orgid")
				answer(w, r)
			})})
			known := existing()
			known.Scope.OrganizationID = tc.scope
			got, err := platform(t, Config{Endpoint: f.URL + "/", AccessToken: "pat", OrganizationID: tc.config}).Get(t.Context(), known)
			if err != nil {
				t.Fatal(err)
			}
			if (tc.want == "") != (len(sent) == 0) || tc.want != "" && sent[0] != tc.want {
				t.Errorf("sent %q, want %q", sent, tc.want)
			}
			if got.Scope != known.Scope {
				t.Errorf("the scope became %+v", got.Scope)
			}
		})
	}
}

func TestIDs_WithPathCharacters_AreNotSent(t *testing.T) {
	f := serve(t, nil)
	p := f.platform(t)
	for _, id := range []string{"", ".", "..", "a/b", "a%2Fb", "a?b", "a#b", `a\b`, "a b", "a\x00b"} {
		bad, noProject := existing(), existing()
		bad.ID, noProject.Scope.ProjectID = id, id
		for _, app := range []idp.Application{bad, noProject} {
			_, getErr := p.Get(t.Context(), app)
			_, updateErr := p.Update(t.Context(), idp.Change{Before: app, After: wanted()})
			for _, err := range []error{getErr, updateErr, p.Delete(t.Context(), app)} {
				if !errors.Is(err, idp.ErrInvalid) {
					t.Errorf("ID %q: got %v", id, err)
				}
			}
		}
		if _, err := p.Create(t.Context(), noProject.Registration); !errors.Is(err, idp.ErrInvalid) {
			t.Errorf("project ID %q: got %v", id, err)
		}
	}
}

// The platform and the configuration have the same name in two Unicode normalization forms.
func TestNameInAnotherUnicodeFormIsNoDrift(t *testing.T) {
	const composed, decomposed = "caf\u00e9", "cafe\u0301"
	read := func(name string) http.HandlerFunc {
		return reply(200, strings.Replace(string(testdata(t, "get_app_new.json")), "billing-api", name, 1))
	}
	for known, shown := range map[string]string{composed: decomposed, decomposed: composed} {
		f := serve(t, routes{callGet: only(read(shown))})
		app := existing()
		app.Name = known
		got, err := f.platform(t).Get(t.Context(), app)
		if err != nil || got.Name != known {
			t.Errorf("known as %q, shown as %q: got %q, %v", known, shown, got.Name, err)
		}
		other := existing().Registration
		other.Name = shown
		got, err = f.platform(t).Update(t.Context(), idp.Change{Before: app, After: other}) // sends nothing
		if err != nil || got.Name != shown {
			t.Errorf("got %q, %v", got.Name, err)
		}
	}
	f := serve(t, routes{callGet: only(read(decomposed))})
	got, err := f.platform(t).Get(t.Context(), idp.Application{Registration: idp.Registration{Scope: scope()}, ID: appID})
	if err != nil || got.Name != decomposed {
		t.Errorf("imported as %q, %v", got.Name, err)
	}
}

func TestCreate_NameConflict_ComparesUnicodeNormalized(t *testing.T) {
	const composed, decomposed = "caf\u00e9", "cafe\u0301"
	var asked []string
	f := serve(t, routes{callCreate: only(taken()), callSearch: only(func(w http.ResponseWriter, r *http.Request) {
		var body SearchAppsRequest
		_ = json.NewDecoder(r.Body).Decode(&body)
		name := body.Queries[0].NameQuery.Name
		if asked = append(asked, name); name == decomposed {
			reply(200, `{"result":[{"id":"7","name":"CAFE\u0301","apiConfig":{}}]}`)(w, r)
			return
		}
		file(t, "search_apps_none.json")(w, r)
	})})
	app := wanted()
	app.Name = composed
	_, err := f.platform(t).Create(t.Context(), app)
	if e := refusalOf(t, err, idp.ErrAlreadyExists); e.ExistingID != "7" || len(asked) != 2 {
		t.Errorf("existing %q after the searches %q", e.ExistingID, asked)
	}
}
