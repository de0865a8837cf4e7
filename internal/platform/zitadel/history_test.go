package zitadel

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// A read returns "not found". The history shows whether that is true.
func TestAbsenceIsConfirmedByTheHistory(t *testing.T) {
	denied := failure(404, 5, codeNoApp, "Errors.App.NotExisting")
	for name, tc := range map[string]struct {
		read    []http.HandlerFunc
		past    http.HandlerFunc
		kind    idp.Kind // "" means that the application is read
		message string
	}{
		"removed":                  {only(denied), file(t, "changes_removed.json"), idp.ErrNotFound, "admin-sa removed it at 2026-09-02T11:30:00.5Z"},
		"removed by nobody named":  {only(denied), reply(200, `{"result":[{"changeDate":"2026-09-02T11:30:00Z","eventType":{"key":"EventTypes.project.application.removed"}}]}`), idp.ErrNotFound, "somebody removed it"},
		"never there":              {only(denied), reply(200, `{}`), idp.ErrNotFound, ""},
		"lost by the reads":        {only(denied), file(t, "changes_live.json"), idp.ErrHidden, ""},
		"with a long history":      {only(denied), reply(200, `{"result":[{"changeDate":"x","eventType":{"key":"EventTypes.project.application.changed"}}]}`), idp.ErrHidden, ""},
		"denied for a moment":      {only(denied, file(t, "get_app_basic.json")), file(t, "changes_live.json"), "", ""},
		"history is down":          {only(denied), page(502), idp.ErrUnavailable, ""},
		"history is a page":        {only(denied), page(200), idp.ErrUnexpected, ""},
		"history is not permitted": {only(denied), failure(403, 7, "AUTH-3jknH", "No matching permissions found"), idp.ErrForbidden, ""},
		"history knows no route":   {only(denied), reply(404, `{"code":5, "message":"Not Found"}`), idp.ErrUnexpected, ""},
	} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callGet: tc.read, callChanges: only(tc.past)})
			got, err := f.platform(t).Get(t.Context(), existing())
			if tc.kind == "" {
				if err != nil || got.ID != appID {
					t.Errorf("got ID %q, %v", got.ID, err)
				}
				return
			}
			if e := refusalOf(t, err, tc.kind); !strings.Contains(e.Message, tc.message) || e.Removal != strings.Contains(tc.message, "removed it") {
				t.Errorf("got message %q, want %q in it; shows the removal: %t", e.Message, tc.message, e.Removal)
			}
		})
	}
}

func TestGet_NewApplicationNotFound_IsRetried(t *testing.T) {
	denied := failure(404, 5, codeNoApp, "Errors.App.NotExisting")
	for name, tc := range map[string]struct {
		age   time.Duration
		reads int
	}{"young": {time.Second, 5}, "old": {time.Hour, 2}} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callGet: only(denied), callChanges: only(file(t, "changes_live.json"))})
			known := existing()
			known.CreatedAt = time.Now().Add(-tc.age).UTC().Format(time.RFC3339)
			_, err := f.platform(t).Get(t.Context(), known)
			if refusalOf(t, err, idp.ErrHidden); f.count(callGet) != tc.reads {
				t.Errorf("%d reads, want %d", f.count(callGet), tc.reads)
			}
		})
	}
}
