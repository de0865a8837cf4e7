package keycard

import (
	"reflect"
	"regexp"
	"slices"
	"testing"
	"time"
)

func TestPasswordIsShownOnce(t *testing.T) {
	h := start(t, Config{})
	app := h.create("billing agent")
	created := h.password(app.text("id"))
	if !regexp.MustCompile(`^[A-Za-z0-9]{21}$`).MatchString(created.text("identifier")) {
		t.Errorf("client ID %q", created.text("identifier"))
	}
	if !regexp.MustCompile(`^[A-Za-z0-9]{64}$`).MatchString(created.text("password")) {
		t.Errorf("the secret has %d characters", len(created.text("password")))
	}
	if created.text("slug") != "billing-agent-1" || h.password(app.text("id")).text("slug") != "billing-agent-2" {
		t.Errorf("slug %q", created.text("slug"))
	}
	if !h.VerifySecret(created.text("identifier"), created.text("password")) || h.VerifySecret(created.text("identifier"), "x") {
		t.Error("the secret is not the one that was shown")
	}
	delete(created.body, "password")
	id := created.text("id")
	for name, got := range map[string]map[string]any{
		"get":    h.api("GET", h.creds("/"+id), nil).is(200).body,
		"update": h.api("PATCH", h.creds("/"+id), object{"type": "password", "unknown": "ignored"}).is(200).body,
		"list":   h.page(h.creds("")).is(200).body["items"].([]any)[0].(object),
		"listed": h.page(h.apps("/" + app.text("id") + "/application-credentials")).is(200).body["items"].([]any)[0].(object),
	} {
		if !reflect.DeepEqual(got, created.body) {
			t.Errorf("%s answers %v, want %v", name, got, created.body)
		}
	}
}

func TestCredentialTypes(t *testing.T) {
	tests := map[string]struct {
		body object // without application_id
		want object // without the common fields; nil if rejected
	}{
		"password of choice":     {object{"type": "password", "identifier": "my-agent"}, object{"identifier": "my-agent"}},
		"public key":             {object{"type": "public-key", "jwks_uri": "https://a.test/jwks", "identifier": "k"}, object{"jwks_uri": "https://a.test/jwks", "identifier": "k"}},
		"public key without URI": {object{"type": "public-key"}, nil},
		"public key, bad URI":    {object{"type": "public-key", "jwks_uri": "x"}, nil},
		"url":                    {object{"type": "url", "identifier": "https://a.test/client"}, object{"identifier": "https://a.test/client"}},
		"url without URL":        {object{"type": "url"}, nil},
		"url that is none":       {object{"type": "url", "identifier": "agent"}, nil},
		"public":                 {object{"type": "public", "identifier": "cli"}, object{"identifier": "cli"}},
		"token":                  {object{"type": "token"}, object{"subject": nil, "identifier": "*"}},
		"token of a subject":     {object{"type": "token", "subject": "repo:a"}, object{"subject": "repo:a", "identifier": "repo:a"}},
		"public key, own ID":     {object{"type": "public-key", "jwks_uri": "http://127.0.0.1/jwks"}, object{"jwks_uri": "http://127.0.0.1/jwks"}},
		"token without provider": {object{"type": "token", "provider_id": nil}, nil},
		"no type":                {object{}, nil},
		"unknown type":           {object{"type": "saml"}, nil},
		"empty identifier":       {object{"type": "password", "identifier": ""}, nil},
		"null identifier":        {object{"type": "password", "identifier": nil}, nil},
		"tag in identifier":      {object{"type": "public", "identifier": "<b>"}, nil},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			h := start(t, Config{})
			test.body["application_id"] = h.create("a").text("id")
			if _, given := test.body["provider_id"]; !given && test.body["type"] == "token" {
				test.body["provider_id"] = h.ProviderID()
			}
			got := h.api("POST", h.creds(""), test.body)
			if test.want == nil {
				got.refused(400, "bad_request")
				return
			}
			got.is(200)
			for field, value := range test.want {
				if !reflect.DeepEqual(got.body[field], value) {
					t.Errorf("%s is %v, want %v", field, got.body[field], value)
				}
			}
			if _, shown := got.body["password"]; shown != (test.body["type"] == "password") {
				t.Errorf("password shown: %t", shown)
			}
		})
	}
}

func TestCredentialBodiesThatAreRefused(t *testing.T) {
	h := start(t, Config{})
	app := h.create("a").text("id")
	taken := h.password(app).text("identifier")
	h.api("POST", h.creds(""), "x").refused(500, "internal_server_error")
	h.api("POST", h.creds(""), object{"type": "password"}).refused(400, "bad_request")
	h.api("POST", h.creds(""), object{"type": "password", "application_id": "unknown"}).refused(404, "not_found")
	h.api("POST", h.creds(""), object{"type": "public", "application_id": app, "identifier": taken}).refused(409, "conflict")
	other := "/zones/" + h.OtherZoneID() + "/application-credentials"
	h.api("POST", other, object{"type": "password", "application_id": app}).refused(404, "not_found")
	for range 2 { // the identifiers of token credentials are not client IDs
		h.api("POST", h.creds(""), object{"type": "token", "application_id": app, "provider_id": h.ProviderID()}).is(200)
	}
	for _, provider := range []string{"unknown", h.tokenService(h.OtherZoneID()).id} {
		h.api("POST", h.creds(""), object{"type": "token", "application_id": app, "provider_id": provider}).refused(404, "not_found")
	}
	for field, body := range map[string]object{
		"provider_id": {"type": "jwks_uri", "application_id": app}, // the field that the first type requires
		"type":        {"type": "jwks_uri", "application_id": app, "provider_id": h.ProviderID()},
	} {
		got := h.api("POST", h.creds(""), body).refused(400, "bad_request")
		if details := got.body["details"].([]any); len(details) != 1 || details[0].(object)["field"] != field {
			t.Errorf("%v: details %v, want the field %s", body, details, field)
		}
	}
}

func TestCredentialUpdateChangesWhatItsTypeAllows(t *testing.T) {
	h := start(t, Config{})
	app := h.create("a").text("id")
	create := func(body object) string {
		body["application_id"] = app
		return h.api("POST", h.creds(""), body).is(200).text("id")
	}
	token := create(object{"type": "token", "provider_id": h.ProviderID(), "subject": "s"})
	public := create(object{"type": "public", "identifier": "cli"})
	page := create(object{"type": "url", "identifier": "https://a.test/1"})
	key := create(object{"type": "public-key", "jwks_uri": "https://a.test/jwks"})
	password := create(object{"type": "password"})
	h.clock.Advance(time.Second)
	tests := []struct {
		id     string
		patch  any
		status int
		field  string
		want   any
	}{
		{token, object{"subject": "t"}, 200, "identifier", "t"},
		{token, object{}, 200, "subject", "t"},
		{token, object{"subject": nil}, 200, "identifier", "*"},
		{token, object{"subject": ""}, 400, "", nil},
		{public, object{"identifier": "tool"}, 200, "identifier", "tool"},
		{public, object{"type": "public", "identifier": "tool"}, 200, "updated_at", "2026-05-04T09:30:01.123Z"},
		{public, object{"type": "password"}, 400, "", nil},
		{public, object{"identifier": nil}, 400, "", nil},
		{page, object{"identifier": "https://a.test/2"}, 200, "identifier", "https://a.test/2"},
		{page, object{"identifier": "tool"}, 400, "", nil},
		{public, object{"identifier": "https://a.test/2"}, 409, "", nil},
		{public, "x", 500, "", nil},
		{token, object{"identifier": "t"}, 400, "", nil},
		{token, object{"provider_id": h.ProviderID()}, 400, "", nil},
		{token, object{"application_id": app}, 400, "", nil},
		{page, object{"subject": "s"}, 400, "", nil},
		{key, object{"jwks_uri": "https://a.test/2"}, 400, "", nil},
		{key, object{"identifier": "k"}, 400, "", nil},
		{key, object{"type": "public-key"}, 200, "jwks_uri", "https://a.test/jwks"},
		{password, object{"identifier": "k"}, 400, "", nil},
		{password, object{"password": "k"}, 400, "", nil},
		{password, object{"unknown": "k"}, 200, "updated_at", "2026-05-04T09:30:00.123Z"},
		{"unknown", object{}, 404, "", nil},
	}
	for _, test := range tests {
		got := h.api("PATCH", h.creds("/"+test.id), test.patch).is(test.status)
		if test.field != "" && got.body[test.field] != test.want {
			t.Errorf("%v: %s is %v, want %v", test.patch, test.field, got.body[test.field], test.want)
		}
	}
}

func TestCredentialListsAreFiltered(t *testing.T) {
	h := start(t, Config{})
	a, b := h.create("a").text("id"), h.create("b").text("id")
	a1, b1, a2 := h.password(a).text("id"), h.password(b).text("id"), h.password(a).text("id")
	tests := map[string]struct {
		path  string
		query []string
		want  []string
	}{
		"all":                {h.creds(""), nil, []string{a1, b1, a2}},
		"of one application": {h.creds(""), []string{"applicationId", a}, []string{a1, a2}},
		"of an unknown one":  {h.creds(""), []string{"applicationId", "x"}, []string{}},
		"by slug":            {h.creds(""), []string{"slug", "b-1"}, []string{b1}},
		"under it":           {h.apps("/" + b + "/application-credentials"), nil, []string{b1}},
		"a page":             {h.creds(""), []string{"limit", "1"}, []string{a1}},
	}
	for name, test := range tests {
		if got := h.page(test.path, test.query...).is(200).texts("id"); !slices.Equal(got, test.want) {
			t.Errorf("%s: got %q, want %q", name, got, test.want)
		}
	}
	h.page(h.creds(""), "limit", "0").refused(400, "bad_request")
	h.page(h.apps("/unknown/application-credentials")).refused(404, "not_found")
}

func TestDeletedCredentialIsGone(t *testing.T) {
	h := start(t, Config{})
	app := h.create("a").text("id")
	first, second := h.password(app), h.password(app)
	h.api("DELETE", h.creds("/"+first.text("id")), nil).is(204)
	h.api("DELETE", h.creds("/"+first.text("id")), nil).refused(404, "not_found")
	h.api("GET", h.creds("/"+first.text("id")), nil).refused(404, "not_found")
	if h.VerifySecret(first.text("identifier"), first.text("password")) || !h.VerifySecret(second.text("identifier"), second.text("password")) {
		t.Error("the wrong secret works")
	}
}
