package keycard

import (
	"crypto/ecdsa"
	"crypto/elliptic"
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
)

// workload has keys, and publishes documents about them.
type workload struct {
	*testing.T
	url   string
	key   *ecdsa.PrivateKey
	files map[string]any // by path
}

func newWorkload(t *testing.T) *workload {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	w := &workload{T: t, key: key}
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	w.url = server.URL
	w.files = map[string]any{
		"/jwks":                             w.keys("k1"),
		"/client":                           object{"client_id": w.url + "/client", "jwks_uri": w.url + "/jwks"},
		"/inline":                           object{"client_id": w.url + "/inline", "jwks": w.keys("")},
		"/empty":                            object{"client_id": w.url + "/empty"},
		"/thief":                            object{"client_id": w.url + "/client", "jwks_uri": w.url + "/jwks"},
		"/.well-known/openid-configuration": object{"issuer": w.url, "jwks_uri": w.url + "/jwks"},
		"/other/.well-known/openid-configuration": object{"issuer": w.url, "jwks_uri": w.url + "/jwks"},
	}
	return w
}

func (w *workload) keys(id string) jose.JSONWebKeySet {
	public := jose.JSONWebKey{Key: w.key.Public(), KeyID: id, Algorithm: "ES256", Use: "sig"}
	return jose.JSONWebKeySet{Keys: []jose.JSONWebKey{public}}
}

func (w *workload) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	switch file, ok := w.files[r.URL.Path]; {
	case r.URL.Path == "/moved":
		http.Redirect(rw, r, "/jwks", http.StatusFound)
	case !ok:
		http.NotFound(rw, r)
	default:
		_ = json.NewEncoder(rw).Encode(file)
	}
}

// sign makes a token of the claims, where nil takes one away from the usual ones.
func (w *workload) sign(h *harness, subject string, changes object) string {
	w.Helper()
	return signed(w.T, jose.ES256, jose.JSONWebKey{Key: w.key, KeyID: "k1"}, claims(h, subject, changes))
}

func claims(h *harness, subject string, changes object) object {
	all := object{
		"iss": subject, "sub": subject, "aud": h.base + "/z/" + h.ZoneID() + "/oauth/2/token", "jti": newID(),
		"iat": h.clock.Now().Unix(), "exp": h.clock.Now().Add(5 * time.Minute).Unix(),
	}
	maps.Copy(all, changes)
	maps.DeleteFunc(all, func(_ string, value any) bool { return value == nil })
	return all
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

// credential registers an application that may have tokens for the zone's resource, with one credential.
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
	h, w := start(t, Config{}), newWorkload(t)
	_, resource := h.Resource()
	made := h.credential(object{"type": "public-key", "jwks_uri": w.url + "/jwks"})
	client := made.text("identifier")
	got := h.ask(assertionRequest(resource, w.sign(h, client, nil))).is(200)
	keys := h.api("GET", "/z/"+h.ZoneID()+"/openidconnect/jwks", nil).is(200)
	if claims := verified(t, got.text("access_token"), keys.body["keys"].([]any)[0].(object)); claims["client_id"] != client {
		t.Errorf("claims %v, want the client %s", claims, client)
	}
	with := assertionRequest(resource, w.sign(h, client, nil))
	with.Set("client_id", client)
	h.ask(with).is(200)

	rotated := w.key // the set is fetched each time
	w.key, _ = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	h.ask(assertionRequest(resource, w.sign(h, client, nil))).is(401)
	w.files["/jwks"] = w.keys("k1")
	h.ask(assertionRequest(resource, w.sign(h, client, nil))).is(200)
	w.key = rotated

	h.api("DELETE", h.creds("/"+made.text("id")), nil).is(204)
	h.ask(assertionRequest(resource, w.sign(h, client, nil))).is(401)
}

func TestPublicKeyCanBeRSA(t *testing.T) {
	h, w := start(t, Config{}), newWorkload(t)
	_, resource := h.Resource()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	w.files["/jwks"] = jose.JSONWebKeySet{Keys: []jose.JSONWebKey{
		{Key: w.key.Public(), KeyID: "other"}, {Key: key.Public(), KeyID: "rsa", Algorithm: "RS256", Use: "sig"},
	}}
	client := h.credential(object{"type": "public-key", "jwks_uri": w.url + "/jwks", "identifier": "https://agent.test"}).text("identifier")
	assertion := signed(t, jose.RS256, jose.JSONWebKey{Key: key, KeyID: "rsa"}, claims(h, client, nil))
	h.ask(assertionRequest(resource, assertion)).is(200)
	assertion = signed(t, jose.PS256, jose.JSONWebKey{Key: key, KeyID: "rsa"}, claims(h, client, nil))
	h.ask(assertionRequest(resource, assertion)).is(401)
}

func TestAssertionsThatAreRefused(t *testing.T) {
	h, w, other := start(t, Config{}), newWorkload(t), newWorkload(t)
	_, resource := h.Resource()
	client := h.credential(object{"type": "public-key", "jwks_uri": w.url + "/jwks"}).text("identifier")
	issuer := h.base + "/z/" + h.ZoneID()
	past := h.clock.Now().Add(-time.Second).Unix()
	for name, c := range map[string]struct {
		assertion string
		change    func(url.Values)
		status    int
		code      string
	}{
		"another key":          {other.sign(h, client, nil), nil, 401, "invalid_client"},
		"another client":       {w.sign(h, "stranger", nil), nil, 401, "invalid_client"},
		"another subject":      {w.sign(h, client, object{"sub": "x"}), nil, 401, "invalid_client"},
		"another issuer":       {w.sign(h, client, object{"iss": "x"}), nil, 401, "invalid_client"},
		"for the issuer":       {w.sign(h, client, object{"aud": issuer}), nil, 401, "invalid_client"},
		"for nobody":           {w.sign(h, client, object{"aud": nil}), nil, 401, "invalid_client"},
		"expired":              {w.sign(h, client, object{"exp": past}), nil, 401, "invalid_client"},
		"without an end":       {w.sign(h, client, object{"exp": nil}), nil, 401, "invalid_client"},
		"not valid yet":        {w.sign(h, client, object{"nbf": past + 60}), nil, 401, "invalid_client"},
		"no token":             {"x", nil, 401, "invalid_client"},
		"no assertion":         {"", func(f url.Values) { f.Del("client_assertion") }, 401, "invalid_client"},
		"another type":         {w.sign(h, client, nil), func(f url.Values) { f.Set("client_assertion_type", "x") }, 400, "invalid_request"},
		"a secret beside it":   {w.sign(h, client, nil), func(f url.Values) { f.Set("client_secret", "x") }, 400, "invalid_request"},
		"another client ID":    {w.sign(h, client, nil), func(f url.Values) { f.Set("client_id", "x") }, 401, "invalid_client"},
		"another grant":        {w.sign(h, client, nil), func(f url.Values) { f.Set("grant_type", "x") }, 400, "unsupported_grant_type"},
		"unknown resource":     {w.sign(h, client, nil), func(f url.Values) { f.Set("resource", "x") }, 400, "invalid_target"},
		"unknown, and no key":  {other.sign(h, client, nil), func(f url.Values) { f.Set("resource", "x") }, 401, "invalid_client"},
		"several for the zone": {w.sign(h, client, object{"aud": []string{"x", issuer + "/oauth/2/token"}}), nil, 200, ""},
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
	basic := h.form("/z/"+h.ZoneID()+"/oauth/2/token", "x", "y", assertionRequest(resource, w.sign(h, client, nil))).is(400)
	if basic.text("error") != "invalid_request" {
		t.Errorf("body %v", basic.body)
	}
	h.form("/z/unknown/oauth/2/token", "", "", assertionRequest(resource, w.sign(h, client, nil))).refused(404, "not_found")
	h.arm("keycard.zone_token", fault.UnauthenticatedOnce)
	h.ask(assertionRequest(resource, w.sign(h, client, nil))).is(401)
	h.ask(assertionRequest(resource, w.sign(h, client, nil))).is(200)
}

func TestKeysAreFetchedFromLoopbackOnly(t *testing.T) {
	h, w := start(t, Config{}), newWorkload(t)
	_, resource := h.Resource()
	for uri, reason := range map[string]string{
		"https://keys.example.test/jwks": "not a loopback address",
		"http://127.0.0.1.example.test/": "not a loopback address",
		"http://192.0.2.1/jwks":          "not a loopback address",
		"file:///etc/passwd":             "not a loopback address",
		w.url + "/missing":               "status 404",
		w.url + "/moved":                 "status 302",
		w.url + "/client":                "none of the client's keys",
	} {
		client := h.credential(object{"type": "public-key", "jwks_uri": uri}).text("identifier") // it need not answer yet
		got := h.ask(assertionRequest(resource, w.sign(h, client, nil))).is(401)
		if !strings.Contains(got.text("error_description"), reason) {
			t.Errorf("%s: %s", uri, got.text("error_description"))
		}
	}
	local := strings.Replace(w.url, "127.0.0.1", "localhost", 1) + "/jwks"
	client := h.credential(object{"type": "public-key", "jwks_uri": local}).text("identifier")
	h.ask(assertionRequest(resource, w.sign(h, client, nil))).is(200)
}

func TestURLCredentialIsProvenByItsMetadataDocument(t *testing.T) {
	h, w := start(t, Config{}), newWorkload(t)
	_, resource := h.Resource()
	for path, status := range map[string]int{"/client": 200, "/inline": 401, "/empty": 401, "/thief": 401, "/missing": 401} {
		client := h.credential(object{"type": "url", "identifier": w.url + path}).text("identifier")
		if got := h.ask(assertionRequest(resource, w.sign(h, client, nil))); got.status != status {
			t.Errorf("%s: %d %v, want %d", path, got.status, got.body, status)
		}
	}
	w.files["/inline"] = object{"client_id": w.url + "/inline", "jwks": w.keys("k1")}
	h.ask(assertionRequest(resource, w.sign(h, w.url+"/inline", nil))).is(200)
}

func TestTokenCredentialTakesTokensOfItsProvider(t *testing.T) {
	h, w, other := start(t, Config{}), newWorkload(t), newWorkload(t)
	_, resource := h.Resource()
	provider, err := h.AddProvider(object{"name": "p", "identifier": w.url})
	if err != nil {
		t.Fatal(err)
	}
	zone := h.base + "/z/" + h.ZoneID()
	from := func(w *workload, subject string, changes object) answer {
		all := object{"iss": w.url, "aud": []string{"x", zone}}
		maps.Copy(all, changes)
		return h.ask(assertionRequest(resource, w.sign(h, subject, all)))
	}
	from(w, "repo:a", nil).is(401)
	one := h.credential(object{"type": "token", "provider_id": provider, "subject": "repo:a"})
	from(w, "repo:a", nil).is(200)
	from(w, "repo:b", nil).is(401)
	from(other, "repo:a", nil).is(401)
	from(other, "repo:a", object{"iss": w.url}).is(401)
	from(w, "repo:a", object{"aud": zone + "/oauth/2/token"}).is(401)
	from(w, "repo:a", object{"exp": h.clock.Now().Add(-time.Second).Unix()}).is(401)

	// Any subject, but one that is named goes first.
	open := h.credential(object{"type": "token", "provider_id": provider})
	keys := h.api("GET", "/z/"+h.ZoneID()+"/openidconnect/jwks", nil).is(200).body["keys"].([]any)[0].(object)
	for subject, want := range map[string]answer{"repo:a": one, "repo:b": open} {
		got := from(w, subject, nil).is(200)
		if claims := verified(t, got.text("access_token"), keys); claims["keycard_app_id"] != want.text("application_id") {
			t.Errorf("%s is the application %v", subject, claims["keycard_app_id"])
		}
	}
	if err := h.ChangeCredential(open.text("id"), object{"subject": "repo:c"}); err != nil {
		t.Fatal(err)
	}
	from(w, "repo:b", nil).is(401)
	from(w, "repo:c", nil).is(200)
	if err := h.RemoveCredential(open.text("id")); err != nil {
		t.Fatal(err)
	}
	from(w, "repo:c", nil).is(401)
	if h.RemoveCredential(open.text("id")) == nil || h.ChangeCredential(open.text("id"), object{}) == nil || h.ChangeCredential(one.text("id"), object{"provider_id": "x"}) == nil {
		t.Error("a change that cannot be was made")
	}
}

func TestKeysOfAProviderAreAtItsJWKSURIOrDiscovered(t *testing.T) {
	h, w := start(t, Config{}), newWorkload(t)
	_, resource := h.Resource()
	for name, c := range map[string]struct {
		oauth2 object
		status int
	}{
		"discovered":                 {object{"issuer": w.url}, 200},
		"named":                      {object{"issuer": "https://issuer.example.test", "jwks_uri": w.url + "/jwks"}, 200},
		"named wrong":                {object{"issuer": w.url, "jwks_uri": w.url + "/missing"}, 401},
		"on another machine":         {object{"issuer": "https://issuer.example.test"}, 401},
		"of another issuer":          {object{"issuer": w.url + "/other"}, 401},
		"discovered, with a slash":   {object{"issuer": w.url + "/"}, 401}, // the configuration says another issuer
		"without any configuration.": {object{"issuer": w.url + "/none"}, 401},
	} {
		provider, err := h.AddProvider(object{"name": "p", "identifier": name, "protocols": object{"oauth2": c.oauth2}})
		if err != nil {
			t.Fatal(err)
		}
		made := h.credential(object{"type": "token", "provider_id": provider, "subject": name})
		assertion := w.sign(h, name, object{"iss": c.oauth2["issuer"], "aud": h.base + "/z/" + h.ZoneID()})
		if got := h.ask(assertionRequest(resource, assertion)); got.status != c.status {
			t.Errorf("%s: %d %v, want %d", name, got.status, got.body, c.status)
		}
		h.api("DELETE", h.creds("/"+made.text("id")), nil).is(204)
	}
}

// The keys of a provider can be those of a zone, which the service itself serves.
func TestZoneCanBeTheProviderOfAnother(t *testing.T) {
	h := start(t, Config{})
	issuer := h.base + "/z/" + h.OtherZoneID()
	token, err := h.keys.zone(object{
		"iss": issuer, "sub": "agent", "aud": h.base + "/z/" + h.ZoneID(), "exp": h.clock.Now().Add(time.Minute).Unix(),
	})
	if err != nil {
		t.Fatal(err)
	}
	provider, err := h.AddProvider(object{"name": "other", "identifier": issuer})
	if err != nil {
		t.Fatal(err)
	}
	h.credential(object{"type": "token", "provider_id": provider, "subject": "agent"})
	_, resource := h.Resource()
	h.ask(assertionRequest(resource, token)).is(200)
}

func TestAssertionAlsoRevokes(t *testing.T) {
	h, w := start(t, Config{Revocation: true}), newWorkload(t)
	client := h.credential(object{"type": "public-key", "jwks_uri": w.url + "/jwks"}).text("identifier")
	revoke := func(assertion string) answer {
		form := assertionRequest("", assertion)
		form.Set("token", "x")
		return h.form("/z/"+h.ZoneID()+"/oauth/2/revoke", "", "", form)
	}
	revoke(w.sign(h, "stranger", nil)).is(401)
	if revoke(w.sign(h, client, nil)).is(200); !h.TokenRevoked("x") {
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
