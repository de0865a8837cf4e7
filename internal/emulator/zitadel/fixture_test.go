package zitadel

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// clock only moves when told to.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// fixture is a running instance with its clock and faults.
type fixture struct {
	*testing.T
	server *Server
	url    string
	clock  *clock
	faults *fault.Set
	client *http.Client
}

func start(t *testing.T, config Config) fixture {
	t.Helper()
	f := fixture{T: t, clock: &clock{now: time.Date(2026, 9, 1, 10, 0, 0, 123456789, time.UTC)}, faults: &fault.Set{}}
	config.Now = f.clock.Now
	f.server = New(config, f.faults.Middleware)
	web := httptest.NewServer(f.server.Handler())
	t.Cleanup(web.Close)
	f.url = web.URL
	f.server.SetURL(web.URL)
	f.client = web.Client()
	f.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return f
}

// answer is a response, decoded if it is JSON.
type answer struct {
	status int
	header http.Header
	text   string
	body   map[string]any
}

// at returns a value of the body by its path, with names separated by dots.
func (a answer) at(path string) any {
	var value any = a.body
	for name := range strings.SplitSeq(path, ".") {
		object, _ := value.(map[string]any)
		value = object[name]
	}
	return value
}

func (a answer) string(path string) string {
	text, _ := a.at(path).(string)
	return text
}

// id returns the error ID of the details, "" if there is none.
func (a answer) id() string {
	list, _ := a.body["details"].([]any)
	if len(list) == 0 {
		return ""
	}
	detail, _ := list[0].(map[string]any)
	id, _ := detail["id"].(string)
	return id
}

func (a answer) list(path string) []map[string]any {
	items, _ := a.at(path).([]any)
	list := make([]map[string]any, 0, len(items))
	for _, item := range items {
		object, _ := item.(map[string]any)
		list = append(list, object)
	}
	return list
}

func (f fixture) send(r *http.Request) answer {
	f.Helper()
	response, err := f.client.Do(r)
	if err != nil {
		f.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		f.Fatal(err)
	}
	a := answer{status: response.StatusCode, header: response.Header, text: string(text)}
	_ = json.Unmarshal(text, &a.body)
	return a
}

func (f fixture) decode(a answer, into any) {
	f.Helper()
	if err := json.Unmarshal([]byte(a.text), into); err != nil {
		f.Fatal(err)
	}
}

func (f fixture) request(method, path, body string) *http.Request {
	f.Helper()
	r, err := http.NewRequestWithContext(f.Context(), method, f.url+path, strings.NewReader(body))
	if err != nil {
		f.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+f.server.AccessToken())
	return r
}

// apps sends a request about the default project's applications, as the owner.
func (f fixture) apps(method, path, body string) answer {
	f.Helper()
	return f.send(f.request(method, f.path(path), body))
}

func (f fixture) path(path string) string {
	return "/management/v1/projects/" + f.server.ProjectID() + "/apps" + path
}

// as sends a request like apps, with another token and optionally another organization.
func (f fixture) as(token, organization, method, path, body string) answer {
	f.Helper()
	r := f.request(method, path, body)
	r.Header.Set("Authorization", "Bearer "+token)
	if organization != "" {
		r.Header.Set("x-zitadel-orgid", organization)
	}
	return f.send(r)
}

func (f fixture) form(path string, values url.Values, basic ...string) answer {
	f.Helper()
	r := f.request(http.MethodPost, path, values.Encode())
	r.Header.Del("Authorization")
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if len(basic) == 2 {
		r.SetBasicAuth(url.QueryEscape(basic[0]), url.QueryEscape(basic[1]))
	}
	return f.send(r)
}

// created is an application created through the API.
type created struct{ id, clientID, secret string }

func (f fixture) create(name string) created {
	f.Helper()
	return f.createWith(`{"name":"` + name + `"}`)
}

func (f fixture) createWith(body string) created {
	f.Helper()
	a := f.apps("POST", "/api", body)
	f.want(a, 200, "")
	return created{id: a.string("appId"), clientID: a.string("clientId"), secret: a.string("clientSecret")}
}

func (f fixture) arm(operation string, kind fault.Kind) {
	f.Helper()
	if err := f.faults.Arm(fault.Fault{Operation: "zitadel." + operation, Kind: kind}); err != nil {
		f.Fatal(err)
	}
}

// want checks the status and the error ID.
func (f fixture) want(a answer, status int, id string) {
	f.Helper()
	if a.status != status || a.id() != id {
		f.Errorf("answer %d %q, want %d %q: %s", a.status, a.id(), status, id, a.text)
	}
	if a.header.Get("X-Request-Id") == "" {
		f.Error("answer without X-Request-Id")
	}
}

func (f fixture) equal(what string, got, want any) {
	f.Helper()
	if got != want {
		f.Errorf("%s = %v, want %v", what, got, want)
	}
}

const unknownID = "400000000000000001"
