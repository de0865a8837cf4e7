package lerian

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const createdBody = `{"id":"app-1","name":"plugin-fees","description":"Nightly","clientId":"4f1c","clientSecret":"hunter2","createdAt":"2026-03-02T14:05:09Z"}`

var wanted = idp.Registration{Name: "plugin-fees", Description: "Nightly", AuthMethod: idp.ClientSecretPost}

func TestCreate_ReturnsSecretFromResponse(t *testing.T) {
	want := idp.Application{
		Registration: wanted, ID: "app-1", ClientID: "4f1c", ClientSecret: "hunter2", CreatedAt: "2026-03-02T14:05:09Z",
	}
	tests := map[string]*answers{
		"created":            {status: 201, kind: jsonType, body: createdBody},
		"an older success":   {status: 200, kind: jsonType, body: createdBody},
		"another success":    {status: 202, kind: "", body: createdBody},
		"a wrong media type": {status: 201, kind: textType, body: createdBody},
		"more than expected": {status: 201, kind: jsonType, body: strings.Replace(createdBody, "{", `{"enabled":true,`, 1)},
		"an odd field":       {status: 201, kind: jsonType, body: strings.Replace(createdBody, `"2026-03-02T14:05:09Z"`, `"2026-03-02T14:05:09Z","name":7`, 1)},
	}
	for name, answer := range tests {
		t.Run(name, func(t *testing.T) {
			p := connect(t, answer)
			got, err := p.Create(t.Context(), wanted)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(seenBy(p, want), got); diff != "" {
				t.Errorf("application differs (-want +got):\n%s", diff)
			}
			if n := answer.count.Load(); n != 1 {
				t.Errorf("%d requests, want one", n)
			}
		})
	}
}

func TestCreateSendsNameAndDescriptionOnly(t *testing.T) {
	var sent map[string]any
	p := connect(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodPost || r.URL.Path != "/v1/applications" || r.Header.Get("Authorization") != "Bearer a-token" {
			t.Errorf("got %s %s with token %t", r.Method, r.URL.Path, r.Header.Get("Authorization") != "")
		}
		if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
			t.Error(err)
		}
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write([]byte(createdBody))
	}))
	if _, err := p.Create(t.Context(), wanted); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(map[string]any{"name": "plugin-fees", "description": "Nightly"}, sent); diff != "" {
		t.Errorf("body differs (-want +got):\n%s", diff)
	}
}

func TestCreate_ResponseWithoutSecret_NamesApplication(t *testing.T) {
	tests := map[string]string{
		"no secret":    `{"id":"app-1","clientId":"4f1c"}`,
		"secret null":  `{"id":"app-1","clientId":"4f1c","clientSecret":null}`,
		"secret empty": `{"id":"app-1","clientId":"4f1c","clientSecret":""}`,
		"no client ID": `{"id":"app-1","clientSecret":"hunter2"}`,
		"odd secret":   `{"id":"app-1","clientId":"4f1c","clientSecret":["hunter2"]}`,
	}
	for name, body := range tests {
		t.Run(name, func(t *testing.T) {
			app, err := connect(t, &answers{status: 201, kind: jsonType, body: body}).Create(t.Context(), wanted)
			e := refusedAs(t, err, idp.ErrUnexpected, "-replace")
			if app.ID != "app-1" || app.Name != "plugin-fees" || app.AuthMethod != idp.ClientSecretPost {
				t.Errorf("application %q was forgotten", app.ID)
			}
			if !strings.Contains(e.Message, "app-1") || e.RequestID != "req-1" {
				t.Errorf("message %q (request %q) does not name the application", e.Message, e.RequestID)
			}
		})
	}
}

// The list cannot be read, so the outcome of the create remains unknown.
func TestCreate_AmbiguousOutcome_IsNotRetried(t *testing.T) {
	tests := map[string]*answers{
		"connection lost":         {},
		"internal error":          {status: 500, kind: jsonType, body: `{"code":"IDE-0006","title":"Internal Server Error"}`},
		"bad gateway":             {status: 502, kind: htmlType, body: page},
		"gateway timeout":         {status: 504, kind: textType, body: "upstream timed out"},
		"a proxy's 503":           {status: 503, kind: htmlType, body: page},
		"503 without a word":      {status: 503},
		"success with a page":     {status: 200, kind: htmlType, body: page},
		"success that breaks off": {status: 201, kind: jsonType, body: createdBody[:60]},
		"success without ID":      {status: 201, kind: jsonType, body: `{"applicationCreated":` + createdBody + `}`},
		"success with an odd ID":  {status: 201, kind: jsonType, body: `{"id":7,"clientSecret":"hunter2"}`},
		"success without a body":  {status: 204},
	}
	for name, answer := range tests {
		t.Run(name, func(t *testing.T) {
			platform := &script{create: []http.Handler{answer}, list: []http.Handler{&answers{status: 200, kind: htmlType, body: page}}}
			app, err := connect(t, platform).Create(t.Context(), wanted)
			refusedAs(t, err, idp.ErrAmbiguous, `"plugin-fees"`, "remove it", "cannot be listed")
			if app.ID != "" {
				t.Errorf("got an application %q out of nothing", app.ID)
			}
			if n := answer.count.Load(); n != 1 {
				t.Errorf("%d requests, want one", n)
			}
		})
	}
}

func TestLongDescriptionIsMentionedWhenTheServerFails(t *testing.T) {
	long := wanted
	long.Description = strings.Repeat("é", 101)
	p := connect(t, &answers{status: 500, kind: jsonType, body: `{"code":"IDE-0006"}`})
	_, err := p.Create(t.Context(), long)
	refusedAs(t, err, idp.ErrAmbiguous, "this one has 101")
	_, err = p.Create(t.Context(), wanted)
	if e := refusedAs(t, err, idp.ErrAmbiguous); strings.Contains(e.Hint, "100 characters") {
		t.Errorf("a short description is blamed: %s", e.Hint)
	}
}

func TestCreate_Refused_HintsAtFix(t *testing.T) {
	coded := func(status int, code string) *answers {
		return &answers{status: status, kind: jsonType, body: `{"code":"` + code + `","title":"a title","message":"a message"}`}
	}
	tests := map[string]struct {
		answer    *answers
		kind      idp.Kind
		attribute idp.Attribute
		hint      string
		requests  int32
	}{
		"unknown product":     {coded(400, "IDE-0012"), idp.ErrInvalid, idp.AttributeName, "plugin-br-bank-transfer", 1},
		"missing fields":      {coded(400, "IDE-0001"), idp.ErrInvalid, "", "", 1},
		"forbidden":           {&answers{status: 403, kind: textType, body: "Forbidden"}, idp.ErrForbidden, "", "client ID and secret alone", 1},
		"network":             {coded(403, "AUT-0021"), idp.ErrForbidden, "", "network", 1},
		"a firewall's page":   {&answers{status: 403, kind: htmlType, body: page}, idp.ErrForbidden, "", "proxy", 1},
		"no token":            {&answers{status: 401, kind: textType, body: "Missing Token"}, idp.ErrUnauthenticated, "", "lerian.access_token", 1},
		"token as 422":        {coded(422, "AUT-0007"), idp.ErrUnauthenticated, "", "LERIAN_ACCESS_TOKEN", 1},
		"too many":            {&answers{status: 429, kind: jsonType, body: `{"code":429,"message":"rate limit exceeded"}`}, idp.ErrRateLimited, "", "100 requests", 5},
		"create is running":   {coded(503, "IDE-0064"), idp.ErrUnavailable, "", "Apply again", 5},
		"lock store is down":  {coded(503, "IDE-0065"), idp.ErrUnavailable, "", "nothing was created", 5},
		"limiter is down":     {limiterDown(), idp.ErrUnavailable, "", "", 5},
		"wrong endpoint":      {&answers{status: 404, kind: htmlType, body: page}, idp.ErrUnexpected, "", "lerian.identity_endpoint", 1},
		"a conflict":          {coded(409, "IDE-9999"), idp.ErrUnexpected, "", "", 1},
		"not found, of what?": {coded(404, "IDE-1001"), idp.ErrUnexpected, "", "lerian.identity_endpoint", 1},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			app, err := connect(t, tc.answer).Create(t.Context(), wanted)
			e := refusedAs(t, err, tc.kind, tc.hint)
			if e.Attribute != tc.attribute || e.Status != tc.answer.status || e.RequestID != "req-1" {
				t.Errorf("attribute %q, status %d, request %q", e.Attribute, e.Status, e.RequestID)
			}
			if n := tc.answer.count.Load(); n != tc.requests || app.ID != "" {
				t.Errorf("%d requests, application %q; want %d and none", n, app.ID, tc.requests)
			}
		})
	}
}

func TestRedirectOfACreateIsNotFollowed(t *testing.T) {
	p := connect(t, http.RedirectHandler("https://elsewhere.example.com/", http.StatusTemporaryRedirect))
	_, err := p.Create(t.Context(), wanted)
	refusedAs(t, err, idp.ErrUnexpected, "redirect")
}

func TestCreate_ConnectionRefused_IsUnavailable(t *testing.T) {
	p := platform(t, Config{IdentityEndpoint: "http://127.0.0.1:1", AccessToken: "a-token"})
	_, err := p.Create(t.Context(), wanted)
	refusedAs(t, err, idp.ErrUnavailable, "endpoint")
}

func TestNameAndDescriptionMustNotBeEmpty(t *testing.T) {
	for _, attribute := range []idp.Attribute{idp.AttributeName, idp.AttributeDescription} {
		rule := Capabilities().Rules[attribute]
		if !rule.Required || rule.Check("") == "" || rule.Check(" ") == "" {
			t.Errorf("%s may be left out or empty", attribute)
		}
	}
}

// The provider enforces no limits, because Lerian does not document any.
func TestCapabilities_NameAndDescription_HaveNoLengthLimit(t *testing.T) {
	for _, attribute := range []idp.Attribute{idp.AttributeName, idp.AttributeDescription} {
		if wrong := Capabilities().Rules[attribute].Check(strings.Repeat("x", 5000)); wrong != "" {
			t.Errorf("%s %s", attribute, wrong)
		}
	}
}
