package zitadel

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// keep decodes the request body into into, and then responds.
func keep(into *map[string]any, answer http.HandlerFunc) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		_ = json.NewDecoder(r.Body).Decode(into)
		answer(w, r)
	}
}

func TestCreate_ReturnsIDsAndSecretFromResponse(t *testing.T) {
	const secret = "0123456789abcdefghijABCDEFGHIJ0123456789abcdefghijABCDEFGHIJ0123"
	tests := map[string]struct {
		method, kept     idp.AuthMethod
		file, read, sent string
		secret           idp.Secret
	}{
		"default":     {"", idp.ClientSecretBasic, "create_application_basic.json", "get_app_new.json", "API_AUTH_METHOD_TYPE_BASIC", secret},
		"basic":       {idp.ClientSecretBasic, idp.ClientSecretBasic, "create_application_basic.json", "get_app_new.json", "API_AUTH_METHOD_TYPE_BASIC", secret},
		"private key": {idp.PrivateKeyJWT, idp.PrivateKeyJWT, "create_application_private_key_jwt.json", "get_app_new_private_key_jwt.json", "API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT", ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var sent map[string]any
			f := serve(t, routes{callCreate: only(keep(&sent, file(t, tc.file))), callGet: only(file(t, tc.read))})
			asked, want := wanted(), existing()
			asked.AuthMethod, want.AuthMethod, want.ClientSecret = tc.method, tc.kept, tc.secret
			got, err := f.platform(t).Create(t.Context(), asked)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Error(diff)
			}
			wantSent := map[string]any{
				"projectId": "p1", "applicationId": appID, "name": "billing-api", "apiConfiguration": map[string]any{"authMethodType": tc.sent},
			}
			if diff := cmp.Diff(wantSent, sent); diff != "" {
				t.Error(diff)
			}
			if diff := cmp.Diff([]string{callProject, callCreate, callGet}, f.calls()); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestCreate_EachRequest_HasUniqueID(t *testing.T) {
	var sent []string
	taken := failure(409, 6, "V3-DKcYh", "Application already exists")
	f := serve(t, routes{callSearch: only(file(t, "search_apps_none.json")), callCreate: only(func(w http.ResponseWriter, r *http.Request) {
		var body struct{ ApplicationID string }
		_ = json.NewDecoder(r.Body).Decode(&body)
		sent = append(sent, body.ApplicationID)
		taken(w, r)
	})})
	p, err := New(Config{Endpoint: f.URL, AccessToken: "pat"}, nowait.Transport(t)) // with the random IDs that it chooses itself
	if err != nil {
		t.Fatal(err)
	}
	for range 3 {
		_, err := p.Create(t.Context(), wanted())
		refusalOf(t, err, idp.ErrAlreadyExists)
	}
	for i, id := range sent {
		if len(id) != 36 || slices.Contains(sent[:i], id) {
			t.Errorf("the IDs are %q", sent)
		}
	}
}

// The service would accept a project of any organization, but no other call would find the application there.
func TestCreateInAProjectThatIsNotSeenSendsNothing(t *testing.T) {
	foreign := reply(http.StatusOK, `{"project":{"id":"p1", "details":{"resourceOwner":"another"}}}`)
	for name, tc := range map[string]struct {
		answer    http.HandlerFunc
		attribute idp.Attribute
	}{
		"unknown":                        {failure(404, 5, codeUnknownProject, "Project not found"), idp.AttributeProjectID},
		"of another organization":        {failure(404, 5, codeForeignApp, "Project not found"), idp.AttributeOrganizationID},
		"of another, at an older server": {foreign, idp.AttributeOrganizationID},
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callProject: only(tc.answer)})
			asked := wanted()
			asked.Scope.OrganizationID = "o1"
			_, err := f.platform(t).Create(t.Context(), asked)
			if e := refusalOf(t, err, idp.ErrInvalid); e.Attribute != tc.attribute || e.Hint == "" {
				t.Errorf("attribute %q, hint %q", e.Attribute, e.Hint)
			}
		})
	}
}

// A role without project.read can still create. The create returns an error if the project is wrong.
func TestCreate_ProjectReadForbidden_Succeeds(t *testing.T) {
	f := serve(t, routes{
		callProject: only(failure(403, 7, "AUTH-5mWD2", "No matching permissions found")),
		callCreate:  only(file(t, "create_application_basic.json")), callGet: only(file(t, "get_app_new.json")),
	})
	if _, err := f.platform(t).Create(t.Context(), wanted()); err != nil {
		t.Error(err)
	}
}

func TestParallelWriteConflictIsNoLostCreate(t *testing.T) {
	f := serve(t, routes{callCreate: only(reply(500, string(testdata(t, "error_unique_violation.json"))))})
	_, err := f.platform(t).Create(t.Context(), wanted())
	if e := refusalOf(t, err, idp.ErrUnavailable); f.count(callGet) != 0 || !strings.Contains(e.Hint, "Apply again") {
		t.Errorf("got hint %q", e.Hint)
	}
}

func TestCreate_NameConflict_NamesConflictingApplication(t *testing.T) {
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

func TestDisabledApplicationThatCannotBeSwitchedOffIsRemoved(t *testing.T) {
	asked := wanted()
	asked.Disabled = true
	base := func() routes {
		return routes{callCreate: only(file(t, "create_application_basic.json")), callGet: only(file(t, "get_app_new.json")), callDeactivate: only(file(t, "changed.json"))}
	}
	t.Run("works after a while", func(t *testing.T) {
		r := base()
		r[callDeactivate] = append(times(9, page(503)), file(t, "changed.json"))
		got, err := serve(t, r).platform(t).Create(t.Context(), asked)
		if err != nil || !got.Disabled {
			t.Errorf("got disabled %v, %v", got.Disabled, err)
		}
	})
	t.Run("refused", func(t *testing.T) {
		r := base()
		r[callDeactivate] = only(failure(403, 7, "AUTH-5mWD2", "No matching permissions found"))
		r[callDelete] = only(file(t, "changed.json"))
		r[callGet] = only(file(t, "get_app_new.json"), failure(404, 5, codeNoApp, "Errors.App.NotExisting"))
		f := serve(t, r)
		got, err := f.platform(t).Create(t.Context(), asked)
		e := refusalOf(t, err, idp.ErrForbidden)
		if got.ID != "" || f.count(callDelete) != 1 || !strings.Contains(e.Outcome, "nothing is left") || !strings.Contains(e.Message, "could not be deactivated") {
			t.Errorf("got ID %q, message %q, hint %q after %v", got.ID, e.Message, e.Hint, f.calls())
		}
	})
	t.Run("refused, and not removed", func(t *testing.T) {
		r := base()
		r[callDeactivate] = only(failure(403, 7, "AUTH-5mWD2", "No matching permissions found"))
		r[callDelete] = only(failure(403, 7, "AUTH-5mWD2", "No matching permissions found"))
		r[callRename] = only(file(t, "changed.json"))
		got, err := serve(t, r).platform(t).Create(t.Context(), asked)
		e := refusalOf(t, err, idp.ErrForbidden)
		if got.ID != appID || got.Name != "incomplete-"+appID || got.ClientSecret == "" || !strings.Contains(e.Outcome, appID) || !strings.Contains(e.Outcome, "tainted") {
			t.Errorf("got ID %q, hint %q: the application is registered", got.ID, e.Hint)
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
	if e := refusalOf(t, err, idp.ErrUnauthenticated); !strings.Contains(e.Hint, "ZITADEL_ACCESS_TOKEN") {
		t.Errorf("got hint %q", e.Hint)
	}
}
