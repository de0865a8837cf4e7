package zitadel

import (
	"fmt"
	"strings"
	"testing"
)

func kinds(changes []map[string]any) string {
	var list []string
	for _, change := range changes {
		kind, _ := change["eventType"].(map[string]any)
		list = append(list, strings.TrimPrefix(fmt.Sprint(kind["key"]), "EventTypes.project.application."))
	}
	return strings.Join(list, " ")
}

func TestHistory(t *testing.T) {
	f := start(t, Config{})
	app := f.create("orders")
	path := "/" + app.id
	f.apps("PUT", path, `{"name":"sales"}`)
	f.apps("PUT", path+"/api_config", `{"authMethodType":1}`)
	f.apps("POST", path+"/api_config/_generate_client_secret", ``)
	f.apps("POST", path+"/_deactivate", ``)
	if err := f.server.Change(app.id, map[string]any{"enabled": true}); err != nil {
		t.Fatal(err)
	}
	f.apps("DELETE", path, "")
	const all = "removed reactivated deactivated config.api.secret.changed config.api.changed changed config.api.added added"
	for _, c := range []struct{ name, query, body, want string }{
		{"newest first", ``, ``, all},
		{"as many as asked for", `?query.limit=2&query.asc=false`, ``, "removed reactivated"},
		{"oldest first", `?query.limit=2&query.asc=true`, ``, "added config.api.added"},
		{"before a sequence", `?query.sequence=6`, ``, "config.api.added added"},
		{"after a sequence", `?query.sequence=9&query.asc=true`, ``, "reactivated removed"},
		{"the body is ignored", ``, `{"query":{"limit":2,"asc":true}}`, all},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := f.apps("POST", path+"/changes/_search"+c.query, c.body)
			f.want(a, 200, "")
			f.equal("changes", kinds(a.list("result")), c.want)
		})
	}

	list := f.apps("POST", path+"/changes/_search", ``).list("result")
	newest := list[0]
	f.equal("editor", newest["editorPreferredLoginName"], ownerLogin)
	f.equal("date", newest["changeDate"], "2026-09-01T10:00:00.123456Z")
	f.equal("owner", newest["resourceOwnerId"], f.server.OrganizationID())
	f.equal("drift's editor", list[1]["editorDisplayName"], "ZITADEL Admin")
	if newest["editorId"] == list[1]["editorId"] {
		t.Error("the administrator has the provider's id")
	}
}

func TestHistory_UnknownApplication_IsEmpty(t *testing.T) {
	f := start(t, Config{})
	a := f.apps("POST", "/"+unknownID+"/changes/_search", `{}`)
	f.want(a, 200, "")
	f.equal("body", a.text, "{}")
	f.want(f.apps("POST", "/"+unknownID+"/changes/_search?query.limit=some", `{}`), 400, "")
}

func TestSequencesGrowAcrossTheProject(t *testing.T) {
	f := start(t, Config{})
	a, b := f.create("a"), f.create("b")
	first := f.apps("GET", "/"+a.id, "").string("app.details.sequence")
	second := f.apps("GET", "/"+b.id, "").string("app.details.sequence")
	f.equal("first", first, "5")
	f.equal("second", second, "7")
}
