package keycard

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
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

// harness is a running service and a client with a management token.
type harness struct {
	*testing.T
	*Server
	clock  *clock
	faults *fault.Set
	base   string
	token  string
}

func start(t *testing.T, config Config) *harness {
	t.Helper()
	h := &harness{T: t, clock: &clock{now: time.Date(2026, 5, 4, 9, 30, 0, 123456789, time.UTC)}, faults: &fault.Set{}}
	config.Now = h.clock.Now
	h.Server = New(config, h.faults.Middleware)
	server := httptest.NewServer(h.Handler())
	t.Cleanup(server.Close)
	h.base = server.URL
	h.SetURL(server.URL)
	env := h.Environment()
	h.token = h.login(env["KEYCARD_CLIENT_ID"], env["KEYCARD_CLIENT_SECRET"])
	return h
}

func (h *harness) login(id, secret string) string {
	h.Helper()
	got := h.form("/service-account-token", id, secret, url.Values{"grant_type": {"client_credentials"}})
	got.is(http.StatusOK)
	return got.text("access_token")
}

// answer is the status and the JSON body of a response.
type answer struct {
	h      *harness
	status int
	header http.Header
	body   map[string]any
}

func (h *harness) send(r *http.Request) answer {
	h.Helper()
	r.Close = true // on a reused connection, net/http retries a request whose handler panics
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		h.Fatal(err)
	}
	defer response.Body.Close()
	raw, err := io.ReadAll(response.Body)
	if err != nil {
		h.Fatal(err)
	}
	got := answer{h: h, status: response.StatusCode, header: response.Header}
	if got.status == http.StatusNoContent {
		if len(raw) > 0 {
			h.Errorf("204 with the body %q", raw)
		}
		return got
	}
	if kind := response.Header.Get("Content-Type"); kind != "application/json" {
		h.Errorf("Content-Type is %q", kind)
	}
	if err := json.Unmarshal(raw, &got.body); err != nil {
		h.Fatalf("body %q: %v", raw, err)
	}
	return got
}

// api sends a management request; a string body is sent unchanged.
func (h *harness) api(method, path string, body any) answer {
	h.Helper()
	var raw []byte
	switch body := body.(type) {
	case nil:
	case string:
		raw = []byte(body)
	default:
		raw, _ = json.Marshal(body)
	}
	r, err := http.NewRequest(method, h.base+path, bytes.NewReader(raw))
	if err != nil {
		h.Fatal(err)
	}
	if h.token != "" {
		r.Header.Set("Authorization", "Bearer "+h.token)
	}
	return h.send(r)
}

// form sends a token request, with Basic authentication if id is not empty.
func (h *harness) form(path, id, secret string, values url.Values) answer {
	h.Helper()
	r, err := http.NewRequest(http.MethodPost, h.base+path, strings.NewReader(values.Encode()))
	if err != nil {
		h.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	if id != "" {
		r.SetBasicAuth(id, secret)
	}
	return h.send(r)
}

func (a answer) is(status int) answer {
	a.h.Helper()
	if a.status != status {
		a.h.Fatalf("status %d, want %d; body %v", a.status, status, a.body)
	}
	return a
}

// refused checks the status and all fields of an error body.
func (a answer) refused(status int, code string) answer {
	a.h.Helper()
	a.is(status)
	if a.text("code") != code || a.body["status"] != float64(status) {
		a.h.Errorf("code %v, status %v, want %s", a.body["code"], a.body["status"], code)
	}
	for _, field := range []string{"message", "request_id", "timestamp", "path"} {
		if a.text(field) == "" {
			a.h.Errorf("the error has no %s: %v", field, a.body)
		}
	}
	if _, ok := a.body["details"].([]any); !ok {
		a.h.Errorf("details is %v", a.body["details"])
	}
	return a
}

func (a answer) text(field string) string {
	text, _ := a.body[field].(string)
	return text
}

// texts returns a field of each item of a list.
func (a answer) texts(field string) []string {
	a.h.Helper()
	items, ok := a.body["items"].([]any)
	if !ok {
		a.h.Fatalf("no items in %v", a.body)
	}
	found := []string{}
	for _, item := range items {
		found = append(found, item.(map[string]any)[field].(string))
	}
	return found
}

func (a answer) under(path ...string) any {
	var value any = a.body
	for _, name := range path {
		object, _ := value.(map[string]any)
		value = object[name]
	}
	return value
}

func (h *harness) apps(suffix string) string {
	return "/zones/" + h.ZoneID() + "/applications" + suffix
}

func (h *harness) creds(suffix string) string {
	return "/zones/" + h.ZoneID() + "/application-credentials" + suffix
}

func (h *harness) zone(suffix string) string { return "/zones/" + h.ZoneID() + suffix }

// deps returns the path of an application's dependencies, or of the one on the resource.
func (h *harness) deps(applicationID string, resourceID ...string) string {
	return h.apps("/" + strings.Join(append([]string{applicationID, "dependencies"}, resourceID...), "/"))
}

// resource registers a resource with the zone's own provider and an identifier that contains the name.
func (h *harness) resource(name string, fields object) answer {
	h.Helper()
	body := object{"name": name, "identifier": "urn:test:" + name, "credential_provider_id": h.ProviderID()}
	maps.Copy(body, fields)
	return h.api("POST", h.zone("/resources"), body).is(http.StatusOK)
}

// create registers an application with an identifier that contains the name.
func (h *harness) create(name string) answer {
	h.Helper()
	return h.api("POST", h.apps(""), map[string]any{"name": name, "identifier": "urn:test:" + name}).is(http.StatusOK)
}

func (h *harness) password(applicationID string) answer {
	h.Helper()
	return h.api("POST", h.creds(""), map[string]any{"application_id": applicationID, "type": "password"}).is(http.StatusOK)
}

func (h *harness) arm(operation string, kind fault.Kind) {
	h.Helper()
	if err := h.faults.Arm(fault.Fault{Operation: operation, Kind: kind}); err != nil {
		h.Fatal(err)
	}
}

type object = map[string]any
