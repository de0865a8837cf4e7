package keycard

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestCreatedResourceIsAnsweredAndReadBack(t *testing.T) {
	h := start(t, Config{})
	app := h.create("a").text("id")
	created := h.api("POST", h.zone("/resources"), object{
		"name": "Google Calendar API", "identifier": "https://calendar.example.test", "description": "d", "prefix": true,
		"metadata": object{"docs_url": "https://wiki.example.test"}, "application_type": "native", "scopes": []string{"b", "a"},
		"credential_lifetime_seconds": 60, "credential_provider_id": h.ProviderID(), "application_id": app, "unknown": 1,
	}).is(200)
	want := object{
		"id": created.body["id"], "organization_id": created.body["organization_id"], "zone_id": h.ZoneID(),
		"slug": "google-calendar-api", "owner_type": "customer", "name": "Google Calendar API", "prefix": true,
		"identifier": "https://calendar.example.test", "description": "d", "application_type": "native", "scopes": []any{"b", "a"},
		"metadata": object{"docs_url": "https://wiki.example.test"}, "credential_lifetime_seconds": 60.0,
		"credential_provider_id": h.ProviderID(), "application_id": app,
		"created_at": "2026-05-04T09:30:00.123Z", "updated_at": "2026-05-04T09:30:00.123Z",
	}
	if !reflect.DeepEqual(created.body, want) {
		t.Errorf("got  %v\nwant %v", created.body, want)
	}
	path := h.zone("/resources/" + created.text("id"))
	if got := h.api("GET", path, nil).is(200); !reflect.DeepEqual(got.body, want) {
		t.Errorf("read %v", got.body)
	}
	if got := h.page(h.apps("/" + app + "/resources")).is(200).texts("id"); !slices.Equal(got, []string{created.text("id")}) {
		t.Errorf("the application provides %q", got)
	}
	h.api("DELETE", path, nil).is(204)
	h.api("GET", path, nil).refused(404, "not_found")
	h.api("DELETE", path, nil).refused(404, "not_found")
	h.page(h.apps("/unknown/resources")).refused(404, "not_found")
}

func TestUnsetFieldsOfAResourceAreNullOrMissing(t *testing.T) {
	h := start(t, Config{})
	got := h.api("POST", h.zone("/resources"), object{"name": "a", "identifier": "a"}).is(200)
	for field, null := range map[string]bool{
		"description": true, "scopes": true, "metadata": false, "credential_lifetime_seconds": false,
		"credential_provider_id": false, "application_id": false, "when_accessing": false,
	} {
		if value, given := got.body[field]; given != null || value != nil {
			t.Errorf("%s is %v, given: %t", field, value, given)
		}
	}
	if got.body["application_type"] != "web" || got.body["prefix"] != false {
		t.Errorf("defaults: %v", got.body)
	}
}

func TestResourceBodiesThatAreRefused(t *testing.T) {
	h := start(t, Config{})
	target := h.zone("/resources/" + h.resource("target", nil).text("id"))
	for name, c := range map[string]struct {
		fields object
		status int
		field  string // as the error names it
	}{
		"name is null":            {object{"name": nil}, 400, "name"},
		"name is empty":           {object{"name": ""}, 400, "name"},
		"identifier has a tag":    {object{"identifier": "<b>"}, 400, "identifier"},
		"identifier is too long":  {object{"identifier": strings.Repeat("a", 2049)}, 400, "identifier"},
		"docs_url is relative":    {object{"metadata": object{"docs_url": "x"}}, 400, "metadata.docs_url"},
		"unknown type":            {object{"application_type": "mobile"}, 400, "application_type"},
		"prefix is a text":        {object{"prefix": "yes"}, 400, "prefix"},
		"prefix is null":          {object{"prefix": nil}, 400, "prefix"},
		"scopes are a text":       {object{"scopes": "a b"}, 400, "scopes"},
		"scope is empty":          {object{"scopes": []string{"a", ""}}, 400, "scopes[1]"},
		"lifetime is too short":   {object{"credential_lifetime_seconds": 59}, 400, "credential_lifetime_seconds"},
		"lifetime is too long":    {object{"credential_lifetime_seconds": 86401}, 400, "credential_lifetime_seconds"},
		"lifetime is a fraction":  {object{"credential_lifetime_seconds": 60.5}, 400, "credential_lifetime_seconds"},
		"provider is a number":    {object{"credential_provider_id": 1}, 400, "credential_provider_id"},
		"unknown provider":        {object{"credential_provider_id": "x"}, 404, ""},
		"unknown application":     {object{"application_id": "x"}, 404, ""},
		"provider elsewhere":      {object{"credential_provider_id": h.tokenService(h.OtherZoneID()).id}, 404, ""},
		"identifier that has one": {object{"identifier": "https://orders.default-zone.example.test"}, 409, ""},
	} {
		t.Run(name, func(t *testing.T) {
			body := object{"name": "x", "identifier": "x " + name}
			for field, value := range c.fields {
				body[field] = value
			}
			for _, got := range []answer{h.api("POST", h.zone("/resources"), body), h.api("PATCH", target, c.fields)} {
				got.is(c.status)
				if !strings.Contains(got.text("message"), c.field) {
					t.Errorf("message %q, want the field %s", got.text("message"), c.field)
				}
			}
		})
	}
	got := h.api("POST", h.zone("/resources"), "{}").refused(400, "bad_request")
	if details := got.body["details"].([]any); len(details) != 2 {
		t.Errorf("details %v, want both missing fields", details)
	}
	h.api("POST", h.zone("/resources"), "x").refused(500, "internal_server_error")
}

func TestResourceUpdateMerges(t *testing.T) {
	h := start(t, Config{})
	app := h.create("a").text("id")
	full := object{
		"description": "d", "metadata": object{"docs_url": "https://a.test"}, "scopes": []any{"s"}, "prefix": true,
		"credential_lifetime_seconds": 90.0, "credential_provider_id": h.ProviderID(), "application_id": app,
	}
	unset := object{
		"description": nil, "metadata": nil, "scopes": nil, "credential_lifetime_seconds": nil, "credential_provider_id": nil, "application_id": nil,
	}
	for name, c := range map[string]struct{ patch, want object }{
		"nothing":  {object{}, full},
		"the same": {full, full},
		"null":     {unset, unset},
		"some":     {object{"name": "new", "identifier": "urn:new", "prefix": false}, object{"name": "new", "prefix": false, "description": "d", "slug": "r"}},
	} {
		t.Run(name, func(t *testing.T) {
			created := h.resource("r", full)
			path := h.zone("/resources/" + created.text("id"))
			h.clock.Advance(time.Second)
			got := h.api("PATCH", path, c.patch).is(200)
			for field, value := range c.want {
				if !reflect.DeepEqual(got.body[field], value) {
					t.Errorf("%s is %v, want %v", field, got.body[field], value)
				}
			}
			if moved := got.text("updated_at") != created.text("updated_at"); moved != (name == "null" || name == "some") {
				t.Errorf("updated_at moved: %t", moved)
			}
			h.api("DELETE", path, nil).is(204)
		})
	}
	h.api("PATCH", h.zone("/resources/unknown"), object{}).refused(404, "not_found")
}

func TestResourcesAreFiltered(t *testing.T) {
	h := start(t, Config{})
	seeded, identifier := h.Resource()
	one := h.resource("one", nil).text("id")
	bare := h.api("POST", h.zone("/resources"), object{"name": "one", "identifier": "urn:bare"}).is(200).text("id")
	for _, c := range []struct {
		query []string
		want  []string
	}{
		{nil, []string{seeded, one, bare}},
		{[]string{"identifier", identifier}, []string{seeded}},
		{[]string{"identifier", "urn:test"}, []string{}},
		{[]string{"filter[identifier]", "urn:bare", "filter[identifier]", "urn:test:one"}, []string{one, bare}},
		{[]string{"slug", "one-2"}, []string{bare}},
		{[]string{"credentialProviderId", h.ProviderID()}, []string{seeded, one}},
		{[]string{"filter[owner_type]", "platform"}, []string{}},
		{[]string{"limit", "1"}, []string{seeded}},
	} {
		if got := h.page(h.zone("/resources"), c.query...).is(200).texts("id"); !slices.Equal(got, c.want) {
			t.Errorf("%q: got %q, want %q", c.query, got, c.want)
		}
	}
	h.page(h.zone("/resources"), "filter[color]", "red").refused(400, "bad_request")
}
