package lerian

import (
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestDelete_ConfirmedByPlatform_Succeeds(t *testing.T) {
	tests := map[string]*answers{
		"removed":        {status: 204},
		"gone already":   {status: 404, kind: jsonType, body: `{"code":"IDE-1001"}`},
		"gone (problem)": {status: 404, kind: problemType, body: `{"type":"https://errors.lerian.studio/v1/IDE-1001"}`},
	}
	for name, answer := range tests {
		t.Run(name, func(t *testing.T) {
			p := connect(t, answer)
			if err := p.Delete(t.Context(), seenBy(p, kept)); err != nil {
				t.Error(err)
			}
		})
	}
}

// An application that is wrongly taken for deleted remains, with credentials that work.
func TestDelete_NotConfirmed_Fails(t *testing.T) {
	tests := map[string]struct {
		answer *answers
		kind   idp.Kind
		hint   string
	}{
		"a proxy's page":       {&answers{status: 200, kind: htmlType, body: page}, idp.ErrUnexpected, "lerian.identity_endpoint"},
		"another success":      {&answers{status: 200, kind: jsonType, body: `{}`}, idp.ErrUnexpected, "lerian.identity_endpoint"},
		"wrong endpoint":       {&answers{status: 404, kind: htmlType, body: page}, idp.ErrUnexpected, "lerian.identity_endpoint"},
		"forbidden":            {&answers{status: 403, kind: textType, body: "Forbidden"}, idp.ErrForbidden, "admin group"},
		"internal error":       {&answers{status: 500, kind: jsonType, body: `{"code":"IDE-0006"}`}, idp.ErrUnavailable, ""},
		"connection is broken": {&answers{}, idp.ErrUnavailable, "network"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			refusedAs(t, connect(t, tc.answer).Delete(t.Context(), kept), tc.kind, tc.hint)
		})
	}
}

func TestUpdateIsRefusedAndChangesNothing(t *testing.T) {
	answer := &answers{status: 200}
	after := wanted
	after.Description = "Hourly"
	app, err := connect(t, answer).Update(t.Context(), idp.Change{Before: kept, After: after})
	refusedAs(t, err, idp.ErrInvalid, "-replace")
	if app.ID != kept.ID || app.Description != kept.Description || app.ClientSecret != kept.ClientSecret {
		t.Error("the application is not what it was before")
	}
	if n := answer.count.Load(); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}
