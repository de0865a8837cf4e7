package lerian_test

import (
	"net/http"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/lerian"
)

func TestCreateShowsTheSecretOnce(t *testing.T) {
	for name, shown := range map[string]bool{"newer server": false, "older server": true} {
		t.Run(name, func(t *testing.T) {
			f := start(t, lerian.Config{SecretOnRead: shown})
			app := f.create()
			for key, form := range map[string]string{
				"id":           `^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`,
				"clientId":     `^[0-9a-f]{20}$`,
				"clientSecret": `^[0-9a-f]{40}$`,
				"createdAt":    `^2026-03-02T14:05:09\.007Z$`,
				"name":         `^midaz$`,
				"description":  `^Ledger job$`,
			} {
				if !regexp.MustCompile(form).MatchString(text(app, key)) {
					t.Errorf("%s is %q, want %s", key, text(app, key), form)
				}
			}
			read := f.call("GET", "/v1/applications/"+text(app, "id"), "").want(t, 200, "").object(t)
			list := f.call("GET", "/v1/applications", "").want(t, 200, "").list(t)
			for where, got := range map[string]map[string]any{"read": read, "list": list[1]} {
				if _, ok := got["clientSecret"]; ok != shown {
					t.Errorf("%s has a secret: %v, want %v", where, ok, shown)
				}
				delete(got, "clientSecret")
				for key, value := range got {
					if value != app[key] {
						t.Errorf("%s: %s is %v, create said %v", where, key, value, app[key])
					}
				}
			}
		})
	}
}

func TestCreateRefusesInTheServersOrder(t *testing.T) {
	f := start(t, lerian.Config{})
	for name, c := range map[string]struct{ body, code string }{
		"not JSON":                {`{"name":`, "IDE-0007"},
		"more than JSON":          {ordinary + `x`, "IDE-0007"},
		"a list":                  {`[]`, "IDE-0002"},
		"number and unknown":      {`{"name":1,"description":"d","x":1}`, "IDE-0002"},
		"unknown and missing":     {`{"name":"midaz","clientId":"mine"}`, "IDE-0004"},
		"other case":              {`{"Name":"midaz","description":"d"}`, "IDE-0004"},
		"no description":          {`{"name":"none of them"}`, "IDE-0001"},
		"empty description":       {`{"name":"midaz","description":""}`, "IDE-0001"},
		"null name":               {`{"name":null,"description":"d"}`, "IDE-0001"},
		"null":                    {`null`, "IDE-0001"},
		"name of no product":      {`{"name":"orders","description":"d"}`, "IDE-0012"},
		"product in capital case": {`{"name":"Midaz","description":"d"}`, "IDE-0012"},
	} {
		t.Run(name, func(t *testing.T) {
			a := f.call("POST", "/v1/applications", c.body).want(t, 400, c.code).object(t)
			if text(a, "title") == "" || text(a, "message") == "" {
				t.Errorf("no title or message in %v", a)
			}
		})
	}
	if n := len(f.Applications()); n != 0 {
		t.Errorf("%d applications came of refused requests", n)
	}
}

func TestCreate_Allowlist_RestrictsNames(t *testing.T) {
	f := start(t, lerian.Config{Allowlist: []string{"orders"}})
	f.call("POST", "/v1/applications", `{"name":"orders","description":"d"}`).want(t, 201, "")
	f.call("POST", "/v1/applications", ordinary).want(t, 400, "IDE-0012")
}

func TestSameNameAndDescriptionMakeTwoApplications(t *testing.T) {
	f := start(t, lerian.Config{})
	if a, b := f.create(), f.create(); a["id"] == b["id"] || a["clientId"] == b["clientId"] {
		t.Errorf("got the same application twice: %v, %v", a, b)
	}
}

func TestOlderServerBreaksOnLongDescription(t *testing.T) {
	long := `{"name":"midaz","description":"` + strings.Repeat("ü", 101) + `"}`
	old, recent := start(t, lerian.Config{SecretOnRead: true}), start(t, lerian.Config{})
	old.call("POST", "/v1/applications", long).want(t, 500, "IDE-0006")
	recent.call("POST", "/v1/applications", long).want(t, 201, "")
}

func TestTokenIsCheckedBeforeRightsAndRightsBeforeTheBody(t *testing.T) {
	for name, c := range map[string]struct {
		config lerian.Config
		header func(*fixture) string
		status int
		text   string
	}{
		"no token":               {lerian.Config{}, func(*fixture) string { return "" }, 401, "IDE-0008"},
		"scheme alone":           {lerian.Config{}, func(*fixture) string { return "Bearer" }, 401, "IDE-0008"},
		"no token, older server": {lerian.Config{SecretOnRead: true}, func(*fixture) string { return "" }, 401, "Missing Token"},
		"unknown token":          {lerian.Config{}, func(*fixture) string { return "Bearer x" }, 401, "IDE-0009"},
		"not an administrator": {
			lerian.Config{}, func(f *fixture) string { return "Bearer " + f.token(f.Credentials().Viewer) }, 403, "Forbidden",
		},
		"administrator": {
			lerian.Config{}, func(f *fixture) string { return "Bearer " + f.token(f.Credentials().Admin) }, 400, "IDE-0007",
		},
		"bare token": {
			lerian.Config{}, func(f *fixture) string { return f.token(f.Credentials().Admin) }, 400, "IDE-0007",
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := start(t, c.config)
			f.do("POST", f.identity+"/v1/applications", "{", "Authorization", c.header(f)).want(t, c.status, c.text)
		})
	}
}

func TestUnknownAndMalformedIDs(t *testing.T) {
	f := start(t, lerian.Config{})
	for _, method := range []string{"GET", "DELETE"} {
		f.call(method, "/v1/applications/0199b0c4-7d1e-7a52-9c33-5f0e7b1a2c4d", "").want(t, 404, "IDE-1001")
		f.call(method, "/v1/applications/a%20b", "").want(t, 400, "IDE-0003")
		f.call(method, "/v1/applications/"+strings.Repeat("a", 101), "").want(t, 400, "IDE-0003")
	}
	f.call("GET", "/v1/applications/", "").want(t, 200, "app-lerian")
	f.call("DELETE", "/v1/applications/", "").want(t, 405, "")
}

func TestDeleteIsFinal(t *testing.T) {
	f := start(t, lerian.Config{})
	path := "/v1/applications/" + text(f.create(), "id")
	if a := f.call("DELETE", path, "").want(t, 204, ""); a.text != "" {
		t.Errorf("body %q, want none", a.text)
	}
	f.call("GET", path, "").want(t, 404, "IDE-1001")
	f.call("DELETE", path, "").want(t, 404, "IDE-1001")
}

func TestApplicationsCannotBeUpdated(t *testing.T) {
	f := start(t, lerian.Config{})
	path := "/v1/applications/" + text(f.create(), "id")
	f.call("PUT", path, ordinary).want(t, 405, "")
	f.call("PATCH", path, ordinary).want(t, 405, "")
}

func TestBuiltInApplicationComesFirstAndStays(t *testing.T) {
	f := start(t, lerian.Config{Seed: 2})
	list := f.call("GET", "/v1/applications", "").want(t, 200, "").list(t)
	if len(list) != 3 || list[0]["id"] != "app-lerian" {
		t.Fatalf("got %v", list)
	}
	f.call("GET", "/v1/applications/app-lerian", "").want(t, 200, `"name":"Lerian"`)
	f.call("DELETE", "/v1/applications/app-lerian", "").want(t, 403, "Forbidden")
	f.call("GET", "/v1/applications/app-lerian", "").want(t, 200, "")
}

func TestList_EmptyListNotFound_Returns404(t *testing.T) {
	f := start(t, lerian.Config{EmptyListNotFound: true})
	f.call("GET", "/v1/applications", "").want(t, 404, "IDE-1002")
	f.create()
	if list := f.call("GET", "/v1/applications", "").want(t, 200, "").list(t); len(list) != 1 {
		t.Errorf("got %v", list)
	}
}

func TestIdentityRateLimitIsNotThatOfLogins(t *testing.T) {
	f := start(t, lerian.Config{RateLimit: 1})
	f.create()
	f.call("POST", "/v1/applications", ordinary).want(t, 429, "rate_limit_exceeded")
	if n := len(f.Applications()); n != 1 {
		t.Errorf("%d applications, want 1: a limited request does nothing", n)
	}
}

// during is a ResponseWriter that calls do before the response.
type during struct {
	http.ResponseWriter
	do func()
}

func (d during) WriteHeader(status int) {
	d.do()
	d.ResponseWriter.WriteHeader(status)
}

func TestCreate_DuringOtherCreate_IsRefusedIfConfigured(t *testing.T) {
	for _, c := range []struct {
		lock   bool
		status int
	}{{false, 201}, {true, 503}} {
		f := start(t, lerian.Config{CreateLock: c.lock})
		create := func(do func()) *httptest.ResponseRecorder {
			r := httptest.NewRequest("POST", "/v1/applications", strings.NewReader(ordinary))
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Authorization", "Bearer "+f.AccessToken())
			rec := httptest.NewRecorder()
			f.Identity().ServeHTTP(during{rec, do}, r)
			return rec
		}
		nothing := func() {}
		var second *httptest.ResponseRecorder
		if first := create(func() { second = create(nothing) }); first.Code != 201 || second.Code != c.status {
			t.Errorf("lock %v: %d, and during it %d %s", c.lock, first.Code, second.Code, second.Body)
		}
		if c.lock && !strings.Contains(second.Body.String(), "IDE-0064") {
			t.Errorf("refused with %s", second.Body)
		}
		if third := create(nothing); third.Code != 201 {
			t.Errorf("lock %v: %d after all ended", c.lock, third.Code)
		}
	}
}

func TestFaults_ReturnPlatformErrors(t *testing.T) {
	f := start(t, lerian.Config{})
	path := "/v1/applications/" + text(f.create(), "id")

	f.arm("lerian.get_application", fault.UnauthenticatedOnce)
	f.call("GET", path, "").want(t, 401, "IDE-0009")
	f.arm("lerian.get_application", fault.NotFoundTimes)
	f.call("GET", path, "").want(t, 404, "IDE-1001")
	f.call("GET", path, "").want(t, 200, "")

	f.arm("lerian.list_applications", fault.StaleList)
	if list := f.call("GET", "/v1/applications", "").list(t); len(list) != 1 {
		t.Errorf("a stale list has %d entries, want the built-in one: %v", len(list), list)
	}
	if list := f.call("GET", "/v1/applications", "").list(t); len(list) != 2 {
		t.Errorf("the next list has %d entries, want 2", len(list))
	}

	f.arm("lerian.delete_application", fault.NotFoundTimes)
	f.call("DELETE", path, "").want(t, 404, "IDE-1001")
	f.call("GET", path, "").want(t, 200, "")
	f.call("DELETE", path, "").want(t, 204, "")
	f.arm("lerian.list_applications", fault.StaleList)
	if list := f.call("GET", "/v1/applications", "").list(t); len(list) != 2 {
		t.Errorf("a stale list has %d entries, want the deleted one too", len(list))
	}
}

func TestOperationsAreNamedForFaultsAndJournal(t *testing.T) {
	f := start(t, lerian.Config{})
	for _, operation := range []string{
		"lerian.login", "lerian.create_application", "lerian.list_applications", "lerian.get_application",
		"lerian.delete_application",
	} {
		if err := f.faults.Arm(fault.Fault{Operation: operation, Kind: fault.Status, Status: 418}); err != nil {
			t.Fatal(err)
		}
	}
	var statuses []int
	statuses = append(statuses, f.passwordLogin(f.Credentials().Admin).status)
	for _, r := range [][2]string{
		{"POST", "/v1/applications"}, {"GET", "/v1/applications"}, {"GET", "/v1/applications/x"}, {"DELETE", "/v1/applications/x"},
	} {
		statuses = append(statuses, f.call(r[0], r[1], "").status)
	}
	if !slices.Equal(statuses, []int{418, 418, 418, 418, 418}) {
		t.Errorf("got %v: a request had another operation's name", statuses)
	}
}
