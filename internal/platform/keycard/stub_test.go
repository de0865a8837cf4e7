package keycard

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
)

const (
	apps    = "/zones/z/applications"
	app1    = apps + "/a1"
	creds   = "/zones/z/application-credentials"
	cred1   = creds + "/c1"
	getZone = "GET /zones/z"
	appCred = app1 + "/application-credentials"
	login1  = "POST " + tokenPath

	appBody  = `{"id":"a1","name":"n","identifier":"i","organization_id":"o","zone_id":"z","slug":"s","created_at":"2026-05-04T09:30:00.000Z"}`
	credBody = `{"id":"c1","type":"password","application_id":"a1","identifier":"client","password":"hunter2"}`
	noApp    = `{"code":"not_found","message":"Application not found","status":404}`
	noThing  = `{"code":"not_found","message":"Not found","status":404}`
	noCred   = `{"code":"not_found","message":"Application credential not found","status":404}`
	page502  = "<html><body>Bad gateway hunter2</body></html>"
)

// answer is one response of the stub. Without a status, the connection breaks.
type answer struct {
	status int
	body   string
	kind   string // content type; empty means JSON
	header map[string]string
}

// now is the current time of the stub and of the platform that uses it.
func now() time.Time { return time.Date(2026, 9, 1, 10, 0, 0, 0, time.UTC) }

func ok(body string) answer                 { return answer{status: 200, body: body} }
func says(status int, body string) answer   { return answer{status: status, body: body} }
func html(status int) answer                { return answer{status: status, body: page502, kind: "text/html"} }
func lost() answer                          { return answer{} }
func gone() answer                          { return answer{status: 204} }
func (a answer) with(name, v string) answer { a.header = map[string]string{name: v}; return a }

// stub responds to each "METHOD /path" with its answers in turn, and repeats the last one.
type stub struct {
	t       *testing.T
	server  *httptest.Server
	mu      sync.Mutex
	answers map[string][]answer
	sent    []string // "METHOD /path?query body", without logins
	logins  []string // bodies of the logins
	headers []http.Header
}

func newStub(t *testing.T, answers map[string][]answer) *stub {
	t.Helper()
	s := &stub{t: t, answers: map[string][]answer{
		login1: {ok(`{"access_token":"t1","token_type":"Bearer","expires_in":3600}`)}, getZone: {ok(`{"id":"z"}`)},
		listCred: {items(listed1("c1", "client"))},
	}}
	for call, list := range answers {
		s.answers[call] = list
	}
	s.server = httptest.NewServer(s)
	t.Cleanup(s.server.Close)
	return s
}

func (s *stub) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	a := s.take(r, string(body))
	if a.status == 0 {
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Date", now().Format(http.TimeFormat))
	if a.kind != "" {
		w.Header().Set("Content-Type", a.kind)
	}
	for name, value := range a.header {
		w.Header().Set(name, value)
	}
	w.WriteHeader(a.status)
	_, _ = io.WriteString(w, a.body)
}

func (s *stub) take(r *http.Request, body string) answer {
	s.mu.Lock()
	defer s.mu.Unlock()
	call := r.Method + " " + r.URL.EscapedPath()
	if call == login1 {
		s.logins = append(s.logins, body)
	} else {
		line := r.Method + " " + strings.TrimSpace(r.URL.RequestURI()+" "+body)
		s.sent = append(s.sent, line)
		s.headers = append(s.headers, r.Header)
	}
	list := s.answers[call]
	if len(list) == 0 {
		s.t.Errorf("unexpected request %s", call)
		return says(500, "")
	}
	if len(list) > 1 {
		s.answers[call] = list[1:]
	}
	return list[0]
}

// platform returns a platform that uses the stub and never waits. It chooses the client IDs x, xx and so on.
func (s *stub) platform(changes ...func(*Config)) *Platform {
	s.t.Helper()
	c := Config{Endpoint: s.server.URL + "/", ClientID: "me", ClientSecret: "hunter2"}
	for _, change := range changes {
		change(&c)
	}
	p, err := New(c, nowait.Transport(s.t))
	if err != nil {
		s.t.Fatal(err)
	}
	p.recovery = recovery.NewAt(nowait.Config().Pause, now)
	chosen := ""
	p.newClientID = func() string { chosen += "x"; return chosen }
	return p
}

// requests returns what was sent, without logins.
func (s *stub) requests() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return strings.Join(s.sent, "\n")
}

func lines(l ...string) string { return strings.Join(l, "\n") }

// refusal returns the *idp.Error of an operation, which must not contain a secret or a body.
func refusal(t *testing.T, err error, kind idp.Kind) *idp.Error {
	t.Helper()
	var e *idp.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v (%T), want an *idp.Error", err, err)
	}
	if !errors.Is(err, kind) {
		t.Errorf("got %v, want %q", err, kind)
	}
	if said := e.Error() + e.Hint + e.RequestID; strings.Contains(said, "hunter2") || strings.Contains(said, "<html") {
		t.Errorf("a secret or a body was shown: %s", said)
	}
	if e.Hint == "" {
		t.Errorf("%v does not say what to do", err)
	}
	return e
}

func wanted(method idp.AuthMethod) idp.Registration {
	return idp.Registration{Scope: idp.Scope{ZoneID: "z"}, Name: "n", Identifier: "i", AuthMethod: method}
}

// registered returns the application of appBody with the credential of credBody.
func registered() idp.Application {
	return idp.Application{
		Registration: wanted(idp.ClientSecretBasic), ID: "a1", OrganizationID: "o", Slug: "s", CreatedAt: "2026-05-04T09:30:00.000Z",
		ClientID: "client", ClientSecret: "hunter2", CredentialID: "c1",
	}
}

// bare returns registered without its credential.
func bare(method idp.AuthMethod) idp.Application {
	app := registered()
	app.AuthMethod, app.ClientID, app.ClientSecret, app.CredentialID = method, "", "", ""
	return app
}
