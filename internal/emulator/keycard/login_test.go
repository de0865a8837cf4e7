package keycard

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"
)

func TestManagementTokenIsGivenForBasicAndFormCredentials(t *testing.T) {
	h := start(t, Config{TokenTTL: 5 * time.Minute})
	env := h.Environment()
	grant := url.Values{"grant_type": {"client_credentials"}}
	form := url.Values{
		"grant_type": {"client_credentials"}, "client_id": {env["KEYCARD_CLIENT_ID"]}, "client_secret": {env["KEYCARD_CLIENT_SECRET"]},
	}
	for name, got := range map[string]answer{
		"basic": h.form("/service-account-token", env["KEYCARD_CLIENT_ID"], env["KEYCARD_CLIENT_SECRET"], grant),
		"form":  h.form("/service-account-token", "", "", form),
	} {
		got.is(http.StatusOK)
		if got.text("token_type") != "Bearer" || got.body["expires_in"] != 300.0 || strings.Count(got.text("access_token"), ".") != 2 {
			t.Errorf("%s: %v", name, got.body)
		}
		if got.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: caches may keep the token", name)
		}
	}
}

func TestManagementTokenIsRefused(t *testing.T) {
	h := start(t, Config{})
	env := h.Environment()
	id, secret := env["KEYCARD_CLIENT_ID"], env["KEYCARD_CLIENT_SECRET"]
	tests := map[string]struct {
		id, secret string
		form       url.Values
		status     int
		code       string
	}{
		"wrong secret":   {id, "x", url.Values{"grant_type": {"client_credentials"}}, 401, "invalid_client"},
		"unknown client": {"x", secret, url.Values{"grant_type": {"client_credentials"}}, 401, "invalid_client"},
		"no credentials": {"", "", url.Values{"grant_type": {"client_credentials"}}, 401, "invalid_client"},
		"another grant":  {id, secret, url.Values{"grant_type": {"password"}}, 400, "unsupported_grant_type"},
		"no grant":       {id, secret, url.Values{}, 400, "invalid_request"},
		"both ways":      {id, secret, url.Values{"grant_type": {"client_credentials"}, "client_secret": {"x"}}, 400, "invalid_request"},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			got := h.form("/service-account-token", test.id, test.secret, test.form).is(test.status)
			if got.text("error") != test.code || got.text("error_description") == "" {
				t.Errorf("body %v, want %s", got.body, test.code)
			}
			if test.status == 401 && got.header.Get("WWW-Authenticate") == "" {
				t.Error("no challenge")
			}
		})
	}
	r, _ := http.NewRequest("POST", h.base+"/service-account-token", strings.NewReader("a=%zz"))
	if got := h.send(r).is(400); got.text("error") != "invalid_request" {
		t.Errorf("body %v", got.body)
	}
}

func TestRequestsNeedALiveToken(t *testing.T) {
	h := start(t, Config{TokenTTL: time.Minute})
	good := h.token
	h.clock.Advance(59 * time.Second)
	h.api("GET", h.apps(""), nil).is(http.StatusOK)
	h.clock.Advance(time.Second)
	h.api("GET", h.apps(""), nil).refused(401, "unauthorized")

	env := h.Environment()
	h.token = h.login(env["KEYCARD_CLIENT_ID"], env["KEYCARD_CLIENT_SECRET"])
	h.api("GET", h.apps(""), nil).is(http.StatusOK)
	h.ExpireTokens()
	h.api("GET", h.apps(""), nil).refused(401, "unauthorized")
	for _, token := range []string{"", "nonsense", good} {
		h.token = token
		got := h.api("POST", "/zones/unknown/applications", "no JSON").refused(401, "unauthorized")
		if got.header.Get("WWW-Authenticate") == "" {
			t.Error("no challenge")
		}
	}
}

// For a service account of another organization nothing exists, and the error does not name what is missing.
func TestRequests_OtherOrganization_AreNotFound(t *testing.T) {
	h := start(t, Config{})
	app := h.create("a").text("id")
	credential := h.password(app)
	h.token = h.login(h.StrangerAccount())
	for _, call := range []struct{ method, path string }{
		{"GET", "/zones/" + h.ZoneID()},
		{"GET", h.apps("")},
		{"POST", h.apps("")},
		{"GET", h.apps("/" + app)},
		{"PATCH", h.apps("/" + app)},
		{"DELETE", h.apps("/" + app)},
		{"GET", h.apps("/" + app + "/application-credentials")},
		{"POST", h.creds("")},
		{"GET", h.creds("/" + credential.text("id"))},
		{"DELETE", h.creds("/" + credential.text("id"))},
	} {
		if got := h.api(call.method, call.path, object{}).refused(404, "not_found"); got.text("message") != "Not found" {
			t.Errorf("%s %s: %s", call.method, call.path, got.text("message"))
		}
	}
	if !h.VerifySecret(credential.text("identifier"), credential.text("password")) {
		t.Error("the credential is gone")
	}
}

func TestChecksComeInTheServicesOrder(t *testing.T) {
	h := start(t, Config{})
	h.token = h.login(h.ReadOnlyAccount())
	h.api("GET", h.apps(""), nil).is(http.StatusOK)
	h.api("GET", h.apps("/"+h.PlatformApplicationID()), nil).is(http.StatusOK)
	h.api("POST", "/zones/unknown/applications", "no JSON").refused(404, "not_found")
	h.api("POST", h.apps(""), "no JSON").refused(403, "forbidden")
	h.api("PATCH", h.apps("/unknown"), "no JSON").refused(403, "forbidden")
	h.api("DELETE", h.creds("/unknown"), nil).refused(403, "forbidden")

	env := h.Environment()
	h.token = h.login(env["KEYCARD_CLIENT_ID"], env["KEYCARD_CLIENT_SECRET"])
	h.api("PATCH", h.apps("/unknown"), "no JSON").refused(404, "not_found")
	h.api("PATCH", h.apps("/"+h.PlatformApplicationID()), "no JSON").refused(403, "forbidden")
	taken := h.create("taken")
	h.api("POST", h.apps(""), object{"identifier": taken.text("identifier"), "name": ""}).refused(400, "bad_request")
	h.api("POST", h.apps(""), object{"identifier": taken.text("identifier"), "name": "b"}).refused(409, "conflict")
}

func TestUnknownRoutesAreNotFound(t *testing.T) {
	h := start(t, Config{})
	for _, path := range []string{"/v1" + h.apps(""), "//service-account-token", "/", h.apps("/")} {
		h.api("POST", path, nil).refused(404, "not_found")
	}
	h.api("PUT", h.apps("/"+h.PlatformApplicationID()), object{}).refused(404, "not_found")
}
