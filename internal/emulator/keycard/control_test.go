package keycard

import (
	"encoding/json"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"
)

func TestApplicationsShowsEverythingButSecrets(t *testing.T) {
	h := start(t, Config{Seed: 1})
	full := h.api("POST", h.apps(""), object{
		"name": "full", "identifier": "urn:full", "description": "d", "metadata": object{"docs_url": "https://a.test"},
		"traits": []string{"gateway"}, "consent": "implicit",
		"protocols": object{"oauth2": object{"redirect_uris": []string{"https://a.test/1"}, "post_logout_redirect_uris": []string{"https://a.test/2"}}},
	}).is(200)
	h.password(full.text("id"))
	newest := h.password(full.text("id"))
	other := h.api("POST", "/zones/"+h.OtherZoneID()+"/applications", object{"name": "other", "identifier": "o"}).is(200)

	got := h.Applications()
	if len(got) != 3 || got[0]["name"] != "Seeded application 0001" || got[0]["credentials"] != 1 || got[2]["zone_id"] != h.OtherZoneID() {
		t.Fatalf("applications %v", got)
	}
	want := object{
		"id": full.text("id"), "zone_id": h.ZoneID(), "organization_id": full.text("organization_id"), "name": "full",
		"description": "d", "identifier": "urn:full", "auth_method": "client_secret_basic", "redirect_uris": []string{"https://a.test/1"},
		"post_logout_redirect_uris": []string{"https://a.test/2"}, "docs_url": "https://a.test", "consent": "implicit",
		"traits": []string{"gateway"}, "slug": "full", "client_id": newest.text("identifier"), "credential_id": newest.text("id"),
		"credentials": 2, "created_at": "2026-05-04T09:30:00.123Z",
	}
	if !reflect.DeepEqual(got[1], want) {
		t.Errorf("got  %v\nwant %v", got[1], want)
	}
	if got[2]["auth_method"] != "none" || got[2]["client_id"] != nil || got[2]["description"] != nil || got[2]["id"] != other.text("id") {
		t.Errorf("without credentials: %v", got[2])
	}
	raw, _ := json.Marshal(got)
	if strings.Contains(string(raw), newest.text("password")) {
		t.Error("the secret is shown")
	}
}

func TestApplications_ShowsCredentials(t *testing.T) {
	h := start(t, Config{})
	id := h.create("a").text("id")
	for _, c := range []struct{ kind, method string }{
		{kindURL, "none"}, {kindPublicKey, "private_key_jwt"}, {kindPassword, "client_secret_basic"}, {kindPublicKey, "client_secret_basic"},
	} {
		if _, err := h.AddCredential(id, c.kind); err != nil {
			t.Fatal(err)
		}
		if got := h.Applications()[0]; got["auth_method"] != c.method || (got["client_id"] == nil) != (c.method == "none") {
			t.Errorf("after %s: %v with %v", c.kind, got["auth_method"], got["client_id"])
		}
	}
}

func TestServerKeepsNoSecretInClear(t *testing.T) {
	h := start(t, Config{})
	created := h.password(h.create("a").text("id"))
	for _, c := range h.credentials.rows {
		if strings.Contains(fmt.Sprintf("%v", *c), created.text("password")) {
			t.Error("the secret is kept")
		}
	}
}

func TestChangeIsSeenByTheAPI(t *testing.T) {
	tests := map[string]struct {
		fields object
		path   []string
		want   any
	}{
		"name":            {object{"name": "new"}, []string{"name"}, "new"},
		"description":     {object{"description": "new"}, []string{"description"}, "new"},
		"no description":  {object{"description": nil}, []string{"description"}, nil},
		"identifier":      {object{"identifier": "new"}, []string{"identifier"}, "new"},
		"consent":         {object{"consent": "implicit"}, []string{"consent"}, "implicit"},
		"docs_url":        {object{"docs_url": "https://b.test"}, []string{"metadata", "docs_url"}, "https://b.test"},
		"no docs_url":     {object{"docs_url": nil}, []string{"metadata"}, nil},
		"traits":          {object{"traits": []string{"gateway"}}, []string{"traits"}, []any{"gateway"}},
		"redirects":       {object{"redirect_uris": []any{"app:/x"}}, []string{"protocols", "oauth2", "redirect_uris"}, []any{"app:/x"}},
		"no redirects":    {object{"redirect_uris": nil}, []string{"protocols"}, nil},
		"logout":          {object{"post_logout_redirect_uris": []string{"app:/y"}}, []string{"protocols", "oauth2", "post_logout_redirect_uris"}, []any{"app:/y"}},
		"several at once": {object{"redirect_uris": nil, "post_logout_redirect_uris": []string{"app:/y"}}, []string{"protocols", "oauth2", "redirect_uris"}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h := start(t, Config{})
			created := h.api("POST", h.apps(""), object{
				"name": "old", "identifier": "old", "description": "d", "metadata": object{"docs_url": "https://a.test"},
				"protocols": object{"oauth2": object{"redirect_uris": []string{"app:/old"}}},
			}).is(200)
			h.clock.Advance(time.Second)
			if err := h.Change(created.text("id"), test.fields); err != nil {
				t.Fatal(err)
			}
			got := h.api("GET", h.apps("/"+created.text("id")), nil).is(200)
			if value := got.under(test.path...); !reflect.DeepEqual(value, test.want) {
				t.Errorf("%v is %v, want %v", test.path, value, test.want)
			}
			if got.text("updated_at") == created.text("updated_at") {
				t.Error("updated_at did not move")
			}
		})
	}
}

func TestChangeRefusesAndLeavesEverything(t *testing.T) {
	h := start(t, Config{Seed: 1})
	app := h.create("a")
	id := app.text("id")
	for name, fields := range map[string]object{
		"unknown field":     {"color": "red", "name": "b"},
		"computed field":    {"slug": "b"},
		"null name":         {"name": nil},
		"wrong type":        {"name": "b", "redirect_uris": "x"},
		"unusable value":    {"consent": "explicit"},
		"no JSON":           {"name": func() {}},
		"taken identifier":  {"identifier": "https://seeded-0001.example.test"},
		"credential by ID":  {"name": "b", "credential_id": "x"},
		"secret and none":   {"credential_id": nil, "client_secret": "x"},
		"no credential yet": {"name": "b", "client_secret": "x"},
	} {
		if err := h.Change(id, fields); err == nil {
			t.Errorf("%s was taken", name)
		}
	}
	if got := h.api("GET", h.apps("/"+id), nil); !reflect.DeepEqual(got.body, app.body) {
		t.Errorf("it is now %v", got.body)
	}
	if h.Change("unknown", object{}) == nil || h.Remove("unknown") == nil {
		t.Error("an unknown application was taken")
	}
}

func TestChangeOfCredentials(t *testing.T) {
	h := start(t, Config{})
	id := h.create("a").text("id")
	older, newest := h.password(id), h.password(id)
	if err := h.Change(id, object{"client_secret": "another", "name": "b"}); err != nil {
		t.Fatal(err)
	}
	client := newest.text("identifier")
	if !h.VerifySecret(client, "another") || h.VerifySecret(client, newest.text("password")) || !h.VerifySecret(older.text("identifier"), older.text("password")) {
		t.Error("the wrong secret was changed")
	}
	if h.Change(id, object{"client_secret": ""}) == nil || h.Change(id, object{"client_secret": 1}) == nil {
		t.Error("a secret that is none was taken")
	}
	if err := h.Change(id, object{"credential_id": nil}); err != nil {
		t.Fatal(err)
	}
	if got := h.Credentials(id); len(got) != 0 {
		t.Errorf("it still has %v", got)
	}
	h.api("GET", h.apps("/"+id), nil).is(200)
}

func TestRemove_DeletesApplication(t *testing.T) {
	h := start(t, Config{Seed: 2})
	gone := h.Applications()[0]["id"].(string)
	if err := h.Remove(gone); err != nil {
		t.Fatal(err)
	}
	h.api("GET", h.apps("/"+gone), nil).refused(404, "not_found")
	if n := len(h.Applications()); n != 1 {
		t.Errorf("%d applications are left", n)
	}
	if n := len(h.page(h.creds("")).texts("id")); n != 1 {
		t.Errorf("%d credentials are left", n)
	}
}

func TestAddedCredentialsOfEveryType(t *testing.T) {
	h := start(t, Config{})
	id := h.create("a").text("id")
	for i, kind := range kinds {
		added, err := h.AddCredential(id, kind)
		if err != nil {
			t.Fatal(err)
		}
		if got := h.Credentials(id)[i]; got["id"] != added || got["type"] != kind || got["identifier"] == "" || got["password"] != nil {
			t.Errorf("%s: %v", kind, got)
		}
	}
	if _, err := h.AddCredential(id, "saml"); err == nil {
		t.Error("an unknown type was taken")
	}
	if _, err := h.AddCredential("unknown", kindPassword); err == nil {
		t.Error("an unknown application was taken")
	}
}

func TestDefaultsNeedNoConfiguration(t *testing.T) {
	s := New(Config{}, nil)
	if s.config.TokenTTL != time.Hour || s.now().IsZero() || s.Handler() == nil || len(s.Applications()) != 0 {
		t.Errorf("config %v", s.config.TokenTTL)
	}
}
