package lerian

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// collect returns the applications that a list yields before its error.
func collect(t *testing.T, p *Platform) (listed []idp.Application, err error) {
	t.Helper()
	for app, err := range idp.List(t.Context(), p, idp.Scope{}) {
		if err != nil {
			return listed, err
		}
		listed = append(listed, app)
	}
	return listed, nil
}

const listBody = `[
	{"id":"app-lerian","name":"Lerian","clientId":"built-in","clientSecret":"hunter2"},
	{"id":"","name":"midaz"},
	{"id":"1","name":"midaz","description":"d","clientId":"c","clientSecret":"hunter2","createdAt":"2026-01-02T03:04:05Z"}
]`

func TestPage_MarksBuiltInApplicationAndOmitsSecrets(t *testing.T) {
	p := connect(t, &answers{status: http.StatusOK, kind: jsonType, body: listBody})
	want := idp.Application{
		Registration: idp.Registration{Name: "midaz", Description: "d", AuthMethod: idp.ClientSecretPost},
		ID:           "1", ClientID: "c", CreatedAt: "2026-01-02T03:04:05Z",
	}
	own := idp.Application{
		Registration: idp.Registration{Name: "Lerian", AuthMethod: idp.ClientSecretPost},
		ID:           "app-lerian", ClientID: "built-in", Unmanaged: "Access Manager's own",
	}
	listed, err := collect(t, p)
	if diff := cmp.Diff([]idp.Application{seenBy(p, own), seenBy(p, want)}, listed); diff != "" || err != nil {
		t.Error(err, diff)
	}
	page, err := p.Page(t.Context(), idp.Scope{}, "") // a page keeps the secret, for comparison with a known one
	if err != nil || page.Next != "" || len(page.Applications) != 2 || page.Applications[1].ClientSecret.Reveal() != "hunter2" {
		t.Errorf("%d applications, %v", len(page.Applications), err)
	}
}

func TestList_EmptyOrNotFound_ReturnsNone(t *testing.T) {
	for name, a := range map[string]*answers{
		"an empty list": {status: 200, kind: jsonType, body: `[]`},
		"not found":     {status: 404, kind: jsonType, body: `{"code":"IDE-1002","title":"No Applications Found"}`},
	} {
		t.Run(name, func(t *testing.T) {
			if listed, err := collect(t, connect(t, a)); err != nil || len(listed) != 0 {
				t.Errorf("%d applications, %v", len(listed), err)
			}
		})
	}
}

func TestList_Fails_ExplainsError(t *testing.T) {
	for name, tc := range map[string]struct {
		answer *answers
		kind   idp.Kind
	}{
		"another not found":  {&answers{status: 404, kind: textType, body: "Cannot GET /v1/applications"}, idp.ErrUnexpected},
		"this one not found": {&answers{status: 404, kind: jsonType, body: `{"code":"IDE-1001"}`}, idp.ErrUnexpected},
		"web page":           {&answers{status: 200, kind: htmlType, body: page}, idp.ErrUnexpected},
		"null":               {&answers{status: 200, kind: jsonType, body: `null`}, idp.ErrUnexpected},
		"an object":          {&answers{status: 200, kind: jsonType, body: `{"items":[]}`}, idp.ErrUnexpected},
		"forbidden":          {&answers{status: 403, kind: textType, body: "Forbidden"}, idp.ErrForbidden},
		"broken":             {&answers{}, idp.ErrUnavailable},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := collect(t, connect(t, tc.answer))
			if e := refusedAs(t, err, tc.kind); e.Hint == "" && tc.kind == idp.ErrUnexpected {
				t.Errorf("%v does not say what to do", err)
			}
		})
	}
}
