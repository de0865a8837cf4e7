package lerian_test

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/lerian"
)

// fixture is a server on httptest, with faults and a clock that only moves when told to.
type fixture struct {
	*lerian.Server
	t              *testing.T
	faults         *fault.Set
	auth, identity string

	mu  sync.Mutex
	now time.Time
}

func start(t *testing.T, config lerian.Config) *fixture {
	t.Helper()
	f := &fixture{t: t, faults: &fault.Set{}, now: time.Date(2026, 3, 2, 14, 5, 9, 7e6, time.UTC)}
	config.Now = f.clock
	f.Server = lerian.New(config, f.faults.Middleware)
	auth, identity := httptest.NewServer(f.Auth()), httptest.NewServer(f.Identity())
	t.Cleanup(auth.Close)
	t.Cleanup(identity.Close)
	f.auth, f.identity = auth.URL, identity.URL
	f.SetURLs(auth.URL, identity.URL)
	return f
}

func (f *fixture) clock() time.Time {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now
}

func (f *fixture) advance(d time.Duration) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.now = f.now.Add(d)
}

func (f *fixture) arm(operation string, kind fault.Kind) {
	f.t.Helper()
	if err := f.faults.Arm(fault.Fault{Operation: operation, Kind: kind}); err != nil {
		f.t.Fatal(err)
	}
}

// answer is a response whose body has been read.
type answer struct {
	status int
	header http.Header
	text   string
}

// want fails the test unless the response has the status and its body contains the text.
func (a answer) want(t *testing.T, status int, text string) answer {
	t.Helper()
	if a.status != status || !strings.Contains(a.text, text) {
		t.Fatalf("got %d %s, want %d with %q", a.status, a.text, status, text)
	}
	return a
}

func (a answer) object(t *testing.T) map[string]any {
	t.Helper()
	var object map[string]any
	if err := json.Unmarshal([]byte(a.text), &object); err != nil {
		t.Fatalf("%s: %v", a.text, err)
	}
	return object
}

func (a answer) list(t *testing.T) []map[string]any {
	t.Helper()
	var list []map[string]any
	if err := json.Unmarshal([]byte(a.text), &list); err != nil {
		t.Fatalf("%s: %v", a.text, err)
	}
	return list
}

// do sends a request; header contains pairs of names and values.
func (f *fixture) do(method, url, body string, header ...string) answer {
	f.t.Helper()
	r, err := http.NewRequestWithContext(context.Background(), method, url, bytes.NewReader([]byte(body)))
	if err != nil {
		f.t.Fatal(err)
	}
	if body != "" {
		r.Header.Set("Content-Type", "application/json")
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	response, err := http.DefaultClient.Do(r)
	if err != nil {
		f.t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		f.t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(text)}
}

func (f *fixture) login(body string) answer {
	f.t.Helper()
	return f.do("POST", f.auth+"/v1/login/oauth/access_token", body)
}

func (f *fixture) passwordLogin(u lerian.User) answer {
	f.t.Helper()
	return f.login(`{"grantType":"password","username":"` + u.Name + `","password":"` + u.Password + `"}`)
}

func (f *fixture) clientLogin(id, secret string) answer {
	f.t.Helper()
	return f.login(`{"grantType":"client_credentials","clientId":"` + id + `","clientSecret":"` + secret + `"}`)
}

func (f *fixture) token(u lerian.User) string {
	f.t.Helper()
	token, _ := f.passwordLogin(u).want(f.t, 200, "").object(f.t)["accessToken"].(string)
	return token
}

// call sends an administrator's request to Identity, with a new token.
func (f *fixture) call(method, path, body string) answer {
	f.t.Helper()
	return f.do(method, f.identity+path, body, "Authorization", "Bearer "+f.token(f.Credentials().Admin))
}

const ordinary = `{"name":"midaz","description":"Ledger job"}`

func (f *fixture) create() map[string]any {
	f.t.Helper()
	return f.call("POST", "/v1/applications", ordinary).want(f.t, 201, "").object(f.t)
}

func text(object map[string]any, key string) string {
	s, _ := object[key].(string)
	return s
}
