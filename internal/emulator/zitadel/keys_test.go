package zitadel

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

const jsonKey = `{"type":"KEY_TYPE_JSON"}`

// received is a key as its owner received it.
type received struct {
	file    map[string]string
	private *rsa.PrivateKey
}

func (f fixture) received(a answer) received {
	f.Helper()
	f.want(a, 200, "")
	text, err := base64.StdEncoding.DecodeString(a.string("keyDetails"))
	if err != nil {
		f.Fatal(err)
	}
	var r received
	if err := json.Unmarshal(text, &r.file); err != nil {
		f.Fatal(err)
	}
	block, _ := pem.Decode([]byte(r.file["key"]))
	if r.private, err = x509.ParsePKCS1PrivateKey(block.Bytes); err != nil {
		f.Fatal(err)
	}
	return r
}

// assertion returns an assertion that the key's owner signs to log in.
func (f fixture) assertion(r received, subject string) string {
	f.Helper()
	now := f.clock.Now()
	return f.sign(r.private, jose.RS256, r.file["keyId"], jwt.Claims{
		Issuer: subject, Subject: subject, Audience: jwt.Audience{f.url},
		IssuedAt: jwt.NewNumericDate(now), Expiry: jwt.NewNumericDate(now.Add(time.Hour)),
	})
}

func (f fixture) introspect(assertion string) answer {
	f.Helper()
	return f.form(introspectPath, url.Values{
		"token": {"x"}, "client_assertion": {assertion}, "client_assertion_type": {"urn:ietf:params:oauth:client-assertion-type:jwt-bearer"},
	})
}

func (f fixture) keyIDs(a answer) string {
	f.Helper()
	f.want(a, 200, "")
	var ids []string
	for _, key := range a.list("result") {
		ids = append(ids, fmt.Sprint(key["id"]))
	}
	return strings.Join(ids, " ")
}

// An application of either type gets a key and authenticates with it until the key is deleted.
func TestApplicationKeys(t *testing.T) {
	f := start(t, Config{})
	for _, app := range []created{
		f.createWith(`{"name":"orders","authMethodType":1}`), f.createOIDC(`{"name":"portal","authMethodType":3}`),
	} {
		path := "/" + app.id + "/keys"
		a := f.apps("POST", path, `{"type":"KEY_TYPE_JSON","publicKey":"eA==","expirationDate":"2026-09-01T11:00:00Z"}`)
		r := f.received(a)
		id := a.string("id")
		for name, want := range map[string]string{"type": "application", "keyId": id, "appId": app.id, "clientId": app.clientID} {
			f.equal(name, r.file[name], want)
		}
		f.equal("members", len(r.file), 5)
		f.equal("creation", a.at("details.creationDate"), "2026-09-01T10:00:00.123456Z")

		read := f.apps("GET", path+"/"+id, "")
		f.want(read, 200, "")
		f.equal("id", read.at("key.id"), id)
		f.equal("type", read.at("key.type"), "KEY_TYPE_JSON")
		f.equal("end", read.at("key.expirationDate"), "2026-09-01T11:00:00Z")
		f.equal("owner", read.at("key.details.resourceOwner"), f.server.OrganizationID())
		f.equal("list", f.keyIDs(f.apps("POST", path+"/_search", "")), id)

		f.want(f.introspect(f.assertion(r, app.clientID)), 200, "")
		f.equal("another subject", f.introspect(f.assertion(r, app.id)).at("error"), "unauthorized_client")
		other := received{file: r.file, private: newKey()}
		f.equal("another key", f.introspect(f.assertion(other, app.clientID)).at("error"), "unauthorized_client")
		f.wantToken(f.form("/oauth/v2/token", url.Values{
			"grant_type": {grantJWTBearer}, "scope": {apiScope}, "assertion": {f.assertion(r, app.clientID)},
		}), false)

		f.want(f.apps("DELETE", path+"/"+id, ""), 200, "")
		f.equal("deleted", f.introspect(f.assertion(r, app.clientID)).at("error"), "unauthorized_client")
		f.want(f.apps("GET", path+"/"+id, ""), 404, "QUERY-Dgr3g")
		again := f.apps("DELETE", path+"/"+id, "")
		f.want(again, 404, "COMMAND-4m77G")
		f.equal("message", again.at("message"), "Application key not found (COMMAND-4m77G)")
		f.equal("list", f.keyIDs(f.apps("POST", path+"/_search", "")), "")
		added := strings.Count(kinds(f.apps("POST", "/"+app.id+"/changes/_search", "").list("result")), " ")
		f.equal("the application's history has none of it", added, 1)
	}
}

func TestApplicationKeyRefusals(t *testing.T) {
	f := start(t, Config{})
	app, basic := f.createWith(`{"name":"orders","authMethodType":1}`), f.create("basic")
	oidc := f.createOIDC(`{"name":"portal","authMethodType":2}`)
	for _, c := range []struct {
		name, path, body string
		id, message      string
	}{
		{"no type", "/" + app.id, `{}`, "", "invalid AddAppKeyRequest.Type: value must not be in list [KEY_TYPE_UNSPECIFIED]"},
		{"type out of range", "/" + app.id, `{"type":2}`, "", "invalid AddAppKeyRequest.Type: value must be one of the defined enum values"},
		{"no date", "/" + app.id, `{"type":1,"expirationDate":"tomorrow"}`, "", "invalid google.protobuf.Timestamp value"},
		{"past", "/" + app.id, `{"type":1,"expirationDate":"2026-09-01T09:59:59Z"}`, "DOMAIN-dv3t5", "Errors.AuthNKey.ExpireBeforeNow"},
		{"unknown application", "/" + unknownID, jsonKey, "COMMAND-sak25", "Application not found"},
		{"with a secret", "/" + basic.id, jsonKey, "COMMAND-Dff54", "Chosen Auth Method does not require a key"},
		{"the method goes before the date", "/" + basic.id, `{"type":1,"expirationDate":"2020-01-01T00:00:00Z"}`, "COMMAND-Dff54", ""},
		{"public client", "/" + oidc.id, jsonKey, "COMMAND-Dff54", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			a := f.apps("POST", c.path+"/keys", c.body)
			f.want(a, 400, c.id)
			if !strings.Contains(a.string("message"), c.message) {
				t.Error(a.text)
			}
		})
	}
	key := f.apps("POST", "/"+app.id+"/keys", jsonKey).string("id")
	f.equal("no end", f.apps("GET", "/"+app.id+"/keys/"+key, "").at("key.expirationDate"), "9999-12-31T23:59:59Z")
	f.want(f.apps("GET", "/"+basic.id+"/keys/"+key, ""), 404, "QUERY-Dgr3g")
	f.want(f.apps("DELETE", "/"+basic.id+"/keys/"+key, ""), 404, "COMMAND-4m77G")
	f.equal("list of another", f.keyIDs(f.apps("POST", "/"+basic.id+"/keys/_search", "")), "")
	f.want(f.apps("DELETE", "/"+app.id, ""), 200, "")
	f.want(f.apps("GET", "/"+app.id+"/keys/"+key, ""), 404, "QUERY-Dgr3g")
	f.want(f.apps("DELETE", "/"+app.id+"/keys/"+key, ""), 404, "COMMAND-4m77G")
	f.want(f.apps("POST", "/"+app.id+"/keys", jsonKey), 400, "COMMAND-sak25")
}

// Keys of an application are hidden and rejected while its auth method is another one.
func TestKeys_OtherAuthMethod_AreHidden(t *testing.T) {
	f := start(t, Config{})
	app := f.createWith(`{"name":"orders","authMethodType":1}`)
	path := "/" + app.id + "/keys"
	a := f.apps("POST", path, jsonKey)
	r, id := f.received(a), a.string("id")
	f.apps("PUT", "/"+app.id+"/api_config", `{}`)
	f.want(f.apps("GET", path+"/"+id, ""), 404, "QUERY-Dgr3g")
	f.arm("list_app_keys", fault.StaleList)
	f.equal("lagging list", f.keyIDs(f.apps("POST", path+"/_search", "")), id)
	f.equal("list", f.keyIDs(f.apps("POST", path+"/_search", "")), "")
	f.equal("login", f.introspect(f.assertion(r, app.clientID)).status, 400)
	f.apps("PUT", "/"+app.id+"/api_config", `{"authMethodType":1}`)
	f.want(f.apps("GET", path+"/"+id, ""), 200, "")
	f.equal("login again", f.introspect(f.assertion(r, app.clientID)).status, 200)
	f.apps("PUT", "/"+app.id+"/api_config", `{}`)
	f.want(f.apps("DELETE", path+"/"+id, ""), 200, "") // commands find it
}

func TestKeys_Expire(t *testing.T) {
	f := start(t, Config{})
	app := f.createWith(`{"name":"orders","authMethodType":1}`)
	r := f.received(f.apps("POST", "/"+app.id+"/keys", `{"type":1,"expirationDate":"2026-09-01T10:30:00Z"}`))
	f.equal("before", f.introspect(f.assertion(r, app.clientID)).status, 200)
	f.clock.Advance(30 * time.Minute)
	f.equal("after", f.introspect(f.assertion(r, app.clientID)).status, 400)
}

func TestStaleKeyListLacksTheLatestWrite(t *testing.T) {
	f := start(t, Config{})
	app := f.createWith(`{"name":"orders","authMethodType":1}`)
	path := "/" + app.id + "/keys"
	stale := func(want string) {
		t.Helper()
		f.arm("list_app_keys", fault.StaleList)
		f.equal("stale list", f.keyIDs(f.apps("POST", path+"/_search", "")), want)
	}
	first := f.apps("POST", path, jsonKey).string("id")
	stale("")
	second := f.apps("POST", path, jsonKey).string("id")
	stale(first)
	f.apps("DELETE", path+"/"+first, "")
	stale(first + " " + second)
	f.equal("list", f.keyIDs(f.apps("POST", path+"/_search", "")), second)
	f.equal("page", f.keyIDs(f.apps("POST", path+"/_search", `{"query":{"offset":1}}`)), "")
	f.want(f.apps("POST", path+"/_search", `{"query":1}`), 400, "")
}

func publicPEM(t *testing.T, key any) string {
	t.Helper()
	der, err := x509.MarshalPKIXPublicKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return base64.StdEncoding.EncodeToString(pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der}))
}

func TestMachineKeys(t *testing.T) {
	f := start(t, Config{})
	f.createMachine(`{"userName":"worker","name":"Worker","userId":"one"}`)
	a := f.users("POST", "/one/keys", `{"type":1,"expirationDate":"2026-09-01T11:00:00Z"}`)
	made, id := f.received(a), a.string("keyId")
	for name, want := range map[string]string{
		"type": "serviceaccount", "keyId": id, "userId": "one", "expirationDate": "2026-09-01T11:00:00Z",
	} {
		f.equal(name, made.file[name], want)
	}
	f.equal("members", len(made.file), 5)
	private := newKey()
	a = f.users("POST", "/one/keys", `{"type":"KEY_TYPE_JSON","publicKey":"`+publicPEM(t, &private.PublicKey)+`"}`)
	f.want(a, 200, "")
	f.equal("no private key", a.at("keyDetails"), nil)
	own := received{file: map[string]string{"keyId": a.string("keyId")}, private: private}

	grant := func(r received) answer {
		return f.form("/oauth/v2/token", url.Values{"grant_type": {grantJWTBearer}, "scope": {apiScope}, "assertion": {f.assertion(r, "one")}})
	}
	for _, r := range []received{made, own} {
		f.want(grant(r), 200, "")
		f.equal("introspection is for applications", f.introspect(f.assertion(r, "one")).status, 400)
	}
	f.equal("list", f.keyIDs(f.users("POST", "/one/keys/_search", "")), id+" "+own.file["keyId"])
	read := f.users("GET", "/one/keys/"+own.file["keyId"], "")
	f.equal("no end", read.at("key.expirationDate"), "9999-12-31T23:59:59Z")

	f.users("POST", "/one/_lock", "")
	f.equal("locked", grant(made).at("error_description"), "Errors.User.NotActive")
	f.users("POST", "/one/_unlock", "")
	f.want(f.users("DELETE", "/one/keys/"+id, ""), 200, "")
	f.equal("deleted", grant(made).at("error_description"), "invalid assertion")
	f.want(f.users("GET", "/one/keys/"+id, ""), 404, "QUERY-Dgr3g")
	again := f.users("DELETE", "/one/keys/"+id, "")
	f.want(again, 404, "COMMAND-4m77G")
	f.equal("message", again.at("message"), "Machine key not found (COMMAND-4m77G)")
	f.equal("history", strings.ReplaceAll(kinds(f.users("POST", "/one/changes/_search", `{"query":{"limit":3}}`).list("result")), "EventTypes.user.", ""),
		"machine.key.removed unlocked locked")
	f.users("DELETE", "/one", "")
	f.equal("user deleted", grant(own).at("error_description"), "invalid assertion")
	f.want(f.users("GET", "/one/keys/"+own.file["keyId"], ""), 404, "QUERY-Dgr3g")
}

func TestMachineKeyRefusals(t *testing.T) {
	f := start(t, Config{})
	f.createMachine(`{"userName":"worker","name":"Worker","userId":"one"}`)
	elliptic, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, path, body, id string }{
		{"no type", "/one", `{}`, ""},
		{"past", "/one", `{"type":1,"expirationDate":"2020-01-01T00:00:00Z"}`, "DOMAIN-dv3t5"},
		{"no PEM", "/one", `{"type":1,"publicKey":"eA=="}`, "COMMAND-5F3h1"},
		{"no key in it", "/one", `{"type":1,"publicKey":"` + base64.StdEncoding.EncodeToString([]byte("-----BEGIN PUBLIC KEY-----\neA==\n-----END PUBLIC KEY-----\n")) + `"}`, "COMMAND-5F3h1"},
		{"no RSA key", "/one", `{"type":1,"publicKey":"` + publicPEM(t, &elliptic.PublicKey) + `"}`, "COMMAND-5F3h1"},
		{"no base64", "/one", `{"type":1,"publicKey":"*"}`, ""},
		{"no text", "/one", `{"type":1,"publicKey":1}`, ""},
		{"no date", "/one", `{"type":1,"expirationDate":1}`, ""},
		{"unknown user", "/nobody", jsonKey, "COMMAND-bnipwm1"},
	} {
		t.Run(c.name, func(t *testing.T) { f.want(f.users("POST", c.path+"/keys", c.body), 400, c.id) })
	}
}
