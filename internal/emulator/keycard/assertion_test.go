package keycard

import (
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/workload"
)

// assertion returns an assertion for the zone's token endpoint. A nil value in changes removes a claim.
func (h *harness) assertion(w *workload.Workload, client string, changes object) string {
	return w.Sign(h.claims(client, changes))
}

func (h *harness) claims(client string, changes object) object {
	all := object{
		"iss": client, "sub": client, "aud": h.base + "/z/" + h.ZoneID() + "/oauth/2/token", "jti": newID(),
		"iat": h.clock.Now().Unix(), "exp": h.clock.Now().Add(5 * time.Minute).Unix(),
	}
	maps.Copy(all, changes)
	maps.DeleteFunc(all, func(_ string, value any) bool { return value == nil })
	return all
}

func (h *harness) workload() *workload.Workload {
	h.Helper()
	return workload.New(h.T, h.clock.Now)
}

func signed(t *testing.T, algorithm jose.SignatureAlgorithm, key any, claims object) string {
	t.Helper()
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: algorithm, Key: key}, nil)
	if err != nil {
		t.Fatal(err)
	}
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

func assertionRequest(resource, assertion string) url.Values {
	form := tokenRequest(resource)
	form.Set("client_assertion_type", assertionType)
	form.Set("client_assertion", assertion)
	return form
}

func (h *harness) ask(form url.Values) answer {
	h.Helper()
	return h.form("/z/"+h.ZoneID()+"/oauth/2/token", "", "", form)
}

// credential registers an application with one credential and access to the zone's resource.
func (h *harness) credential(fields object) answer {
	h.Helper()
	app := h.create(newID()).text("id")
	if err := h.Depend(app); err != nil {
		h.Fatal(err)
	}
	body := object{"application_id": app}
	maps.Copy(body, fields)
	return h.api("POST", h.creds(""), body).is(200)
}

func TestPublicKeyCredentialGetsTokens(t *testing.T) {
	h := start(t, Config{})
	w := h.workload()
	_, resource := h.Resource()
	made := h.credential(object{"type": "public-key", "jwks_uri": w.JWKSURI()})
	client := made.text("identifier")
	got := h.ask(assertionRequest(resource, w.Assertion(client, h.base+"/z/"+h.ZoneID()+"/oauth/2/token"))).is(200)
	keys := h.api("GET", "/z/"+h.ZoneID()+"/openidconnect/jwks", nil).is(200)
	if claims := verified(t, got.text("access_token"), keys.body["keys"].([]any)[0].(object)); claims["client_id"] != client {
		t.Errorf("claims %v, want the client %s", claims, client)
	}
	with := assertionRequest(resource, h.assertion(w, client, nil))
	with.Set("client_id", client)
	h.ask(with).is(200)

	old := h.assertion(w, client, nil)
	w.Rotate() // keys are fetched for each request
	h.ask(assertionRequest(resource, old)).is(401)
	h.ask(assertionRequest(resource, h.assertion(w, client, nil))).is(200)

	renamed := w.JWKS()
	renamed.Keys[0].KeyID = "another"
	w.Publish("/jwks", renamed)
	h.ask(assertionRequest(resource, h.assertion(w, client, nil))).is(401)
	w.Publish("/jwks", w.JWKS())

	h.api("DELETE", h.creds("/"+made.text("id")), nil).is(204)
	h.ask(assertionRequest(resource, h.assertion(w, client, nil))).is(401)
}

func TestPublicKeyCanBeRSA(t *testing.T) {
	h := start(t, Config{})
	w := h.workload()
	_, resource := h.Resource()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	jwks := w.Publish("/two", jose.JSONWebKeySet{Keys: []jose.JSONWebKey{
		w.JWKS().Keys[0], {Key: key.Public(), KeyID: "rsa", Algorithm: "RS256", Use: "sig"},
	}})
	client := h.credential(object{"type": "public-key", "jwks_uri": jwks, "identifier": "https://agent.test"}).text("identifier")
	assertion := signed(t, jose.RS256, jose.JSONWebKey{Key: key, KeyID: "rsa"}, h.claims(client, nil))
	h.ask(assertionRequest(resource, assertion)).is(200)
	assertion = signed(t, jose.RS256, key, h.claims(client, nil)) // any key may have signed it
	h.ask(assertionRequest(resource, assertion)).is(200)
	assertion = signed(t, jose.PS256, jose.JSONWebKey{Key: key, KeyID: "rsa"}, h.claims(client, nil))
	h.ask(assertionRequest(resource, assertion)).is(401)
}

func TestAssertionsThatAreRefused(t *testing.T) {
	h := start(t, Config{})
	w, other := h.workload(), h.workload()
	_, resource := h.Resource()
	client := h.credential(object{"type": "public-key", "jwks_uri": w.JWKSURI()}).text("identifier")
	issuer := h.base + "/z/" + h.ZoneID()
	past := h.clock.Now().Add(-time.Second).Unix()
	for name, c := range map[string]struct {
		assertion string
		change    func(url.Values)
		status    int
		code      string
	}{
		"another key":          {h.assertion(other, client, nil), nil, 401, "invalid_client"},
		"another client":       {h.assertion(w, "stranger", nil), nil, 401, "invalid_client"},
		"another subject":      {h.assertion(w, client, object{"sub": "x"}), nil, 401, "invalid_client"},
		"another issuer":       {h.assertion(w, client, object{"iss": "x"}), nil, 401, "invalid_client"},
		"for the issuer":       {h.assertion(w, client, object{"aud": issuer}), nil, 401, "invalid_client"},
		"for nobody":           {h.assertion(w, client, object{"aud": nil}), nil, 401, "invalid_client"},
		"expired":              {h.assertion(w, client, object{"exp": past}), nil, 401, "invalid_client"},
		"without an end":       {h.assertion(w, client, object{"exp": nil}), nil, 401, "invalid_client"},
		"not valid yet":        {h.assertion(w, client, object{"nbf": past + 60}), nil, 401, "invalid_client"},
		"no token":             {"x", nil, 401, "invalid_client"},
		"no assertion":         {"", func(f url.Values) { f.Del("client_assertion") }, 401, "invalid_client"},
		"another type":         {h.assertion(w, client, nil), func(f url.Values) { f.Set("client_assertion_type", "x") }, 400, "invalid_request"},
		"a secret beside it":   {h.assertion(w, client, nil), func(f url.Values) { f.Set("client_secret", "x") }, 400, "invalid_request"},
		"another client ID":    {h.assertion(w, client, nil), func(f url.Values) { f.Set("client_id", "x") }, 401, "invalid_client"},
		"another grant":        {h.assertion(w, client, nil), func(f url.Values) { f.Set("grant_type", "x") }, 400, "unsupported_grant_type"},
		"unknown resource":     {h.assertion(w, client, nil), func(f url.Values) { f.Set("resource", "x") }, 400, "invalid_target"},
		"unknown, and no key":  {h.assertion(other, client, nil), func(f url.Values) { f.Set("resource", "x") }, 401, "invalid_client"},
		"several for the zone": {h.assertion(w, client, object{"aud": []string{"x", issuer + "/oauth/2/token"}}), nil, 200, ""},
	} {
		t.Run(name, func(t *testing.T) {
			form := assertionRequest(resource, c.assertion)
			if c.change != nil {
				c.change(form)
			}
			got := h.ask(form).is(c.status)
			if got.text("error") != c.code {
				t.Errorf("body %v, want %s", got.body, c.code)
			}
		})
	}
	basic := h.form("/z/"+h.ZoneID()+"/oauth/2/token", "x", "y", assertionRequest(resource, h.assertion(w, client, nil))).is(400)
	if basic.text("error") != "invalid_request" {
		t.Errorf("body %v", basic.body)
	}
	h.form("/z/unknown/oauth/2/token", "", "", assertionRequest(resource, h.assertion(w, client, nil))).refused(404, "not_found")
	h.arm("keycard.zone_token", fault.UnauthenticatedOnce)
	h.ask(assertionRequest(resource, h.assertion(w, client, nil))).is(401)
	h.ask(assertionRequest(resource, h.assertion(w, client, nil))).is(200)
}

func TestKeysAreFetchedFromLoopbackOnly(t *testing.T) {
	h := start(t, Config{})
	w := h.workload()
	_, resource := h.Resource()
	moved := httptest.NewServer(http.RedirectHandler(w.JWKSURI(), http.StatusFound))
	t.Cleanup(moved.Close)
	for uri, reason := range map[string]string{
		"https://keys.example.test/jwks": "not a loopback address",
		"http://127.0.0.1.example.test/": "not a loopback address",
		"http://192.0.2.1/jwks":          "not a loopback address",
		"file:///etc/passwd":             "not a loopback address",
		w.Issuer() + "/missing":          "status 404",
		moved.URL:                        "status 302",
		w.ClientMetadata():               "none of the client's keys",
	} {
		client := h.credential(object{"type": "public-key", "jwks_uri": uri}).text("identifier") // the URI need not exist yet
		got := h.ask(assertionRequest(resource, h.assertion(w, client, nil))).is(401)
		if !strings.Contains(got.text("error_description"), reason) {
			t.Errorf("%s: %s", uri, got.text("error_description"))
		}
	}
	local := strings.Replace(w.JWKSURI(), "127.0.0.1", "localhost", 1)
	client := h.credential(object{"type": "public-key", "jwks_uri": local}).text("identifier")
	h.ask(assertionRequest(resource, h.assertion(w, client, nil))).is(200)
}

func TestURLCredential_MetadataDocument_ProvidesKeys(t *testing.T) {
	h := start(t, Config{})
	w := h.workload()
	_, resource := h.Resource()
	inline := w.Issuer() + "/inline"
	for address, status := range map[string]int{
		w.ClientMetadata(): 200,
		w.Publish("/inline", object{"client_id": inline, "jwks": w.JWKS()}):                   200,
		w.Publish("/empty", object{"client_id": w.Issuer() + "/empty"}):                       401,
		w.Publish("/thief", object{"client_id": w.ClientMetadata(), "jwks_uri": w.JWKSURI()}): 401,
		w.Publish("/nobody", object{"jwks_uri": w.JWKSURI()}):                                 401,
		w.Issuer() + "/missing": 401,
	} {
		client := h.credential(object{"type": "url", "identifier": address}).text("identifier")
		if got := h.ask(assertionRequest(resource, h.assertion(w, client, nil))); got.status != status {
			t.Errorf("%s: %d %v, want %d", address, got.status, got.body, status)
		}
	}
}

func TestAssertionAlsoRevokes(t *testing.T) {
	h := start(t, Config{Revocation: true})
	w := h.workload()
	client := h.credential(object{"type": "public-key", "jwks_uri": w.JWKSURI()}).text("identifier")
	revoke := func(assertion string) answer {
		form := assertionRequest("", assertion)
		form.Set("token", "x")
		return h.form("/z/"+h.ZoneID()+"/oauth/2/revoke", "", "", form)
	}
	revoke(h.assertion(w, "stranger", nil)).is(401)
	if revoke(h.assertion(w, client, nil)).is(200); !h.TokenRevoked("x") {
		t.Error("the token was not revoked")
	}
}

func TestMetadataNamesWhatClientsCanSign(t *testing.T) {
	h := start(t, Config{})
	metadata := h.api("GET", "/z/"+h.ZoneID()+"/.well-known/oauth-authorization-server", nil).is(200)
	for field, want := range map[string]string{
		"token_endpoint_auth_methods_supported":            "private_key_jwt",
		"token_endpoint_auth_signing_alg_values_supported": "RS256",
	} {
		raw, _ := json.Marshal(metadata.body[field])
		if !strings.Contains(string(raw), `"`+want+`"`) {
			t.Errorf("%s is %s", field, raw)
		}
	}
}
