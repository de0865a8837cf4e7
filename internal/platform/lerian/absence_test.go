package lerian

import (
	"net/http"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestAbsenceIsConfirmedByAnotherRead(t *testing.T) {
	denied := coded(404, "IDE-1001")
	there := &answers{status: 200, kind: jsonType, body: createdBody}
	young := kept
	young.CreatedAt = time.Now().UTC().Format(time.RFC3339)
	for name, tc := range map[string]struct {
		known idp.Application
		read  []http.Handler
		kind  idp.Kind
		n     int
	}{
		"denied twice":             {kept, []http.Handler{denied}, idp.ErrNotFound, 2},
		"denied for a moment":      {kept, []http.Handler{denied, there}, "", 2},
		"denied, then a proxy":     {kept, []http.Handler{denied, &answers{status: 404, kind: htmlType, body: page}}, idp.ErrUnexpected, 2},
		"young, and not heard of":  {young, []http.Handler{denied}, idp.ErrNotFound, 5},
		"young, and heard of late": {young, []http.Handler{denied, denied, denied, there}, "", 4},
	} {
		t.Run(name, func(t *testing.T) {
			s := &script{read: tc.read}
			p := connect(t, s)
			app, err := p.Get(t.Context(), seenBy(p, tc.known))
			if tc.kind != "" {
				refusedAs(t, err, tc.kind)
			} else if err != nil || app.ID != kept.ID {
				t.Error(err)
			}
			if s.count("GET") != tc.n {
				t.Errorf("%d reads, want %d", s.count("GET"), tc.n)
			}
		})
	}
}

func TestDelete_False404_IsRetried(t *testing.T) {
	there := &answers{status: 200, kind: jsonType, body: createdBody}
	s := &script{remove: []http.Handler{coded(404, "IDE-1001"), &answers{status: 204}}, read: []http.Handler{there}}
	if err := connect(t, s).Delete(t.Context(), kept); err != nil || s.count("DELETE") != 2 {
		t.Errorf("%v after %v", err, s.sent)
	}
	s = &script{remove: []http.Handler{coded(404, "IDE-1001")}, read: []http.Handler{there}}
	refusedAs(t, connect(t, s).Delete(t.Context(), kept), idp.ErrNotFound, "Apply again")
}

func TestUpdateThatChangesNothingSendsNothing(t *testing.T) {
	s := new(script)
	app, err := connect(t, s).Update(t.Context(), idp.Change{Before: kept, After: kept.Registration})
	if err != nil || app.ID != kept.ID || len(s.sent) != 0 {
		t.Errorf("got %q, %v after %v", app.ID, err, s.sent)
	}
}
