package zitadel

import (
	"net/url"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// writes returns the calls that change an application, with the error ID of each for a missing application.
func writes(id string) []struct{ operation, method, path, body, missing string } {
	return []struct{ operation, method, path, body, missing string }{
		{"create_api_app", "POST", "/api", `{"name":"another"}`, "COMMAND-EbFMN"},
		{"update_app", "PUT", "/" + id, `{"name":"sales"}`, "COMMAND-28di9"},
		{"update_api_config", "PUT", "/" + id + "/api_config", `{"authMethodType":1}`, "COMMAND-2n8uU"},
		{"generate_secret", "POST", "/" + id + "/api_config/_generate_client_secret", ``, "COMMAND-2g66f"},
		{"deactivate_app", "POST", "/" + id + "/_deactivate", ``, "COMMAND-ov9d3"},
		{"reactivate_app", "POST", "/" + id + "/_reactivate", ``, "COMMAND-ov9d3"},
		{"delete_app", "DELETE", "/" + id, ``, "COMMAND-0po9s"},
	}
}

func TestUniqueViolationDoesNothing(t *testing.T) {
	f := start(t, Config{})
	app := f.create("orders")
	for _, c := range writes(app.id) {
		f.arm(c.operation, fault.UniqueViolation)
		before := f.apps("POST", "/"+app.id+"/changes/_search", "").text
		a := f.apps(c.method, c.path, c.body)
		f.want(a, 500, "")
		f.equal("code", a.at("code"), 2.0)
		if !strings.HasSuffix(a.string("message"), `"events2_pkey" (SQLSTATE 23505) ()`) || a.list("details")[0]["message"] == "" {
			t.Error(a.text)
		}
		after := f.apps("POST", "/"+app.id+"/changes/_search", "").text
		f.equal("history of "+c.operation, strings.ReplaceAll(after, " ", ""), strings.ReplaceAll(before, " ", ""))
		f.want(f.apps(c.method, c.path, c.body), 200, "") // a repeated call succeeds
	}
}

func TestNotFoundTimes(t *testing.T) {
	f := start(t, Config{})
	app := f.create("orders")
	f.arm("get_app", fault.NotFoundTimes)
	f.want(f.apps("GET", "/"+app.id, ""), 404, "QUERY-pCP8P")
	f.want(f.apps("GET", "/"+app.id, ""), 200, "")
	for _, c := range writes(app.id) {
		f.arm(c.operation, fault.NotFoundTimes)
		f.equal(c.operation, f.apps(c.method, c.path, c.body).id(), c.missing)
	}
	for operation, path := range map[string]string{"search_apps": "/_search", "search_changes": "/" + app.id + "/changes/_search"} {
		f.arm(operation, fault.NotFoundTimes)
		f.equal(operation, len(f.apps("POST", path, "").list("result")), 0)
		f.equal(operation+" again", len(f.apps("POST", path, "").list("result")), 2)
	}
}

func TestStaleListLacksTheLatestWrite(t *testing.T) {
	f := start(t, Config{})
	stale := func(want string) {
		t.Helper()
		f.arm("search_apps", fault.StaleList)
		f.equal("stale list", names(f.apps("POST", "/_search", "").list("result")), want)
	}
	first := f.create("first")
	stale("seeded-portal")
	second := f.create("second")
	stale("seeded-portal,first")
	f.apps("PUT", "/"+first.id, `{"name":"renamed"}`)
	stale("seeded-portal,first,second")
	f.apps("DELETE", "/"+second.id, "")
	stale("seeded-portal,renamed,second")
	f.equal("fresh list", names(f.apps("POST", "/_search", "").list("result")), "seeded-portal,renamed")
	f.want(f.apps("GET", "/"+second.id, ""), 404, "QUERY-pCP8P")
}

func TestLostRead(t *testing.T) {
	f := start(t, Config{})
	f.arm("create_api_app", fault.LostRead)
	app := f.create("orders")
	f.want(f.apps("GET", "/"+app.id, ""), 404, "QUERY-pCP8P")
	f.equal("search", names(f.apps("POST", "/_search", "").list("result")), "seeded-portal")
	f.equal("secret", f.server.VerifySecret(app.clientID, app.secret), false)
	f.equal("history", kinds(f.apps("POST", "/"+app.id+"/changes/_search", "").list("result")), "config.api.added added")
	f.equal("applications", len(f.server.Applications()), 1)
	f.want(f.apps("POST", "/api", `{"name":"orders"}`), 409, "V3-DKcYh")
	for _, c := range writes(app.id)[1:] {
		f.want(f.apps(c.method, c.path, c.body), 200, "")
	}
	f.create("orders")
}

func TestLostDelete(t *testing.T) {
	f := start(t, Config{})
	app := f.create("orders")
	f.arm("delete_app", fault.LostDelete)
	f.want(f.apps("DELETE", "/"+app.id, ""), 200, "")
	f.want(f.apps("GET", "/"+app.id, ""), 200, "")
	f.equal("search", names(f.apps("POST", "/_search", "").list("result")), "seeded-portal,orders")
	f.want(f.form(introspectPath, url.Values{"token": {"x"}}, app.clientID, app.secret), 200, "")
	f.equal("history", kinds(f.apps("POST", "/"+app.id+"/changes/_search?query.limit=1", "").list("result")), "removed")
	f.want(f.apps("DELETE", "/"+app.id, ""), 404, "COMMAND-0po9s")
	f.equal("applications", len(f.server.Applications()), 0)
	f.create("orders") // the name is free
}

func TestNames_NullCharacter_AreNotStored(t *testing.T) {
	f := start(t, Config{})
	app := f.create("orders")
	for _, a := range []answer{
		f.apps("POST", "/api", `{"name":"a\u0000b"}`), f.apps("PUT", "/"+app.id, `{"name":"a\u0000b"}`),
	} {
		f.want(a, 500, "")
		f.equal("code", a.at("code"), 2.0)
		if !strings.Contains(a.text, "SQLSTATE 22P05") {
			t.Error(a.text)
		}
	}
	f.equal("applications", len(f.server.Applications()), 1)
	f.equal("name", f.server.Applications()[0]["name"], "orders")
}

func TestLostAnswer(t *testing.T) {
	f := start(t, Config{})
	f.arm("create_api_app", fault.DropAfterCommit)
	if response, err := f.client.Do(f.request("POST", f.path("/api"), `{"name":"orders"}`)); err == nil {
		_ = response.Body.Close()
		t.Fatal("an answer came")
	}
	f.want(f.apps("POST", "/api", `{"name":"orders"}`), 409, "V3-DKcYh")
}

func TestTooLargeBody(t *testing.T) {
	f := start(t, Config{})
	f.equal("status", f.apps("POST", "/api", strings.Repeat(" ", maxBody+1)).status, 400)
}
