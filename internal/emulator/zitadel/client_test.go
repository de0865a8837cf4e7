package zitadel

import (
	"net/url"
	"strings"
	"testing"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// The endpoints accept an OIDC application's credentials, although nobody logs in.
func TestOIDCClients(t *testing.T) {
	f := start(t, Config{})
	web := f.createOIDC(`{"name":"web"}`)
	refreshing := f.createOIDC(`{"name":"refreshing","grantTypes":[0,2]}`)
	public := f.createOIDC(`{"name":"public","authMethodType":2}`)
	keys := f.createOIDC(`{"name":"keys","authMethodType":3}`)
	signed := f.received(f.apps("POST", "/"+keys.id+"/keys", jsonKey))
	api := f.create("api")
	code := url.Values{"grant_type": {"authorization_code"}, "code": {"x"}}
	refresh := url.Values{"grant_type": {"refresh_token"}, "refresh_token": {"x"}}
	revoke := url.Values{"token": {"x"}}
	with := func(form url.Values, name, value string) url.Values {
		changed := url.Values{name: {value}}
		for key, values := range form {
			changed[key] = values
		}
		return changed
	}
	const token, revocation = "/oauth/v2/token", "/oauth/v2/revoke"
	for _, c := range []struct {
		name, path         string
		form               url.Values
		basic              []string
		error, description string // "" means that the request succeeds
	}{
		{"code, right secret", token, code, []string{web.clientID, web.secret}, "invalid_request", "Errors.User.Code.Invalid"},
		{"code, wrong secret", token, code, []string{web.clientID, "x"}, "invalid_client", "invalid secret"},
		{"code, no secret", token, code, []string{web.clientID, ""}, "invalid_client", "empty client secret"},
		{"code, nobody", token, code, nil, "invalid_request", "client_id or client_assertion must be provided"},
		{"code, unknown client", token, code, []string{unknownID, "x"}, "invalid_client", "client not found"},
		{"code, API application", token, code, []string{api.clientID, api.secret}, "invalid_client", "client not found"},
		{"code, public", token, with(code, "client_id", public.clientID), nil, "invalid_request", "Errors.User.Code.Invalid"},
		{"code, right assertion", token, with(code, "client_assertion", f.assertion(signed, keys.clientID)), nil, "invalid_request", "Errors.User.Code.Invalid"},
		{"code, wrong assertion", token, with(code, "client_assertion", f.assertion(signed, web.clientID)), nil, "invalid_client", "invalid assertion"},
		{"code, no assertion", token, with(code, "client_id", keys.clientID), nil, "invalid_client", "empty client assertion"},
		{"code, garbage with a client ID", token, with(with(code, "client_assertion", "a.b.c"), "client_id", keys.clientID), nil, "invalid_client", "invalid assertion"},
		{"refresh, not granted", token, refresh, []string{web.clientID, web.secret}, "unauthorized_client", `grant_type "refresh_token" not allowed`},
		{"refresh, granted", token, refresh, []string{refreshing.clientID, refreshing.secret}, "invalid_grant", "invalid refresh token"},
		{"client credentials", token, url.Values{"grant_type": {"client_credentials"}, "scope": {"openid"}}, []string{web.clientID, web.secret}, "invalid_client", "client not found"},
		{"revoke", revocation, revoke, []string{web.clientID, web.secret}, "", ""},
		{"revoke, wrong secret", revocation, revoke, []string{web.clientID, "x"}, "invalid_client", "invalid secret"},
		{"revoke, public", revocation, with(revoke, "client_id", public.clientID), nil, "", ""},
		{"revoke, with keys", revocation, revoke, []string{keys.clientID, "x"}, "invalid_client", "empty client assertion"},
		{"revoke another's token", revocation, url.Values{"token": {f.server.AccessToken()}}, []string{web.clientID, web.secret}, "invalid_client", "token was not issued for this client"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := f.form(c.path, c.form, c.basic...)
			if c.error == "" {
				f.want(a, 200, "")
				f.equal("body", a.text, "")
				return
			}
			f.want(a, 400, "")
			f.equal("error", a.string("error"), c.error)
			f.equal("description", a.string("error_description"), c.description)
		})
	}
	f.want(f.apps("PUT", "/"+web.id+"/oidc_config", `{"authMethodType":1}`), 200, "")
	f.want(f.form(revocation, revoke, web.clientID, web.secret), 200, "")
	f.apps("POST", "/"+web.id+"/_deactivate", "")
	for _, path := range []string{revocation, "/oauth/v2/device_authorization"} {
		r := f.request("POST", path, "token=%zz")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		f.equal("unreadable form", f.send(r).at("error_description"), "error parsing form")
	}
	f.equal("inactive", f.form(revocation, revoke, web.clientID, web.secret).status, 400)
}

func TestAuthorizeChecksClientAndRedirect(t *testing.T) {
	f := start(t, Config{})
	app := f.createOIDC(`{"name":"portal","redirectUris":["https://a.example/cb"]}`)
	for _, c := range []struct {
		name, client, redirect string
		status                 int
		text                   string
	}{
		{"right", app.clientID, "https://a.example/cb", 302, ""},
		{"other redirect", app.clientID, "https://a.example/cb/", 400, "The requested redirect_uri is missing in the client configuration"},
		{"unknown client", unknownID, "https://a.example/cb", 400, "Errors.App.NotFound"},
	} {
		query := url.Values{"client_id": {c.client}, "redirect_uri": {c.redirect}, "response_type": {"code"}, "scope": {"openid"}}
		a := f.send(f.request("GET", "/oauth/v2/authorize?"+query.Encode(), ""))
		f.equal(c.name, a.status, c.status)
		if !strings.Contains(a.text, c.text) {
			t.Error(a.text)
		}
	}
	device := f.createOIDC(`{"name":"device","appType":2,"authMethodType":2,"grantTypes":[3]}`)
	a := f.form("/oauth/v2/device_authorization", url.Values{"client_id": {device.clientID}})
	f.want(a, 200, "")
	f.equal("device code", len(a.string("device_code")), 32)
	a = f.form("/oauth/v2/device_authorization", url.Values{}, app.clientID, app.secret)
	f.equal("without the grant", a.at("error"), "unauthorized_client")
	f.equal("unknown", f.form("/oauth/v2/device_authorization", url.Values{"client_id": {unknownID}}).at("error"), "invalid_client")

	r := f.request("GET", "/oauth/v2/authorize?client_id="+app.clientID, "")
	r.Host = "elsewhere"
	f.equal("host", f.send(r).status, 404)
}

// A service account's access tokens can be JWTs, which anyone can verify.
func TestJWTAccessTokens(t *testing.T) {
	f := start(t, Config{})
	id := f.createMachine(`{"userName":"worker","name":"Worker","accessTokenType":"ACCESS_TOKEN_TYPE_JWT"}`)
	secret := f.newSecret(id)
	var set jose.JSONWebKeySet
	keys := f.send(f.request("GET", "/oauth/v2/keys", ""))
	f.decode(keys, &set)
	verified := func(text string) (claims tokenClaims) {
		t.Helper()
		parsed, err := jwt.ParseSigned(text, []jose.SignatureAlgorithm{jose.RS256})
		if err != nil {
			t.Fatal(err)
		}
		if err := parsed.Claims(set, &claims); err != nil {
			t.Fatal(err)
		}
		return claims
	}
	a := f.login("worker", secret, "openid")
	f.want(a, 200, "")
	f.equal("expires_in", a.at("expires_in"), 43199.0)
	claims := verified(a.string("access_token"))
	f.equal("audience", strings.Join(claims.Audience, " "), "worker")
	f.equal("client", claims.ClientID, "worker")
	f.equal("subject", claims.Subject, id)
	f.equal("issuer", claims.Issuer, f.url)
	f.equal("its end", claims.Expiry.Time().Unix(), f.clock.Now().Unix()+43200)
	f.equal("ID token", verified(a.string("id_token")).Subject, id)

	a = f.login("worker", secret, "urn:zitadel:iam:org:project:id:"+f.server.ProjectID()+":aud")
	f.equal("audience", strings.Join(verified(a.string("access_token")).Audience, " "), f.server.ProjectID())
	f.equal("no ID token", a.at("id_token"), nil)
	app := f.create("orders")
	seen := f.form(introspectPath, url.Values{"token": {a.string("access_token")}}, app.clientID, app.secret)
	f.equal("active", seen.at("active"), true)
	f.equal("for", seen.at("client_id"), "worker")
	token := f.login("worker", secret, apiScope).string("access_token")
	f.want(f.as(token, "", "POST", f.path("/_search"), ""), 404, "AUTHZ-cdgFk")
}

// The token endpoint may not know a new secret yet.
func TestLogin_NewSecretNotFound_IsRefusedOnce(t *testing.T) {
	f := start(t, Config{})
	id, secret := f.server.ClientCredentials()
	f.arm("token", fault.NotFoundTimes)
	f.equal("refused", f.login(id, secret, apiScope).at("error_description"), "Errors.User.Machine.Secret.NotExisting")
	f.want(f.login(id, secret, apiScope), 200, "")
}
