package keycard

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

func (h *harness) provider(identifier string) answer {
	h.Helper()
	return h.api("POST", h.zone("/providers"), object{"name": "Issuer", "identifier": identifier}).is(200)
}

func TestCreatedProviderIsAnsweredAndReadBack(t *testing.T) {
	h := start(t, Config{})
	oauth2 := object{
		"issuer": "https://issuer.example.test", "authorization_endpoint": "https://issuer.example.test/authorize",
		"token_endpoint": "https://issuer.example.test/token", "jwks_uri": "https://issuer.example.test/jwks",
		"authorization_parameters": object{"prompt": "consent"}, "scopes_supported": []any{"a"}, "authorization_resource_enabled": true,
	}
	created := h.api("POST", h.zone("/providers"), object{
		"name": "Git Forge", "identifier": "forge", "description": "d", "client_id": "me", "client_secret": "hunter2",
		"metadata": object{"team": "x"}, "protocols": object{"oauth2": oauth2, "openid": object{"user_identifier_claim": "email"}},
	}).is(200)
	want := object{
		"id": created.body["id"], "organization_id": created.body["organization_id"], "zone_id": h.ZoneID(), "slug": "git-forge",
		"owner_type": "customer", "type": "external", "name": "Git Forge", "identifier": "forge", "description": "d", "client_id": "me",
		"client_secret_set": true, "metadata": object{"team": "x"},
		"protocols":  object{"oauth2": oauth2, "openid": object{"user_identifier_claim": "email"}},
		"created_at": "2026-05-04T09:30:00.123Z", "updated_at": "2026-05-04T09:30:00.123Z",
	}
	if !reflect.DeepEqual(created.body, want) {
		t.Errorf("got  %v\nwant %v", created.body, want)
	}
	path := h.zone("/providers/" + created.text("id"))
	if got := h.api("GET", path, nil).is(200); !reflect.DeepEqual(got.body, want) {
		t.Errorf("read %v", got.body)
	}
	for _, p := range h.providers.rows {
		if strings.Contains(fmt.Sprintf("%v", *p), "hunter2") {
			t.Error("the secret is kept")
		}
	}
	h.api("DELETE", path, nil).is(204)
	h.api("DELETE", path, nil).refused(404, "not_found")
}

func TestProviderWithoutAnIssuerHasItsIdentifierAsOne(t *testing.T) {
	h := start(t, Config{})
	if got := h.provider("https://a.test").under("protocols", "oauth2", "issuer"); got != "https://a.test" {
		t.Errorf("the issuer is %v", got)
	}
}

func TestProviderUpdateMerges(t *testing.T) {
	issuer := func(more object) object {
		oauth2 := object{"issuer": "https://i.test"}
		for name, value := range more {
			oauth2[name] = value
		}
		return object{"oauth2": oauth2, "openid": nil}
	}
	endpoint := object{"token_endpoint": "https://i.test/token"}
	for name, c := range map[string]struct {
		patch object
		want  object // nil if rejected
	}{
		"nothing":     {object{}, object{"name": "p", "client_secret_set": true, "protocols": issuer(endpoint)}},
		"name":        {object{"name": "q"}, object{"name": "q", "slug": "p", "identifier": "p"}},
		"no secret":   {object{"client_secret": nil}, object{"client_secret_set": false, "client_id": "c"}},
		"no client":   {object{"client_id": nil}, object{"client_id": nil}},
		"no metadata": {object{"metadata": nil}, object{"metadata": nil}},
		"an endpoint": {object{"protocols": object{"oauth2": object{"token_endpoint": nil}}}, object{"protocols": issuer(nil)}},
		"another issuer": {object{"protocols": object{"oauth2": object{"issuer": "https://j.test"}}}, object{"protocols": issuer(object{
			"issuer": "https://j.test", "token_endpoint": "https://i.test/token",
		})}},
		"no protocols":     {object{"protocols": nil}, object{"protocols": nil}},
		"no oauth2":        {object{"protocols": object{"oauth2": nil}}, object{"protocols": nil}},
		"no issuer":        {object{"protocols": object{"oauth2": object{"issuer": nil}}}, nil},
		"issuer is no URI": {object{"protocols": object{"oauth2": object{"issuer": "x"}}}, nil},
		"unknown setting":  {object{"protocols": object{"oauth2": object{"color": "x"}}}, object{"protocols": issuer(endpoint)}},
		"unknown protocol": {object{"protocols": object{"saml": object{}}}, object{"protocols": issuer(endpoint)}},
		"wrong flag":       {object{"protocols": object{"oauth2": object{"authorization_resource_enabled": "x"}}}, nil},
		"wrong list":       {object{"protocols": object{"oauth2": object{"scopes_supported": []int{1}}}}, nil},
		"wrong map":        {object{"protocols": object{"oauth2": object{"authorization_parameters": object{"a": 1}}}}, nil},
		"wrong claim":      {object{"protocols": object{"openid": object{"user_identifier_claim": 1}}}, nil},
		"wrong metadata":   {object{"metadata": 1}, nil},
		"name is null":     {object{"name": nil}, nil},
		"empty secret":     {object{"client_secret": ""}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			h := start(t, Config{})
			created := h.api("POST", h.zone("/providers"), object{
				"name": "p", "identifier": "p", "client_id": "c", "client_secret": "s", "metadata": object{"a": 1}, "protocols": object{
					"oauth2": object{"issuer": "https://i.test", "token_endpoint": "https://i.test/token"},
				},
			}).is(200)
			h.clock.Advance(time.Second)
			got := h.api("PATCH", h.zone("/providers/"+created.text("id")), c.patch)
			if c.want == nil {
				got.refused(400, "bad_request")
				return
			}
			got.is(200)
			for field, value := range c.want {
				if !reflect.DeepEqual(got.body[field], value) {
					t.Errorf("%s is %v, want %v", field, got.body[field], value)
				}
			}
		})
	}
}

func TestProvidersAreUniqueFilteredAndOwned(t *testing.T) {
	h := start(t, Config{})
	one, two := h.provider("https://1.test"), h.provider("https://2.test")
	h.api("POST", h.zone("/providers"), object{"name": "x", "identifier": "https://1.test"}).refused(409, "conflict")
	h.api("PATCH", h.zone("/providers/"+two.text("id")), object{"identifier": "https://1.test"}).refused(409, "conflict")
	h.api("POST", h.zone("/providers"), object{"name": "x"}).refused(400, "bad_request")
	h.api("POST", h.zone("/providers"), object{"name": "x", "identifier": "x", "metadata": nil}).refused(400, "bad_request")
	service := h.ProviderID()
	h.api("PATCH", h.zone("/providers/"+service), object{"name": "mine"}).refused(403, "forbidden")
	h.api("DELETE", h.zone("/providers/"+service), nil).refused(403, "forbidden")
	for _, c := range []struct {
		query []string
		want  []string
	}{
		{nil, []string{service, one.text("id"), two.text("id")}},
		{[]string{"identifier", "https://2.test"}, []string{two.text("id")}},
		{[]string{"slug", "issuer"}, []string{one.text("id")}},
		{[]string{"type", "keycard-sts"}, []string{service}},
		{[]string{"filter[id]", two.text("id"), "filter[id]", "x"}, []string{two.text("id")}},
	} {
		if got := h.page(h.zone("/providers"), c.query...).is(200).texts("id"); !slices.Equal(got, c.want) {
			t.Errorf("%q: got %q, want %q", c.query, got, c.want)
		}
	}
}

func TestProviderDeleteRemovesItsCredentialsAndKeepsItsResources(t *testing.T) {
	h := start(t, Config{})
	app := h.create("a").text("id")
	gone, err := h.AddProvider(object{"name": "gone", "identifier": "https://gone.test"})
	if err != nil {
		t.Fatal(err)
	}
	resource := h.resource("r", object{"credential_provider_id": gone}).text("id")
	token := h.api("POST", h.creds(""), object{"type": "token", "application_id": app, "provider_id": gone}).is(200).text("id")
	kept := h.password(app).text("id")
	h.api("DELETE", h.zone("/providers/"+gone), nil).is(204)
	if got := h.api("GET", h.zone("/resources/"+resource), nil).is(200).body["credential_provider_id"]; got != nil {
		t.Errorf("the resource has the provider %v", got)
	}
	h.api("GET", h.creds("/"+token), nil).refused(404, "not_found")
	h.api("GET", h.creds("/"+kept), nil).is(200)
	if _, err := h.AddProvider(object{"name": "x"}); err == nil {
		t.Error("a provider without an identifier was added")
	}
}
