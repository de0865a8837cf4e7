package lerian

import (
	"net/http"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

var kept = idp.Application{
	Registration: wanted, ID: "app-1", ClientID: "4f1c", ClientSecret: "a-secret", CreatedAt: "2026-03-02T14:05:09Z",
}

func readBody(secret string) string {
	return strings.Replace(createdBody, `"clientSecret":"hunter2",`, secret, 1)
}

func TestReadKeepsTheSecretThatServersDoNotShow(t *testing.T) {
	drifted := kept
	drifted.ClientSecret = "another"
	imported := kept
	imported.ClientSecret = ""
	tests := map[string]struct {
		known idp.Application
		body  string
		want  idp.Application
	}{
		"absent":              {kept, readBody(""), kept},
		"null":                {kept, readBody(`"clientSecret":null,`), kept},
		"empty":               {kept, readBody(`"clientSecret":"",`), kept},
		"the same":            {kept, readBody(`"clientSecret":"a-secret",`), kept},
		"another":             {kept, readBody(`"clientSecret":"another",`), drifted},
		"import":              {idp.Application{ID: "app-1"}, readBody(""), imported},
		"import from 3.9":     {idp.Application{ID: "app-1"}, readBody(`"clientSecret":"a-secret",`), kept},
		"an answer with less": {kept, `{"id":"app-1"}`, kept},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p := connect(t, &answers{status: 200, kind: jsonType, body: tc.body})
			got, err := p.Get(t.Context(), tc.known)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(seenBy(p, tc.want), got); diff != "" {
				t.Errorf("application differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadShowsDrift(t *testing.T) {
	body := `{"id":"app-1","name":"midaz","description":"","clientId":"ffff","createdAt":"2026-03-02T14:05:09.000Z"}`
	got, err := connect(t, &answers{status: 200, kind: jsonType, body: body}).Get(t.Context(), kept)
	if err != nil {
		t.Fatal(err)
	}
	if got.Name != "midaz" || got.Description != "" || got.ClientID != "ffff" || got.CreatedAt != "2026-03-02T14:05:09.000Z" {
		t.Errorf("drift was hidden: name %q, description %q, client ID %q, created %q", got.Name, got.Description, got.ClientID, got.CreatedAt)
	}
}

// An application that is wrongly taken for gone is created again, and clients of the first one can no longer authenticate.
func TestGet_NotFound_RequiresPlatformError(t *testing.T) {
	tests := map[string]struct {
		answer *answers
		kind   idp.Kind
		hint   string
	}{
		"gone":                      {&answers{status: 404, kind: jsonType, body: `{"code":"IDE-1001","title":"Application ID Not Found"}`}, idp.ErrNotFound, ""},
		"gone, in problem details":  {&answers{status: 404, kind: problemType, body: `{"type":"https://errors.lerian.studio/v1/IDE-1001","detail":"none"}`}, idp.ErrNotFound, ""},
		"another code":              {&answers{status: 404, kind: jsonType, body: `{"code":"IDE-1003"}`}, idp.ErrUnexpected, "lerian.identity_endpoint"},
		"no code":                   {&answers{status: 404, kind: jsonType, body: `{"message":"Not Found"}`}, idp.ErrUnexpected, "lerian.identity_endpoint"},
		"a page":                    {&answers{status: 404, kind: htmlType, body: page}, idp.ErrUnexpected, "lerian.identity_endpoint"},
		"text":                      {&answers{status: 404, kind: textType, body: "404 page not found"}, idp.ErrUnexpected, "lerian.identity_endpoint"},
		"nothing":                   {&answers{status: 404}, idp.ErrUnexpected, "lerian.identity_endpoint"},
		"the code, another status":  {&answers{status: 410, kind: jsonType, body: `{"code":"IDE-1001"}`}, idp.ErrUnexpected, ""},
		"success with a page":       {&answers{status: 200, kind: htmlType, body: page}, idp.ErrUnexpected, "lerian.identity_endpoint"},
		"success that breaks off":   {&answers{status: 200, kind: jsonType, body: createdBody[:50]}, idp.ErrUnexpected, "lerian.identity_endpoint"},
		"success without an ID":     {&answers{status: 200, kind: jsonType, body: `{}`}, idp.ErrUnexpected, "lerian.identity_endpoint"},
		"success with the list":     {&answers{status: 200, kind: jsonType, body: `[` + createdBody + `]`}, idp.ErrUnexpected, "lerian.identity_endpoint"},
		"success about another":     {&answers{status: 200, kind: jsonType, body: `{"id":"app-2"}`}, idp.ErrUnexpected, "lerian.identity_endpoint"},
		"success without a body":    {&answers{status: 204}, idp.ErrUnexpected, "lerian.identity_endpoint"},
		"malformed ID":              {&answers{status: 400, kind: jsonType, body: `{"code":"IDE-0003"}`}, idp.ErrInvalid, ""},
		"forbidden":                 {&answers{status: 403, kind: textType, body: "Forbidden"}, idp.ErrForbidden, "admin group"},
		"internal error":            {&answers{status: 500, kind: jsonType, body: `{"code":"IDE-0006"}`}, idp.ErrUnavailable, ""},
		"backend is down":           {&answers{status: 503, kind: problemType, body: `{"type":"https://errors.lerian.studio/v1/IDE-0066"}`}, idp.ErrUnavailable, "operators"},
		"connection lost each time": {&answers{}, idp.ErrUnavailable, "network"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			p := connect(t, tc.answer)
			_, err := p.Get(t.Context(), seenBy(p, kept))
			e := refusedAs(t, err, tc.kind, tc.hint)
			if e.Status != tc.answer.status {
				t.Errorf("status %d, want %d", e.Status, tc.answer.status)
			}
		})
	}
}

func TestIDsThatAreOtherPathsAreNotSent(t *testing.T) {
	answer := &answers{status: 200, kind: jsonType, body: `[]`}
	p := connect(t, answer)
	for _, id := range []string{"", ".", "..", "../users", `a\b`, "a/providers/b", "a%2Fb", "a?b", "a#b", "a b", "a\n", "a\u00a0b", "a\x00", "\u0085"} {
		_, err := p.Get(t.Context(), idp.Application{ID: id})
		refusedAs(t, err, idp.ErrInvalid, "lerian/<application_id>")
		refusedAs(t, p.Delete(t.Context(), idp.Application{ID: id}), idp.ErrInvalid)
	}
	if n := answer.count.Load(); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}

func TestOddIDIsEscaped(t *testing.T) {
	const id = `a:b+c@d;e="é&{}`
	p := connect(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v1/applications/"+id || r.URL.RawQuery != "" {
			t.Errorf("sent to %q, query %q", r.URL.Path, r.URL.RawQuery)
		}
		w.Header().Set("Content-Type", jsonType)
		_, _ = w.Write([]byte(`{"id":` + strconv.Quote(id) + `}`))
	}))
	if _, err := p.Get(t.Context(), idp.Application{ID: id}); err != nil {
		t.Error(err)
	}
}

func TestBuiltInApplication_IsRefusedWithoutRequests(t *testing.T) {
	answer := &answers{status: 204}
	p := connect(t, answer)
	_, err := p.Get(t.Context(), idp.Application{ID: "app-lerian"})
	refusedAs(t, err, idp.ErrInvalid)
	known := idp.Application{ID: "app-lerian", Registration: wanted}
	refusedAs(t, p.Delete(t.Context(), known), idp.ErrInvalid)
	if n := answer.count.Load(); n != 0 {
		t.Errorf("%d requests were sent", n)
	}
}
