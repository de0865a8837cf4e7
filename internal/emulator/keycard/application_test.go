package keycard

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestCreatedApplicationIsAnsweredAndReadBack(t *testing.T) {
	h := start(t, Config{})
	created := h.api("POST", h.apps(""), object{
		"identifier": "https://billing.example.test", "name": "Billing <3 Agent", "description": "Bills & more", "consent": "implicit",
		"metadata": object{"docs_url": "https://wiki.example.test/billing"}, "traits": []string{"gateway"},
		"protocols": object{"oauth2": object{
			"redirect_uris":             []string{"https://b.example.test/cb", "com.example.app:/cb", "https://a.example.test/cb"},
			"post_logout_redirect_uris": []string{"https://b.example.test/bye"},
		}},
		"unknown": true, "slug": "mine",
	}).is(200)
	want := object{
		"identifier": "https://billing.example.test", "name": "Billing <3 Agent", "slug": "billing-3-agent", "description": "Bills & more",
		"consent": "implicit", "owner_type": "customer", "zone_id": h.ZoneID(), "dependencies_count": 0.0,
		"metadata": object{"docs_url": "https://wiki.example.test/billing"}, "traits": []any{"gateway"},
		"protocols": object{"oauth2": object{
			"redirect_uris":             []any{"https://b.example.test/cb", "com.example.app:/cb", "https://a.example.test/cb"},
			"post_logout_redirect_uris": []any{"https://b.example.test/bye"},
		}},
		"created_at": "2026-05-04T09:30:00.123Z", "updated_at": "2026-05-04T09:30:00.123Z",
	}
	for field, value := range want {
		if !reflect.DeepEqual(created.body[field], value) {
			t.Errorf("%s is %#v, want %#v", field, created.body[field], value)
		}
	}
	for _, field := range []string{"id", "organization_id", "zone_id"} {
		if !regexp.MustCompile(`^[a-z0-9]{26}$`).MatchString(created.text(field)) {
			t.Errorf("%s is %q", field, created.text(field))
		}
	}
	if got := h.api("GET", h.apps("/"+created.text("id")), nil).is(200); !reflect.DeepEqual(got.body, created.body) {
		t.Errorf("read %v, created %v", got.body, created.body)
	}
}

func TestUnsetFieldsAreNullOrMissing(t *testing.T) {
	optional := []string{"description", "metadata", "protocols", "traits"}
	for _, missing := range []bool{false, true} {
		h := start(t, Config{NullsMissing: missing})
		created := h.api("POST", h.apps(""), object{
			"name": "a", "identifier": "a", "description": nil, "metadata": object{}, "traits": []string{},
			"protocols": object{"oauth2": object{"redirect_uris": []string{}}},
		}).is(200)
		for _, field := range optional {
			value, given := created.body[field]
			if given == missing || value != nil {
				t.Errorf("missing=%t: %s is %v, given %t", missing, field, value, given)
			}
		}
		if created.text("consent") != "required" {
			t.Errorf("consent is %v", created.body["consent"])
		}
	}
}

func TestInvalidBodiesAreRefused(t *testing.T) {
	h := start(t, Config{})
	long := func(n int) string { return strings.Repeat("é", n) }
	oauth2 := func(field string, value any) object {
		return object{"protocols": object{"oauth2": object{field: value}}}
	}
	tests := map[string]struct {
		fields object
		field  string // as the error names it
	}{
		"name is empty":             {object{"name": ""}, "name"},
		"name is too long":          {object{"name": long(256)}, "name"},
		"name is null":              {object{"name": nil}, "name"},
		"name has a tag":            {object{"name": "a<b>c</b>"}, "name"},
		"name has a control":        {object{"name": "a\tb"}, "name"},
		"name is a number":          {object{"name": 1}, "name"},
		"identifier is empty":       {object{"identifier": ""}, "identifier"},
		"identifier is too long":    {object{"identifier": long(2049)}, "identifier"},
		"identifier is null":        {object{"identifier": nil}, "identifier"},
		"description is too long":   {object{"description": long(2049)}, "description"},
		"description has a comment": {object{"description": "<!-- x -->"}, "description"},
		"consent is unknown":        {object{"consent": "explicit"}, "consent"},
		"consent is null":           {object{"consent": nil}, "consent"},
		"docs_url is relative":      {object{"metadata": object{"docs_url": "/docs"}}, "metadata.docs_url"},
		"docs_url is too long":      {object{"metadata": object{"docs_url": "https://a.test/" + strings.Repeat("a", 2048)}}, "metadata.docs_url"},
		"metadata has another key":  {object{"metadata": object{"icon": "x"}}, "metadata.icon"},
		"metadata is a list":        {object{"metadata": []string{}}, "metadata"},
		"traits are unknown":        {object{"traits": []string{"gateway", "x"}}, "traits[1]"},
		"traits are no list":        {object{"traits": "gateway"}, "traits"},
		"protocols has another key": {object{"protocols": object{"saml": object{}}}, "protocols.saml"},
		"oauth2 has another key":    {oauth2("grants", 1), "protocols.oauth2.grants"},
		"oauth2 is a text":          {object{"protocols": object{"oauth2": "x"}}, "protocols.oauth2"},
		"redirect URI is relative":  {oauth2("redirect_uris", []string{"https://a.test", "cb"}), "protocols.oauth2.redirect_uris[1]"},
		"redirect URI has no host":  {oauth2("redirect_uris", []string{"https:///cb"}), "protocols.oauth2.redirect_uris[0]"},
		"redirect URI has a space":  {oauth2("redirect_uris", []string{"https://a.test/a b"}), "protocols.oauth2.redirect_uris[0]"},
		"redirect URI is bare":      {oauth2("redirect_uris", []string{"app:"}), "protocols.oauth2.redirect_uris[0]"},
		"redirect URI is null":      {oauth2("redirect_uris", []any{nil}), "protocols.oauth2.redirect_uris"},
		"logout URI is relative":    {oauth2("post_logout_redirect_uris", []string{"//a.test"}), "protocols.oauth2.post_logout_redirect_uris[0]"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			target := h.create("of " + name)
			body := object{"identifier": "x " + name, "name": "x"}
			for field, value := range test.fields {
				body[field] = value
			}
			for _, got := range []answer{
				h.api("POST", h.apps(""), body), h.api("PATCH", h.apps("/"+target.text("id")), test.fields),
			} {
				got.refused(400, "bad_request")
				details := got.body["details"].([]any)
				if len(details) != 1 || details[0].(object)["field"] != test.field || !strings.Contains(got.text("message"), test.field) {
					t.Errorf("details %v, message %q, want the field %s", details, got.text("message"), test.field)
				}
			}
		})
	}
}

func TestBodies_NotJSONObjects_AreRefused(t *testing.T) {
	h := start(t, Config{})
	got := h.api("POST", h.apps(""), "{}").refused(400, "bad_request")
	if details := got.body["details"].([]any); len(details) != 2 {
		t.Errorf("details %v, want both missing fields", details)
	}
	h.api("POST", h.apps(""), "name=x").refused(500, "internal_server_error")
	h.api("POST", h.apps(""), "").refused(500, "internal_server_error")
	h.api("POST", h.apps(""), "[]").refused(400, "bad_request")
	h.api("POST", h.apps(""), "null").refused(400, "bad_request")
	h.api("POST", h.apps(""), strings.Repeat(" ", maxBody+1)).refused(400, "bad_request")
	for _, field := range []string{"metadata", "protocols", "traits"} {
		h.api("POST", h.apps(""), object{"name": "a", "identifier": "a", field: nil}).refused(400, "bad_request")
	}
}

func TestLimitsCountCharacters(t *testing.T) {
	h := start(t, Config{})
	h.api("POST", h.apps(""), object{
		"name": strings.Repeat("é", 255), "identifier": strings.Repeat("é", 2048), "description": strings.Repeat("é", 2048),
	}).is(200)
}

func TestIdentifierIsUniqueInItsZone(t *testing.T) {
	h := start(t, Config{})
	first, second := h.create("first"), h.create("second")
	same := object{"name": "x", "identifier": first.text("identifier")}
	h.api("POST", h.apps(""), same).refused(409, "conflict")
	h.api("PATCH", h.apps("/"+second.text("id")), object{"identifier": first.text("identifier")}).refused(409, "conflict")
	h.api("PATCH", h.apps("/"+first.text("id")), object{"identifier": first.text("identifier")}).is(200)
	h.api("POST", "/zones/"+h.OtherZoneID()+"/applications", same).is(200)
	h.api("DELETE", h.apps("/"+first.text("id")), nil).is(204)
	h.api("POST", h.apps(""), same).is(200)
}

func TestSlugsAreMadeUnique(t *testing.T) {
	h := start(t, Config{})
	long := strings.Repeat("a", 62) + " b"
	names := []string{"Google Calendar API", "google-calendar  api!", "Google Calendar API", "日本", long, long}
	want := []string{
		"google-calendar-api", "google-calendar-api-2", "google-calendar-api-3", "application",
		strings.Repeat("a", 62), strings.Repeat("a", 61) + "-2",
	}
	var got []string
	for i, name := range names {
		created := h.api("POST", h.apps(""), object{"name": name, "identifier": string(rune('a' + i))}).is(200)
		got = append(got, created.text("slug"))
	}
	if !slices.Equal(got, want) {
		t.Errorf("slugs %q, want %q", got, want)
	}
}

func TestUpdateMerges(t *testing.T) {
	uris := func(redirect, logout any) object {
		return object{"oauth2": object{"redirect_uris": redirect, "post_logout_redirect_uris": logout}}
	}
	one, two := []any{"https://a.test/1"}, []any{"https://a.test/2", "https://a.test/1"}
	tests := map[string]struct {
		patch object
		want  object
	}{
		"name":                    {object{"name": "new"}, object{"name": "new", "description": "d", "slug": "old"}},
		"identifier":              {object{"identifier": "new"}, object{"identifier": "new"}},
		"consent":                 {object{"consent": "implicit"}, object{"consent": "implicit"}},
		"description":             {object{"description": "e"}, object{"description": "e"}},
		"empty description":       {object{"description": ""}, object{"description": ""}},
		"no description":          {object{"description": nil}, object{"description": nil}},
		"metadata":                {object{"metadata": object{"docs_url": "urn:x:y"}}, object{"metadata": object{"docs_url": "urn:x:y"}}},
		"null metadata":           {object{"metadata": nil}, object{"metadata": nil}},
		"empty metadata":          {object{"metadata": object{}}, object{"metadata": nil}},
		"no docs_url":             {object{"metadata": object{"docs_url": nil}}, object{"metadata": nil}},
		"null traits":             {object{"traits": nil}, object{"traits": nil}},
		"empty traits":            {object{"traits": []string{}}, object{"traits": nil}},
		"redirect URIs":           {object{"protocols": object{"oauth2": object{"redirect_uris": two}}}, object{"protocols": uris(two, one)}},
		"null redirect URIs":      {object{"protocols": object{"oauth2": object{"redirect_uris": nil}}}, object{"protocols": uris(nil, one)}},
		"empty logout URIs":       {object{"protocols": object{"oauth2": object{"post_logout_redirect_uris": []any{}}}}, object{"protocols": uris(one, nil)}},
		"null oauth2":             {object{"protocols": object{"oauth2": nil}}, object{"protocols": nil}},
		"null protocols":          {object{"protocols": nil}, object{"protocols": nil}},
		"empty oauth2":            {object{"protocols": object{"oauth2": object{}}}, object{"protocols": uris(one, one), "unchanged": true}},
		"empty protocols":         {object{"protocols": object{}}, object{"protocols": uris(one, one), "unchanged": true}},
		"the same":                {object{"name": "old", "traits": []string{"gateway"}}, object{"name": "old", "unchanged": true}},
		"nothing":                 {object{}, object{"unchanged": true}},
		"what cannot be set":      {object{"slug": "x", "owner_type": "platform", "dependencies": 1}, object{"slug": "old", "unchanged": true}},
		"the same and one change": {object{"name": "old", "consent": "implicit"}, object{"consent": "implicit"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h := start(t, Config{})
			created := h.api("POST", h.apps(""), object{
				"name": "old", "identifier": "old", "description": "d", "metadata": object{"docs_url": "https://a.test"},
				"traits": []string{"gateway"}, "protocols": uris(one, one),
			}).is(200)
			h.clock.Advance(time.Second)
			got := h.api("PATCH", h.apps("/"+created.text("id")), test.patch).is(200)
			moved := got.text("updated_at") != created.text("updated_at")
			if unchanged := test.want["unchanged"] == true; moved == unchanged {
				t.Errorf("updated_at is %s, created %s", got.text("updated_at"), created.text("updated_at"))
			}
			delete(test.want, "unchanged")
			for field, value := range test.want {
				if !reflect.DeepEqual(got.body[field], value) {
					t.Errorf("%s is %v, want %v", field, got.body[field], value)
				}
			}
			if read := h.api("GET", h.apps("/"+created.text("id")), nil); !reflect.DeepEqual(read.body, got.body) {
				t.Errorf("read %v, answered %v", read.body, got.body)
			}
		})
	}
}

func TestDeletedApplicationIsGoneWithItsCredentials(t *testing.T) {
	h := start(t, Config{})
	created, kept := h.create("a"), h.create("b")
	credential, other := h.password(created.text("id")), h.password(kept.text("id"))
	h.api("DELETE", h.apps("/"+created.text("id")), nil).is(204)
	h.api("GET", h.apps("/"+created.text("id")), nil).refused(404, "not_found")
	h.api("DELETE", h.apps("/"+created.text("id")), nil).refused(404, "not_found")
	h.api("GET", h.creds("/"+credential.text("id")), nil).refused(404, "not_found")
	h.api("GET", h.creds("/"+other.text("id")), nil).is(200)
	if h.VerifySecret(credential.text("identifier"), credential.text("password")) {
		t.Error("the secret is still good")
	}
}

func TestAnotherZonesApplicationIsNotFound(t *testing.T) {
	h := start(t, Config{})
	id := h.create("a").text("id")
	elsewhere := "/zones/" + h.OtherZoneID() + "/applications/" + id
	h.api("GET", elsewhere, nil).refused(404, "not_found")
	h.api("PATCH", elsewhere, object{"name": "b"}).refused(404, "not_found")
	h.api("DELETE", elsewhere, nil).refused(404, "not_found")
	h.api("GET", elsewhere+"/application-credentials", nil).refused(404, "not_found")
}

func TestPlatformApplicationsCannotBeChanged(t *testing.T) {
	h := start(t, Config{})
	id := h.PlatformApplicationID()
	if got := h.api("GET", h.apps("/"+id), nil).is(200); got.text("owner_type") != "platform" {
		t.Errorf("owner_type is %v", got.body["owner_type"])
	}
	h.api("PATCH", h.apps("/"+id), object{"name": "mine"}).refused(403, "forbidden")
	h.api("DELETE", h.apps("/"+id), nil).refused(403, "forbidden")
	h.api("POST", h.creds(""), object{"application_id": id, "type": "password"}).refused(403, "forbidden")
	if h.Change(id, object{"name": "mine"}) == nil || h.Remove(id) == nil {
		t.Error("the control interface changed it")
	}
}
