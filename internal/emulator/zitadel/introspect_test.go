package zitadel

import (
	"net/url"
	"slices"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

const introspectPath = "/oauth/v2/introspect"

func TestIntrospectionRefusals(t *testing.T) {
	f := start(t, Config{})
	app := f.create("orders")
	keyBased := f.createWith(`{"name":"keys","authMethodType":1}`)
	for _, c := range []struct {
		name, token        string
		basic              []string
		form               url.Values
		error, description string // "" means that the token is inactive
	}{
		{name: "dummy token", token: "x", basic: []string{app.clientID, app.secret}},
		{name: "form", token: "x", form: url.Values{"client_id": {app.clientID}, "client_secret": {app.secret}}},
		{name: "wrong secret", token: "x", basic: []string{app.clientID, "wrong"}, error: "unauthorized_client"},
		{name: "unknown client", token: "x", basic: []string{unknownID, app.secret}, error: "unauthorized_client"},
		{name: "wrong assertion", token: "x", form: url.Values{"client_assertion": {"a.b.c"}}, error: "unauthorized_client"},
		{name: "app without secret", token: "x", basic: []string{keyBased.clientID, "x"}, error: "unauthorized_client"},
		{name: "empty secret", token: "x", basic: []string{app.clientID, ""}, error: "invalid_client", description: "client must be authenticated"},
		{name: "no credentials", token: "x", error: "invalid_request", description: "client_id or client_assertion must be provided"},
		{name: "no token", basic: []string{app.clientID, app.secret}, error: "invalid_request", description: "token missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			form := url.Values{"token": {c.token}}
			for name, values := range c.form {
				form[name] = values
			}
			a := f.form(introspectPath, form, c.basic...)
			if c.error == "" {
				f.want(a, 200, "")
				f.equal("body", a.text, `{"active":false}`+"\n")
				return
			}
			f.want(a, 400, "")
			f.equal("error", a.string("error"), c.error)
			f.equal("description", a.string("error_description"), c.description)
			f.equal("Www-Authenticate", a.header.Get("Www-Authenticate"), "")
		})
	}
}

func TestIntrospectionOfTokens(t *testing.T) {
	f := start(t, Config{})
	app, project := f.create("orders"), f.server.ProjectID()
	id, _ := f.server.ClientCredentials()
	look := func(token string) answer {
		a := f.form(introspectPath, url.Values{"token": {token}}, app.clientID, app.secret)
		f.want(a, 200, "")
		return a
	}
	scope := "urn:zitadel:iam:org:project:id:" + project + ":aud"
	a := look(f.token(scope))
	for name, want := range map[string]any{
		"active": true, "scope": scope, "client_id": id, "token_type": "Bearer", "iss": f.url,
		"exp": float64(f.clock.Now().Unix() + 43200), "iat": float64(f.clock.Now().Unix()),
	} {
		f.equal(name, a.at(name), want)
	}
	f.equal("token for another project", look(f.token(apiScope)).at("active"), false)

	a = look(f.server.AccessToken())
	f.equal("active", a.at("active"), true)
	f.equal("scope", a.at("scope"), nil)
	f.equal("client_id", a.at("client_id"), nil)
	f.equal("auth_time", a.at("auth_time"), nil)
	f.equal("exp", a.at("exp"), 253402300799.0)
	audience, _ := a.at("aud").([]any)
	if len(audience) != 2 || !slices.Contains(audience, any(project)) {
		t.Errorf("aud %v", audience)
	}
	f.equal("unchanged token", len(f.server.state.tokens[digestOf(f.server.AccessToken())].audience), 1)

	r := f.request("GET", introspectPath+"?token=x", "")
	r.SetBasicAuth(app.clientID, app.secret)
	f.equal("GET", f.send(r).text, `{"active":false}`+"\n")
}

// An application's secret, from its creation to its removal.
func TestSecret_Lifecycle(t *testing.T) {
	f := start(t, Config{})
	app := f.create("orders")
	path := "/" + app.id
	verify := func(what, secret string, want bool) {
		t.Helper()
		f.equal(what, f.server.VerifySecret(app.clientID, secret), want)
	}
	verify("created", app.secret, true)
	f.apps("PUT", path+"/api_config", `{"authMethodType":1}`)
	verify("after the change to keys", app.secret, true)
	second := f.apps("POST", path+"/api_config/_generate_client_secret", "").string("clientSecret")
	f.equal("length", len(second), 64)
	verify("old after rotation", app.secret, false)
	verify("new, still with keys", second, true)
	f.equal("back to BASIC shows no secret", f.apps("PUT", path+"/api_config", `{}`).at("clientSecret"), nil)
	verify("back to BASIC", second, true)
	f.apps("POST", path+"/_deactivate", "")
	verify("inactive", second, false)
	f.apps("POST", path+"/_reactivate", "")
	verify("active again", second, true)
	f.apps("DELETE", path, "")
	verify("deleted", second, false)

	keyBased := f.createWith(`{"name":"keys","authMethodType":1}`)
	f.apps("PUT", "/"+keyBased.id+"/api_config", `{}`)
	f.equal("never generated", f.server.VerifySecret(keyBased.clientID, ""), false)
}

func TestIntrospectionFault(t *testing.T) {
	f := start(t, Config{})
	app := f.create("orders")
	f.arm("introspect", fault.UnauthenticatedOnce)
	a := f.form(introspectPath, url.Values{"token": {"x"}}, app.clientID, app.secret)
	f.equal("error", a.at("error"), "unauthorized_client")
}
