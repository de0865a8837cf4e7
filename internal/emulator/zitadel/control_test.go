package zitadel

import (
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestApplications(t *testing.T) {
	f := start(t, Config{Seed: 3})
	app := f.create("orders")
	list := f.server.Applications()
	f.equal("applications", len(list), 4) // not the objects that exist from the start
	last := list[3]
	for key, want := range map[string]any{
		"id": app.id, "name": "orders", "auth_method": "client_secret_basic", "enabled": true, "client_id": app.clientID,
		"project_id": f.server.ProjectID(), "organization_id": f.server.OrganizationID(), "created_at": "2026-09-01T10:00:00.123456Z",
		"type": "api", "has_secret": true,
	} {
		f.equal(key, last[key], want)
	}
	f.equal("keys", len(slices.Collect(maps.Keys(last))), 11)
	text, err := json.Marshal(list)
	if err != nil || strings.Contains(string(text), app.secret) {
		t.Error("a secret is shown")
	}
}

func TestChange(t *testing.T) {
	f := start(t, Config{})
	app := f.create("orders")
	if err := f.server.Change(app.id, map[string]any{
		"name": "sales", "auth_method": "private_key_jwt", "enabled": false, "client_secret": "chosen",
	}); err != nil {
		t.Fatal(err)
	}
	a := f.apps("GET", "/"+app.id, "")
	f.equal("name", a.at("app.name"), "sales")
	f.equal("state", a.at("app.state"), "APP_STATE_INACTIVE")
	f.equal("method", a.at("app.apiConfig.authMethodType"), "API_AUTH_METHOD_TYPE_PRIVATE_KEY_JWT")
	sequence := a.at("app.details.sequence")
	f.create("orders")

	if err := f.server.Change(app.id, map[string]any{"enabled": false, "name": "sales", "auth_method": "private_key_jwt"}); err != nil {
		t.Fatal(err)
	}
	f.equal("nothing new happened", f.apps("GET", "/"+app.id, "").at("app.details.sequence"), sequence)
	if err := f.server.Change(app.id, map[string]any{"enabled": true}); err != nil {
		t.Fatal(err)
	}
	f.equal("chosen secret", f.server.VerifySecret(app.clientID, "chosen"), true)
}

func TestChangeRefuses(t *testing.T) {
	f := start(t, Config{})
	app, other := f.create("orders"), f.create("other")
	for name, fields := range map[string]map[string]any{
		"unknown field": {"enabled": false, "zone": "x"}, "number": {"name": 5}, "text": {"enabled": "no"}, "taken": {"name": "OTHER"},
		"empty": {"name": ""}, "method": {"auth_method": "none"}, "secret": {"client_secret": ""},
	} {
		if f.server.Change(app.id, fields) == nil {
			t.Errorf("%s accepted", name)
		}
	}
	f.equal("applied in part", f.apps("GET", "/"+app.id, "").at("app.state"), "APP_STATE_ACTIVE")
	if err := f.server.Remove(other.id); err != nil {
		t.Error(err)
	}
	for _, id := range []string{unknownID, other.id, f.server.OIDCApplicationID()} {
		if f.server.Change(id, map[string]any{"enabled": false}) == nil || f.server.Remove(id) == nil {
			t.Errorf("%s changed", id)
		}
	}
	f.want(f.apps("GET", "/"+other.id, ""), 404, "QUERY-pCP8P")
	f.create("other")
}
