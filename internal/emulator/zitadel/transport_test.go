package zitadel

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestRouting(t *testing.T) {
	f := start(t, Config{})
	for _, c := range []struct {
		name, method, path string
		status             int
		message            string
		code               float64
	}{
		{"unknown path", "GET", "/management/v1/nothing", 404, "Not Found", 5},
		{"wrong root", "POST", "/v2/applications", 404, "Not Found", 5},
		{"trailing slash", "GET", f.path("/" + unknownID + "/"), 404, "Not Found", 5},
		{"slash in an id", "GET", f.path("/a%2Fb"), 404, "Not Found", 5},
		{"wrong verb", "PATCH", f.path("/" + unknownID), 405, "Method Not Allowed", 12},
		{"DELETE of a state", "DELETE", f.path("/" + unknownID + "/_deactivate"), 405, "Method Not Allowed", 12},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := f.send(f.request(c.method, c.path, ""))
			f.want(a, c.status, "")
			f.equal("message", a.at("message"), c.message)
			f.equal("code", a.at("code"), c.code)
			if _, ok := a.body["details"]; ok {
				t.Error("a route error has no details")
			}
		})
	}
}

func TestOtherRoutes(t *testing.T) {
	f := start(t, Config{})
	app := f.create("orders")
	f.want(f.apps("HEAD", "/"+app.id, ""), 405, "")
	a := f.send(f.request("GET", "/oauth/v2/token", ""))
	f.equal("token endpoint", a.status, 400)
	f.equal("description", a.string("error_description"), "grant_type missing")
	f.equal("root", f.send(f.request("GET", "/", "")).status, 302)
	f.equal("health", f.send(f.request("GET", "/management/v1/healthz", "")).status, 200)
	ready := f.send(f.request("GET", "/debug/ready", ""))
	f.equal("ready", ready.header.Get("Content-Type"), "application/json")
}

func TestEmptyPathSegmentRedirects(t *testing.T) {
	f := start(t, Config{})
	a := f.send(f.request("POST", "/management/v1/projects//apps/api?a=b", "{}"))
	f.want(a, 301, "")
	f.equal("Location", a.header.Get("Location"), "/management/v1/projects/apps/api?a=b")
}

func TestHealth(t *testing.T) {
	f := start(t, Config{})
	for path, want := range map[string]string{"/debug/healthz": "ok", "/debug/ready": `"ok"`} {
		r := f.request("GET", path, "")
		r.Host = "elsewhere"
		a := f.send(r)
		f.equal(path+" status", a.status, 200)
		f.equal(path, a.text, want)
	}
}

func TestRouting_OtherHost_IsNotFound(t *testing.T) {
	f := start(t, Config{})
	own := strings.TrimPrefix(f.url, "http://")
	name, _, _ := strings.Cut(own, ":")
	for _, c := range []struct {
		name, host, header string
		found              bool
	}{
		{"own", own, "", true},
		{"localhost", "localhost:8080", "", false},
		{"without port", name, "", false},
		{"named by header", "localhost", own, true},
		{"named by header without port", "localhost", name, true},
		{"header names another", own, "elsewhere", false},
	} {
		for _, path := range []string{f.path("/_search"), "/oauth/v2/introspect", "/oauth/v2/token"} {
			t.Run(c.name+" "+path, func(t *testing.T) {
				r := f.request("POST", path, "")
				r.Header.Del("Authorization") // the host is checked first
				r.Host = c.host
				if c.header != "" {
					r.Header.Set("x-zitadel-instance-host", c.header)
				}
				a := f.send(r)
				f.equal("found", a.status != 404, c.found)
				if !c.found && !strings.Contains(a.text, "QUERY-1kIjX Message=Instance not found") {
					t.Errorf("answer %s", a.text)
				}
				if isJSON := a.body != nil; !c.found && isJSON != strings.HasPrefix(path, "/management") {
					t.Errorf("only the API answers in JSON: %s", a.text)
				}
			})
		}
	}
}

func TestWithoutURLNothingIsFound(t *testing.T) {
	s := New(Config{}, nil)
	s.SetURL("http://bad url")
	w := httptest.NewRecorder()
	s.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/.well-known/openid-configuration", nil))
	if w.Code != http.StatusNotFound {
		t.Errorf("status %d", w.Code)
	}
}

func TestWhiteSpaceVaries(t *testing.T) {
	f := start(t, Config{})
	seen := map[bool]bool{}
	for range 3 {
		a := f.apps("GET", "/"+unknownID, "")
		seen[strings.Contains(a.text, `"code": 5, "`)] = true
		if !strings.Contains(a.text, `5, "message":`) {
			t.Errorf("no space after the comma: %s", a.text)
		}
	}
	if len(seen) != 2 {
		t.Error("the white space is always the same")
	}
	if got := string(spaced([]byte(`{"a,b:\",":"c:d","e":1}`), " ")); got != `{"a,b:\",": "c:d", "e": 1}` {
		t.Error(got)
	}
}

func TestTimestamp(t *testing.T) {
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for fraction, want := range map[int]string{
		0: "2026-01-02T03:04:05Z", 120_000_000: "2026-01-02T03:04:05.120Z",
		120_001_000: "2026-01-02T03:04:05.120001Z", 1: "2026-01-02T03:04:05.000000001Z",
	} {
		if got := timestamp(at.Add(time.Duration(fraction))); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}

func TestVersions(t *testing.T) {
	for version, ok := range map[string]bool{"v4.15.0": true, "4.13": true, "v3": true, "": false, "v4.x": false, "v1.2.3.4": false, "v-1": false} {
		if (CheckVersion(version) == nil) != ok {
			t.Errorf("CheckVersion(%q) = %v", version, CheckVersion(version))
		}
	}
	for _, c := range []struct {
		version                string
		quotes, hides, service bool
	}{
		{"v3.4.7", false, false, false},
		{"v3.4.8", false, true, false},
		{"v4.4.9", false, false, false},
		{"v4.5.0", false, false, true},
		{"v4.10.9", false, false, true},
		{"v4.11.0", true, false, true},
		{"v4.12.2", true, true, true},
		{"v4.13", true, true, true},
		{"v4.14.0", false, true, true},
		{"rubbish", false, true, true},
	} {
		r := parseRelease(c.version)
		if r.quotesPlainErrors() != c.quotes || r.hidesForeignApps() != c.hides || r.hasApplicationService() != c.service {
			t.Errorf("%s: %v %v %v", c.version, r.quotesPlainErrors(), r.hidesForeignApps(), r.hasApplicationService())
		}
	}
}
