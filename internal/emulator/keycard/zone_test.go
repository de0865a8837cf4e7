package keycard

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"net/url"
	"reflect"
	"strings"
	"testing"
)

func TestZoneLeadsToItsTokenEndpoint(t *testing.T) {
	h := start(t, Config{})
	zone := h.api("GET", "/zones/"+h.ZoneID(), nil).is(200)
	issuer, _ := zone.under("protocols", "oauth2", "issuer").(string)
	if issuer != h.base+"/z/"+h.ZoneID() || zone.under("protocols", "oauth2", "token_endpoint") != issuer+"/oauth/2/token" {
		t.Errorf("protocols %v", zone.body["protocols"])
	}
	h.token = "" // metadata is public
	well := strings.TrimPrefix(issuer, h.base) + "/.well-known/"
	metadata := h.api("GET", well+"oauth-authorization-server", nil).is(200)
	if metadata.text("issuer") != issuer || metadata.text("token_endpoint") != issuer+"/oauth/2/token" {
		t.Errorf("metadata %v", metadata.body)
	}
	for _, path := range []string{well + "openid-configuration", "/.well-known/oauth-authorization-server/z/" + h.ZoneID()} {
		if got := h.api("GET", path, nil).is(200); !reflect.DeepEqual(got.body, metadata.body) {
			t.Errorf("%s is %v", path, got.body)
		}
	}
	h.api("GET", "/z/unknown/.well-known/openid-configuration", nil).refused(404, "not_found")
	h.api("GET", "/zones/"+h.ZoneID(), nil).refused(401, "unauthorized")
}

// tokenRequest returns the form that requests a token for a resource.
func tokenRequest(resource string) url.Values {
	return url.Values{"grant_type": {"client_credentials"}, "resource": {resource}}
}

func TestZoneTokenRefusals(t *testing.T) {
	h := start(t, Config{})
	_, resource := h.Resource()
	good := h.password(h.create("a").text("id"))
	revoked := h.password(h.create("b").text("id"))
	h.api("DELETE", h.creds("/"+revoked.text("id")), nil).is(204)
	env := h.Environment()
	id, secret := good.text("identifier"), good.text("password")
	tests := map[string]struct {
		id, secret string
		form       url.Values
		status     int
		code       string
	}{
		"unknown resource":     {id, secret, tokenRequest("urn:unknown"), 400, "invalid_target"},
		"no dependency":        {id, secret, tokenRequest(resource), 400, "access_denied"},
		"no resource":          {id, secret, url.Values{"grant_type": {"client_credentials"}}, 400, "invalid_request"},
		"another grant":        {id, secret, url.Values{"grant_type": {"x"}}, 400, "unsupported_grant_type"},
		"wrong secret":         {id, "x", tokenRequest("urn:unknown"), 401, "invalid_client"},
		"wrong secret, grant":  {id, "x", url.Values{"grant_type": {"x"}}, 401, "invalid_client"},
		"revoked":              {revoked.text("identifier"), revoked.text("password"), tokenRequest(resource), 401, "invalid_client"},
		"service account":      {env["KEYCARD_CLIENT_ID"], env["KEYCARD_CLIENT_SECRET"], tokenRequest(resource), 401, "invalid_client"},
		"no client":            {"", "", tokenRequest(resource), 401, "invalid_client"},
		"broken encoding, id":  {"%zz", "x", tokenRequest(resource), 401, "invalid_client"},
		"broken encoding":      {"x", "%zz", tokenRequest(resource), 401, "invalid_client"},
		"client authenticates": {id, secret, url.Values{"client_secret": {secret}}, 400, "invalid_request"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := h.form("/z/"+h.ZoneID()+"/oauth/2/token", test.id, test.secret, test.form).is(test.status)
			if got.text("error") != test.code {
				t.Errorf("body %v, want %s", got.body, test.code)
			}
		})
	}
	other := h.form("/z/"+h.OtherZoneID()+"/oauth/2/token", id, secret, tokenRequest(resource)).is(401)
	if other.text("error") != "invalid_client" {
		t.Errorf("another zone answers %v", other.body)
	}
	h.form("/z/unknown/oauth/2/token", id, secret, tokenRequest(resource)).refused(404, "not_found")
}

func TestZoneTokensDependOnTheResource(t *testing.T) {
	h := start(t, Config{})
	app := h.create("a").text("id")
	client := h.password(app)
	ask := func(resource answer) answer {
		form := tokenRequest(resource.text("identifier"))
		return h.form("/z/"+h.ZoneID()+"/oauth/2/token", client.text("identifier"), client.text("password"), form)
	}
	own := h.resource("own", object{"application_id": app})
	short := h.resource("short", object{"credential_lifetime_seconds": 60})
	bare := h.resource("bare", nil)
	for _, resource := range []answer{own, short, bare} {
		if got := ask(resource).is(400); got.text("error") != "access_denied" {
			t.Errorf("without a dependency: %v", got.body)
		}
		h.api("PUT", h.deps(app, resource.text("id")), nil).is(204)
	}
	if got := ask(short).is(200); got.body["expires_in"] != 60.0 {
		t.Errorf("expires_in is %v", got.body["expires_in"])
	}
	ask(bare).is(200)
	h.api("PATCH", h.zone("/resources/"+bare.text("id")), object{"credential_provider_id": nil}).is(200)
	if got := ask(bare).is(500); got.text("error") != "server_error" {
		t.Errorf("without a provider: %v", got.body)
	}
	// With the client credentials grant, a dependency with a condition does not apply.
	h.api("PUT", h.deps(app, short.text("id"))+"?when_accessing="+own.text("id"), nil).is(204)
	if got := ask(short).is(400); got.text("error") != "access_denied" {
		t.Errorf("with a condition: %v", got.body)
	}
	h.api("DELETE", h.zone("/resources/"+own.text("id")), nil).is(204)
	if got := ask(own).is(400); got.text("error") != "invalid_target" {
		t.Errorf("without the resource: %v", got.body)
	}
}

func TestZoneTokenForADependencyVerifies(t *testing.T) {
	h := start(t, Config{})
	resourceID, resource := h.Resource()
	app := h.api("POST", h.apps(""), object{"name": "a", "identifier": "urn:a"}).is(200)
	h.api("PUT", h.deps(app.text("id"), resourceID), nil).is(204)
	client := "https://a.example.test/agent" // the colon must be encoded in Basic credentials
	credential := h.api("POST", h.creds(""), object{"application_id": app.text("id"), "type": "password", "identifier": client}).is(200)
	got := h.form("/z/"+h.ZoneID()+"/oauth/2/token", url.QueryEscape(client), credential.text("password"), tokenRequest(resource)).is(200)
	if got.body["expires_in"] != 86400.0 || got.text("token_type") != "Bearer" {
		t.Errorf("body %v", got.body)
	}
	keys := h.api("GET", "/z/"+h.ZoneID()+"/openidconnect/jwks", nil).is(200)
	claims := verified(t, got.text("access_token"), keys.body["keys"].([]any)[0].(object))
	want := object{"iss": h.base + "/z/" + h.ZoneID(), "aud": resource, "sub": "urn:a", "client_id": client}
	for name, value := range want {
		if claims[name] != value {
			t.Errorf("%s is %v, want %v", name, claims[name], value)
		}
	}
}

// verified returns the claims of a token that the key has signed.
func verified(t *testing.T, token string, key object) object {
	t.Helper()
	decode := func(text string) []byte {
		raw, err := base64.RawURLEncoding.DecodeString(text)
		if err != nil {
			t.Fatal(err)
		}
		return raw
	}
	parts := strings.Split(token, ".")
	public := &rsa.PublicKey{N: new(big.Int).SetBytes(decode(key["n"].(string))), E: int(new(big.Int).SetBytes(decode(key["e"].(string))).Int64())}
	sum := sha256.Sum256([]byte(parts[0] + "." + parts[1]))
	if err := rsa.VerifyPKCS1v15(public, crypto.SHA256, sum[:], decode(parts[2])); err != nil {
		t.Fatal(err)
	}
	var claims object
	if err := json.Unmarshal(decode(parts[1]), &claims); err != nil {
		t.Fatal(err)
	}
	return claims
}
