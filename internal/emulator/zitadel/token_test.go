package zitadel

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

const apiScope = "openid urn:zitadel:iam:org:project:id:zitadel:aud"

type profile struct {
	Type   string `json:"type"`
	KeyID  string `json:"keyId"`
	Key    string `json:"key"`
	UserID string `json:"userId"`
}

func (f fixture) profile() (profile, *rsa.PrivateKey) {
	f.Helper()
	text := f.server.Environment()["ZITADEL_JWT_PROFILE_JSON"]
	var p profile
	if err := json.Unmarshal([]byte(text), &p); err != nil || strings.Contains(text, "\n") || p.Type != "serviceaccount" {
		f.Fatalf("profile: %v", err)
	}
	block, _ := pem.Decode([]byte(p.Key))
	key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		f.Fatal(err)
	}
	return p, key
}

func (f fixture) sign(key any, algorithm jose.SignatureAlgorithm, kid string, claims jwt.Claims) string {
	f.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: jose.JSONWebKey{Key: key, KeyID: kid}}, nil)
	if err != nil {
		f.Fatal(err)
	}
	text, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		f.Fatal(err)
	}
	return text
}

func TestJWTProfile(t *testing.T) {
	f := start(t, Config{})
	p, key := f.profile()
	now := f.clock.Now()
	at := func(d time.Duration) *jwt.NumericDate { return jwt.NewNumericDate(now.Add(d)) }
	otherKey := newKey()
	for _, c := range []struct {
		name   string
		change func(*jwt.Claims)
		kid    string
		key    *rsa.PrivateKey
		ok     bool
	}{
		{name: "good", ok: true},
		{name: "issuer among audiences", change: func(c *jwt.Claims) { c.Audience = append(c.Audience, "other") }, ok: true},
		{name: "runs out in two hours", change: func(c *jwt.Claims) { c.Expiry = at(2 * time.Hour) }, ok: true},
		{name: "audience with a slash", change: func(c *jwt.Claims) { c.Audience = jwt.Audience{f.url + "/"} }},
		{name: "token endpoint as audience", change: func(c *jwt.Claims) { c.Audience = jwt.Audience{f.url + "/oauth/v2/token"} }},
		{name: "expired", change: func(c *jwt.Claims) { c.Expiry = at(-time.Second) }},
		{name: "no exp", change: func(c *jwt.Claims) { c.Expiry = nil }},
		{name: "no iat", change: func(c *jwt.Claims) { c.IssuedAt = nil }},
		{name: "signed in the future", change: func(c *jwt.Claims) { c.IssuedAt = at(time.Minute) }},
		{name: "signed two hours ago", change: func(c *jwt.Claims) { c.IssuedAt = at(-2 * time.Hour) }},
		{name: "other issuer", change: func(c *jwt.Claims) { c.Issuer = unknownID }},
		{name: "other subject", change: func(c *jwt.Claims) { c.Subject = unknownID }},
		{name: "unknown key id", kid: unknownID},
		{name: "other key", key: otherKey},
	} {
		t.Run(c.name, func(t *testing.T) {
			claims := jwt.Claims{Issuer: p.UserID, Subject: p.UserID, Audience: jwt.Audience{f.url}, IssuedAt: at(0), Expiry: at(time.Hour)}
			kid, signer := p.KeyID, key
			if c.change != nil {
				c.change(&claims)
			}
			if c.kid != "" {
				kid = c.kid
			}
			if c.key != nil {
				signer = c.key
			}
			form := url.Values{"grant_type": {grantJWTBearer}, "scope": {apiScope}, "assertion": {f.sign(signer, jose.RS256, kid, claims)}}
			for range 2 { // the same assertion works twice
				f.wantToken(f.form("/oauth/v2/token", form), c.ok)
			}
		})
	}
	for name, assertion := range map[string]string{
		"garbage": "a.b.c", "other algorithm": f.sign(key, jose.RS512, p.KeyID, jwt.Claims{Issuer: p.UserID}),
	} {
		t.Run(name, func(*testing.T) {
			f.wantToken(f.form("/oauth/v2/token", url.Values{"grant_type": {grantJWTBearer}, "scope": {apiScope}, "assertion": {assertion}}), false)
		})
	}
}

func (f fixture) wantToken(a answer, ok bool) {
	f.Helper()
	if !ok {
		f.want(a, 400, "")
		f.equal("error", a.at("error"), "invalid_grant")
		f.equal("description", a.at("error_description"), "invalid assertion")
		return
	}
	f.want(a, 200, "")
	f.equal("expires_in", a.at("expires_in"), 43199.0)
	f.equal("token_type", a.at("token_type"), "Bearer")
	f.equal("length", len(a.string("access_token")), 288)
	f.equal("refresh_token", a.at("refresh_token"), nil)
	f.want(f.as(a.string("access_token"), "", "POST", f.path("/_search"), ""), 200, "")
}

func TestTokenErrors(t *testing.T) {
	f := start(t, Config{})
	app := f.create("orders")
	id, secret := f.server.ClientCredentials()
	const noScope = "The scope of your request is missing."
	grant := func(pairs ...string) url.Values {
		v := url.Values{"grant_type": {"client_credentials"}, "scope": {apiScope}}
		for i := 0; i < len(pairs); i += 2 {
			v.Set(pairs[i], pairs[i+1])
		}
		return v
	}
	for _, c := range []struct {
		name               string
		form               url.Values
		basic              []string
		error, description string // "" means that a token is issued
	}{
		{"basic", grant(), []string{id, secret}, "", ""},
		{"form", grant("client_id", id, "client_secret", secret), nil, "", ""},
		{"wrong secret", grant(), []string{id, "wrong"}, "invalid_request", "Errors.User.Machine.Secret.Invalid"},
		{"no secret stored", grant(), []string{viewerLogin, "wrong"}, "invalid_request", "Errors.User.Machine.Secret.NotExisting"},
		{"unknown client", grant(), []string{"nobody", secret}, "invalid_client", "client not found"},
		{"an API application", grant(), []string{app.clientID, app.secret}, "invalid_client", "client not found"},
		{"no credentials", grant(), nil, "invalid_request", "client_id or client_assertion must be provided"},
		{"empty secret", grant("client_id", id), nil, "invalid_client", "client must be authenticated"},
		{"no scope", grant("scope", " "), []string{id, secret}, "invalid_request", noScope},
		{"unknown grant", grant("grant_type", "password"), []string{id, secret}, "unsupported_grant_type", "password not supported"},
		{"no grant", grant("grant_type", ""), []string{id, secret}, "invalid_request", "grant_type missing"},
		{"no assertion", grant("grant_type", grantJWTBearer), nil, "invalid_request", "assertion missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := f.form("/oauth/v2/token", c.form, c.basic...)
			if c.error == "" {
				f.want(a, 200, "")
				return
			}
			f.want(a, 400, "")
			f.equal("error", a.at("error"), c.error)
			if !strings.HasPrefix(a.string("error_description"), c.description) {
				t.Error(a.text)
			}
			f.equal("Www-Authenticate", a.header.Get("Www-Authenticate"), "")
		})
	}
	for _, path := range []string{"/oauth/v2/token", "/oauth/v2/introspect"} {
		a := f.form(path, url.Values{"grant_type": {"client_credentials"}, "token": {"x"}})
		f.equal("status", a.status, 400)
		r := f.request("POST", path, "grant_type=%zz")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		f.equal("unreadable form", f.send(r).at("error_description"), "error parsing form")
		r = f.request("POST", path, "grant_type=client_credentials")
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.SetBasicAuth("%zz", "x")
		f.equal("unreadable basic", f.send(r).at("error"), "invalid_client")
	}
	r := f.request("POST", "/oauth/v2/token", `{"grant_type":"client_credentials"}`)
	r.Header.Set("Content-Type", "application/json")
	f.equal("JSON", f.send(r).at("error_description"), "grant_type missing")
}

func (f fixture) token(scope string) string {
	f.Helper()
	id, secret := f.server.ClientCredentials()
	a := f.form("/oauth/v2/token", url.Values{"grant_type": {"client_credentials"}, "scope": {scope}}, id, secret)
	f.want(a, 200, "")
	return a.string("access_token")
}

func TestTokens_Expire(t *testing.T) {
	f := start(t, Config{TokenTTL: time.Minute})
	search := func(token string) int { return f.as(token, "", "POST", f.path("/_search"), "").status }
	first := f.token(apiScope)
	f.clock.Advance(59 * time.Second)
	f.equal("before its end", search(first), 200)
	f.clock.Advance(time.Second)
	f.equal("at its end", search(first), 401)
	second := f.token(apiScope)
	f.server.ExpireTokens()
	f.equal("ended by hand", search(second), 401)
	f.equal("personal access token", search(f.server.AccessToken()), 200)
}

func TestTokenFault(t *testing.T) {
	f := start(t, Config{})
	f.arm("token", fault.UnauthenticatedOnce)
	id, secret := f.server.ClientCredentials()
	a := f.form("/oauth/v2/token", url.Values{"grant_type": {"client_credentials"}, "scope": {apiScope}}, id, secret)
	f.equal("description", a.at("error_description"), "Errors.User.Machine.Secret.Invalid")
	f.token(apiScope)
}

func TestDiscovery(t *testing.T) {
	f := start(t, Config{})
	a := f.send(f.request("GET", "/.well-known/openid-configuration", ""))
	f.want(a, 200, "")
	f.equal("issuer", a.at("issuer"), f.url)
	f.equal("token_endpoint", a.at("token_endpoint"), f.url+"/oauth/v2/token")
	f.equal("introspection_endpoint", a.at("introspection_endpoint"), f.url+"/oauth/v2/introspect")
}

func TestEnvironment(t *testing.T) {
	f := start(t, Config{})
	f.server.SetURL(f.url + "/")
	env := f.server.Environment()
	f.equal("endpoint", env["ZITADEL_ENDPOINT"], f.url)
	f.equal("project", env["ZITADEL_PROJECT_ID"], f.server.ProjectID())
	f.equal("variables", len(env), 3)
}
