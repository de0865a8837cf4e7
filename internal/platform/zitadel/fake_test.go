package zitadel

import (
	"cmp"
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/uuid"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// The calls for one application, as routes of the fake server.
const (
	callCreate     = "POST /zitadel.application.v2.ApplicationService/CreateApplication"
	callCreateV1   = "POST /management/v1/projects/p1/apps/api"
	callProject    = "GET /management/v1/projects/p1"
	callSearch     = "POST /management/v1/projects/p1/apps/_search"
	callGet        = "GET /management/v1/projects/p1/apps/311000000000000101"
	callRename     = "PUT /management/v1/projects/p1/apps/311000000000000101"
	callConfig     = "PUT /management/v1/projects/p1/apps/311000000000000101/api_config"
	callSecret     = "POST /management/v1/projects/p1/apps/311000000000000101/api_config/_generate_client_secret"
	callDeactivate = "POST /management/v1/projects/p1/apps/311000000000000101/_deactivate"
	callReactivate = "POST /management/v1/projects/p1/apps/311000000000000101/_reactivate"
	callChanges    = "POST /management/v1/projects/p1/apps/311000000000000101/changes/_search"
	callDelete     = "DELETE /management/v1/projects/p1/apps/311000000000000101"
	callDiscovery  = "GET /.well-known/openid-configuration"
	callToken      = "POST /oauth/v2/token"
)

const appID = "311000000000000101"

// otherID is the second ID that a platform in tests chooses.
const otherID = "311000000000000201"

// onOther returns the call for the application with that ID.
func onOther(call string) string { return strings.Replace(call, appID, otherID, 1) }

func scope() idp.Scope { return idp.Scope{ProjectID: "p1"} }

func wanted() idp.Registration {
	return idp.Registration{Scope: scope(), Name: "billing-api", AuthMethod: idp.ClientSecretBasic}
}

func existing() idp.Application {
	registration := wanted()
	registration.Type = idp.TypeAPI
	return idp.Application{
		Registration: registration, ID: appID, ClientID: "311000000000000102", ClientSecret: "old-secret",
		OrganizationID: "311000000000000001", CreatedAt: "2026-09-01T10:00:00.123456Z",
	}
}

// routes are the responses of a fake server, by method and path. The second response is for the second call, and so on; the
// last one is repeated.
type routes map[string][]http.HandlerFunc

// fake is a server that plays an instance, and records the calls.
type fake struct {
	*httptest.Server
	t      *testing.T
	routes routes

	mu   sync.Mutex
	made []string
}

func serve(t *testing.T, r routes) *fake {
	t.Helper()
	f := &fake{t: t, routes: r}
	if r == nil {
		f.routes = routes{}
	}
	if f.routes[callProject] == nil {
		f.routes[callProject] = only(thatProject)
	}
	f.Server = httptest.NewServer(f)
	t.Cleanup(f.Close)
	return f
}

func (f *fake) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	call := r.Method + " " + r.URL.Path
	f.mu.Lock()
	f.made = append(f.made, call)
	answers := f.routes[call]
	if len(answers) > 1 {
		f.routes[call] = answers[1:]
	}
	f.mu.Unlock()
	if len(answers) == 0 {
		f.t.Errorf("unexpected call %s", call)
		w.WriteHeader(http.StatusTeapot)
		return
	}
	answers[0](w, r)
}

// count returns the number of times that a call was made.
func (f *fake) count(call string) int {
	f.mu.Lock()
	defer f.mu.Unlock()
	n := 0
	for _, c := range f.made {
		if c == call {
			n++
		}
	}
	return n
}

func (f *fake) calls() []string {
	f.mu.Lock()
	defer f.mu.Unlock()
	return slices.Clone(f.made)
}

func (f *fake) platform(t *testing.T) *Platform {
	t.Helper()
	return platform(t, Config{Endpoint: f.URL, AccessToken: "pat"})
}

func platform(t *testing.T, c Config) *Platform {
	t.Helper()
	return platformOver(t, c, nowait.Config())
}

func platformOver(t *testing.T, c Config, over transport.Config) *Platform {
	t.Helper()
	tr, err := transport.New(over)
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(c, tr)
	if err != nil {
		t.Fatal(err)
	}
	ids := []string{appID, otherID}
	p.newID = func() string {
		if len(ids) == 0 {
			return uuid.NewString()
		}
		id := ids[0]
		ids = ids[1:]
		return id
	}
	return p
}

// thatProject returns the requested project as one of the request's organization.
func thatProject(w http.ResponseWriter, r *http.Request) {
	owner := cmp.Or(r.Header.Get("X-Zitadel-Orgid"), "311000000000000001")
	reply(http.StatusOK, `{"project":{"id":"p1", "details":{"resourceOwner":"`+owner+`"}, "state":"PROJECT_STATE_ACTIVE", "name":"billing"}}`)(w, r)
}

func body(status int, kind, text string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", kind)
		w.Header().Set("X-Request-Id", "request-1")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(text))
	}
}

func reply(status int, text string) http.HandlerFunc { return body(status, "application/json", text) }

func file(t *testing.T, name string) http.HandlerFunc {
	return reply(http.StatusOK, string(testdata(t, name)))
}

// failure returns an error response of the API.
func failure(status, code int, id, message string) http.HandlerFunc {
	return reply(status, `{"code":`+strconv.Itoa(code)+`, "message":"`+message+` (`+id+`)", "details":[{"@type":"type.googleapis.com/zitadel.v1.ErrorDetail", "id":"`+
		id+`", "message":"`+message+`"}]}`)
}

// page returns the response of a proxy.
func page(status int) http.HandlerFunc {
	return body(status, "text/html; charset=utf-8", "<html>Bad <b>gateway</b> secret-of-the-proxy</html>")
}

// lost closes the connection without a response.
func lost(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

// cut sends less than its Content-Length.
func cut(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	w.Header().Set("Content-Length", "500")
	_, _ = w.Write([]byte(`{"appId":"3110000`))
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}

func only(h ...http.HandlerFunc) []http.HandlerFunc { return h }

// refusalOf checks the kind of an error, and that none of its texts contains a secret.
func refusalOf(t *testing.T, err error, kind idp.Kind) *idp.Error {
	t.Helper()
	var e *idp.Error
	if !errors.As(err, &e) || e.Kind != kind {
		t.Fatalf("got %v, want %q", err, kind)
	}
	for _, hidden := range []string{"secret-of-the-proxy", "old-secret", "pat\n", "Bearer", "<html"} {
		if strings.Contains(err.Error()+e.Hint, hidden) {
			t.Errorf("%q is in the error: %v; %s", hidden, err, e.Hint)
		}
	}
	return e
}

// times returns the same response for each of n calls.
func times(n int, h http.HandlerFunc) []http.HandlerFunc { return slices.Repeat(only(h), n) }
