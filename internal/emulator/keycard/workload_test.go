package keycard

import (
	"maps"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/workload"
)

func TestTokenCredentialTakesTokensOfItsProvider(t *testing.T) {
	h := start(t, Config{})
	w, other := h.workload(), h.workload()
	_, resource := h.Resource()
	provider, err := h.AddProvider(object{"name": "p", "identifier": w.Issuer()})
	if err != nil {
		t.Fatal(err)
	}
	zone := h.base + "/z/" + h.ZoneID()
	from := func(w *workload.Workload, subject string, changes object) answer {
		all := object{"iss": w.Issuer(), "aud": []string{"x", zone}}
		maps.Copy(all, changes)
		return h.ask(assertionRequest(resource, h.assertion(w, subject, all)))
	}
	from(w, "repo:a", nil).is(401)
	one := h.credential(object{"type": "token", "provider_id": provider, "subject": "repo:a"})
	h.ask(assertionRequest(resource, w.Token("repo:a", zone))).is(200)
	from(w, "repo:a", nil).is(200)
	from(w, "repo:b", nil).is(401)
	from(other, "repo:a", nil).is(401)
	from(other, "repo:a", object{"iss": w.Issuer()}).is(401)
	from(w, "repo:a", object{"aud": zone + "/oauth/2/token"}).is(401)
	from(w, "repo:a", object{"exp": h.clock.Now().Add(-time.Second).Unix()}).is(401)

	// A credential for a named subject takes precedence over one for any subject.
	open := h.credential(object{"type": "token", "provider_id": provider})
	keys := h.api("GET", "/z/"+h.ZoneID()+"/openidconnect/jwks", nil).is(200).body["keys"].([]any)[0].(object)
	later := h.credential(object{"type": "token", "provider_id": provider, "subject": "repo:d"})
	for subject, want := range map[string]answer{"repo:a": one, "repo:b": open, "repo:d": later} {
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
	h := start(t, Config{})
	w := h.workload()
	_, resource := h.Resource()
	w.Publish("/other/.well-known/openid-configuration", object{"issuer": w.Issuer(), "jwks_uri": w.JWKSURI()})
	for name, c := range map[string]struct {
		oauth2 object
		status int
	}{
		"discovered":                 {object{"issuer": w.Issuer()}, 200},
		"named":                      {object{"issuer": "https://issuer.example.test", "jwks_uri": w.JWKSURI()}, 200},
		"named wrong":                {object{"issuer": w.Issuer(), "jwks_uri": w.Issuer() + "/missing"}, 401},
		"on another machine":         {object{"issuer": "https://issuer.example.test"}, 401},
		"of another issuer":          {object{"issuer": w.Issuer() + "/other"}, 401},
		"discovered, with a slash":   {object{"issuer": w.Issuer() + "/"}, 401}, // the configuration names another issuer
		"without any configuration.": {object{"issuer": w.Issuer() + "/none"}, 401},
	} {
		provider, err := h.AddProvider(object{"name": "p", "identifier": name, "protocols": object{"oauth2": c.oauth2}})
		if err != nil {
			t.Fatal(err)
		}
		made := h.credential(object{"type": "token", "provider_id": provider, "subject": name})
		assertion := h.assertion(w, name, object{"iss": c.oauth2["issuer"], "aud": h.base + "/z/" + h.ZoneID()})
		if got := h.ask(assertionRequest(resource, assertion)); got.status != c.status {
			t.Errorf("%s: %d %v, want %d", name, got.status, got.body, c.status)
		}
		h.api("DELETE", h.creds("/"+made.text("id")), nil).is(204)
	}
}

// A provider can use the keys of a zone, which the service itself serves.
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
