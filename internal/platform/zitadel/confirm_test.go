package zitadel

import (
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// as responds with a file of testdata, in which the application has this ID.
func as(t *testing.T, id, name string) http.HandlerFunc {
	t.Helper()
	return reply(200, strings.ReplaceAll(string(testdata(t, name)), appID, id))
}

func TestCreate_ReadThatLagsIsRepeated(t *testing.T) {
	f := serve(t, routes{
		callCreate: only(file(t, "create_application_basic.json")), callGet: only(denied(), denied(), denied(), file(t, "get_app_new.json")),
	})
	if got, err := f.platform(t).Create(t.Context(), wanted()); err != nil || got.ID != appID || got.OrganizationID == "" {
		t.Errorf("got ID %q, %v", got.ID, err)
	}
}

// The secret of an application that reads do not return does not work.
func TestCreate_NotShown_IsRemovedAndRegisteredUnderAnotherID(t *testing.T) {
	for name, first := range map[string]http.HandlerFunc{"answered": file(t, "create_application_basic.json"), "lost": lost} {
		t.Run(name, func(t *testing.T) {
			var asked requested
			f := serve(t, routes{
				callCreate: asked.keep(first, as(t, otherID, "create_application_basic.json")),
				callGet:    only(denied()), callChanges: only(file(t, "changes_live.json")), callDelete: only(file(t, "changed.json")),
				onOther(callGet): only(as(t, otherID, "get_app_new.json")),
			})
			got, err := f.platform(t).Create(t.Context(), wanted())
			if err != nil || got.ID != otherID || got.ClientSecret == "" || f.count(callDelete) != 1 {
				t.Errorf("got ID %q, %v after %v", got.ID, err, f.calls())
			}
			if len(asked.all()) != 2 || asked.all()[0]["applicationId"] != appID || asked.all()[1]["applicationId"] != otherID {
				t.Errorf("asked for %v", asked.all())
			}
		})
	}
}

func TestCreate_NeverShown_LeavesNothing(t *testing.T) {
	var made, removed []string
	f := serve(t, nil)
	f.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		id := r.URL.Path[strings.LastIndex(r.URL.Path, "/")+1:]
		switch {
		case r.Method+" "+r.URL.Path == callProject:
			thatProject(w, r)
		case r.Method+" "+r.URL.Path == callCreate:
			var asked requested
			asked.keep(func(http.ResponseWriter, *http.Request) {})[0](w, r)
			made = append(made, asked.all()[0]["applicationId"].(string))
			as(t, made[len(made)-1], "create_application_basic.json")(w, r)
		case r.Method == http.MethodDelete:
			removed = append(removed, id)
			file(t, "changed.json")(w, r)
		default:
			denied()(w, r)
		}
	})
	got, err := f.platform(t).Create(t.Context(), wanted())
	e := refusalOf(t, err, idp.ErrUnavailable)
	if got.ID != "" || len(made) != 3 || !strings.Contains(e.Outcome, "nothing is left") || !strings.Contains(e.Message, "3 times") {
		t.Errorf("got ID %q, %q, %q after the creates %q", got.ID, e.Message, e.Hint, made)
	}
	if diff := cmp.Diff(made, removed); diff != "" {
		t.Error(diff)
	}
}

func TestCreate_NotShownAndNotRemoved_IsReturned(t *testing.T) {
	f := serve(t, routes{
		callCreate: only(file(t, "create_application_basic.json")), callGet: only(denied()),
		callDelete: only(failure(403, 7, "AUTH-5mWD2", "No matching permissions found")),
		callRename: only(failure(403, 7, "AUTH-5mWD2", "No matching permissions found")),
	})
	got, err := f.platform(t).Create(t.Context(), wanted())
	e := refusalOf(t, err, idp.ErrForbidden)
	if got.ID != appID || !strings.Contains(e.Outcome, appID) || !strings.Contains(e.Outcome, "With create_before_destroy, delete it by hand") || f.count(callCreate) != 1 {
		t.Errorf("got ID %q, hint %q after %v", got.ID, e.Hint, f.calls())
	}
}

func TestCreate_WithoutSecret_IsRemoved(t *testing.T) {
	for name, tc := range map[string]struct {
		secret, remove http.HandlerFunc
		kind           idp.Kind
		id, hint       string
	}{
		"refused":                  {failure(403, 7, "AUTH-5mWD2", "No matching permissions found"), file(t, "changed.json"), idp.ErrForbidden, "", "nothing is left"},
		"down for good":            {page(503), file(t, "changed.json"), idp.ErrUnavailable, "", "nothing is left"},
		"never with a secret":      {reply(200, `{}`), file(t, "changed.json"), idp.ErrUnavailable, "", "nothing is left"},
		"down, and cannot be gone": {page(503), page(503), idp.ErrUnavailable, appID, "tainted"},
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{
				callCreate: only(lost), callGet: only(file(t, "get_app_new.json"), file(t, "get_app_new.json"), denied()),
				callSecret: only(tc.secret), callDelete: only(tc.remove), callRename: only(page(503)),
			})
			got, err := f.platform(t).Create(t.Context(), wanted())
			e := refusalOf(t, err, tc.kind)
			if got.ID != tc.id || !strings.Contains(e.Outcome, tc.hint) || !strings.Contains(e.Message, "got no client secret") {
				t.Errorf("got ID %q, message %q, hint %q", got.ID, e.Message, e.Hint)
			}
		})
	}
}

func TestDelete_StillShown_IsReported(t *testing.T) {
	live := file(t, "get_app_new.json")
	for name, tc := range map[string]struct {
		remove http.HandlerFunc
		reads  []http.HandlerFunc
		kind   idp.Kind // "" means none
	}{
		"denied at once":            {file(t, "changed.json"), only(denied()), ""},
		"shown for a moment":        {file(t, "changed.json"), only(live, live, live, denied()), ""},
		"shown for good":            {file(t, "changed.json"), only(live), idp.ErrStillShown},
		"removed before, and shown": {failure(404, 5, codeRemoveNoApp, "Application doesn't exist"), only(live), idp.ErrStillShown},
		"read fails":                {file(t, "changed.json"), only(page(502)), idp.ErrUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callDelete: only(tc.remove), callGet: tc.reads, callChanges: only(file(t, "changes_removed.json"))})
			err := f.platform(t).Delete(t.Context(), existing())
			if tc.kind == "" {
				if err != nil {
					t.Error(err)
				}
				return
			}
			e := refusalOf(t, err, tc.kind)
			if errors.Is(err, idp.ErrStillShown) && (!strings.Contains(e.Hint, "operators") || !strings.Contains(e.Hint, appID) || f.count(callGet) != 4) {
				t.Errorf("hint %q after %v", e.Hint, f.calls())
			}
		})
	}
}
