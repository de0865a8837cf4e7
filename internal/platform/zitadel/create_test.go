package zitadel

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// keep decodes what was sent, and answers.
func keep(into *map[string]any, answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_ = json.NewDecoder(r.Body).Decode(into)
		answer(w, r)
	}
}

func TestCreateKeepsIDsAndSecretOfTheOneAnswer(t *testing.T) {
	const secret = "0123456789abcdefghijABCDEFGHIJ0123456789abcdefghijABCDEFGHIJ0123"
	tests := map[string]struct {
		method, kept idp.AuthMethod
		file, sent   string
		secret       idp.Secret
	}{
		"default":     {"", idp.ClientSecretBasic, "add_api_app_basic.json", "API_AUTH_METHOD_TYPE_BASIC", secret},
		"basic":       {idp.ClientSecretBasic, idp.ClientSecretBasic, "add_api_app_basic.json", "API_AUTH_METHOD_TYPE_BASIC", secret},
		"private key": {idp.PrivateKeyJWT, idp.PrivateKeyJWT, "add_api_app_private_key_jwt.json", "API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var sent map[string]any
			f := serve(t, routes{callCreate: only(keep(&sent, file(t, tc.file)))})
			asked, want := wanted(), existing()
			asked.AuthMethod, want.AuthMethod, want.ClientSecret = tc.method, tc.kept, tc.secret
			got, err := f.platform(t).Create(t.Context(), asked)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff(map[string]any{"name": "billing-api", "authMethodType": tc.sent}, sent); diff != "" {
				t.Error(diff)
			}
			if len(f.calls) != 1 {
				t.Errorf("one request is enough, and these were sent: %v", f.calls)
			}
		})
	}
}

func TestParallelWriteConflictIsNoLostCreate(t *testing.T) {
	f := serve(t, routes{callCreate: only(reply(500, string(testdata(t, "error_unique_violation.json"))))})
	_, err := f.platform(t).Create(t.Context(), wanted())
	if e := refusalOf(t, err, idp.ErrUnavailable); !strings.Contains(e.Advice, "apply again") {
		t.Errorf("got advice %q", e.Advice)
	}
}

func TestTakenNameSaysWhoHasIt(t *testing.T) {
	taken := failure(409, 6, "V3-DKcYh", "Application already exists")
	tests := map[string]struct {
		search http.HandlerFunc
		want   string
	}{
		"found":          {file(t, "search_apps.json"), appID},
		"not visible":    {file(t, "search_apps_none.json"), ""},
		"others only":    {reply(200, `{"result":[{"id":"1","name":"something else"}]}`), ""},
		"not allowed":    {failure(403, 7, "AUTH-3jknH", "No matching permissions found"), ""},
		"search is down": {page(502), ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callCreate: only(taken), callSearch: only(tc.search)})
			asked := wanted()
			asked.Name = "Billing-API"
			_, err := f.platform(t).Create(t.Context(), asked)
			e := refusalOf(t, err, idp.ErrAlreadyExists)
			if e.ExistingID != tc.want || e.Code != "V3-DKcYh" || e.Attribute != idp.AttributeName {
				t.Errorf("got existing %q, code %q, attribute %q", e.ExistingID, e.Code, e.Attribute)
			}
		})
	}
}

func TestDisabledApplicationThatCannotBeSwitchedOffIsKept(t *testing.T) {
	asked := wanted()
	asked.Disabled = true
	t.Run("works", func(t *testing.T) {
		f := serve(t, routes{callCreate: only(file(t, "add_api_app_basic.json")), callDeactivate: only(file(t, "changed.json"))})
		got, err := f.platform(t).Create(t.Context(), asked)
		if err != nil || !got.Disabled {
			t.Errorf("got disabled %v, %v", got.Disabled, err)
		}
	})
	t.Run("fails", func(t *testing.T) {
		f := serve(t, routes{callCreate: only(file(t, "add_api_app_basic.json")), callDeactivate: only(page(502))})
		got, err := f.platform(t).Create(t.Context(), asked)
		refusalOf(t, err, idp.ErrUnavailable)
		if got.ID != appID || got.ClientSecret == "" || got.Disabled {
			t.Errorf("got ID %q, disabled %v: the application is registered, and enabled", got.ID, got.Disabled)
		}
	})
}

func TestMethodThatAPIApplicationsLackIsNotSent(t *testing.T) {
	p := serve(t, nil).platform(t)
	asked := wanted()
	asked.AuthMethod = idp.NoAuth
	_, err := p.Create(t.Context(), asked)
	if e := refusalOf(t, err, idp.ErrInvalid); e.Attribute != idp.AttributeAuthMethod {
		t.Errorf("got attribute %q", e.Attribute)
	}
	_, err = p.Update(t.Context(), idp.Change{Before: existing(), After: asked})
	refusalOf(t, err, idp.ErrInvalid)
}

func TestCreateRefusedForItsTokenIsReported(t *testing.T) {
	f := serve(t, routes{callCreate: only(failure(401, 16, "AUTH-7fs1e", "Errors.Token.Invalid"))})
	_, err := f.platform(t).Create(t.Context(), wanted())
	if e := refusalOf(t, err, idp.ErrUnauthenticated); !strings.Contains(e.Advice, "ZITADEL_ACCESS_TOKEN") {
		t.Errorf("got advice %q", e.Advice)
	}
}
