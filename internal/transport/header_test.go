package transport

import (
	"net/http"
	"strings"
	"testing"
)

func TestCheckHeader_RefusesWhatTheProviderSets(t *testing.T) {
	for _, name := range []string{"Authorization", "authorization", "content-type", "ACCEPT", "User-Agent", "Host", "Content-Length", "x-zitadel-orgid"} {
		err := CheckHeader(name, "canary")
		if err == nil {
			t.Errorf("%s is accepted", name)
			continue
		}
		wantContains(t, err.Error(), name, "set by the provider")
		wantLacks(t, err.Error(), "canary")
	}
}

func TestCheckHeader_SaysWhatIsWrongWithoutTheValue(t *testing.T) {
	for _, c := range []struct{ name, value, want string }{
		{"X-Gateway-Key", "canary", ""},
		{"cookie", "CF_Authorization=canary; b=c", ""},
		{"X-Key", "tab\tinside", ""},
		{"X-Key", "canary\n", "X-Key ends with a line break"},
		{"X-Key", "canary\r\n", "X-Key ends with a line break"},
		{"X-Key", "canary\r\nX-Other: 1", "X-Key contains a line break"},
		{"X-Key", "canary\x00", "X-Key contains a line break or another control character"},
		{"X-Key", " ", "X-Key has no value"},
		{"", "canary", `"" is not a valid header name`},
		{"X Key", "canary", `"X Key" is not a valid header name`},
		{"X-Key:", "canary", `"X-Key:" is not a valid header name`},
		{"X-Key\nX", "canary", `"X-Key X" is not a valid header name`},
		{"X-Schlüssel", "canary", `"X-Schlüssel" is not a valid header name`},
	} {
		err := CheckHeader(c.name, c.value)
		if c.want == "" {
			if err != nil {
				t.Errorf("%q: %v", c.name, err)
			}
			continue
		}
		if err == nil || !strings.Contains(err.Error(), c.want) || strings.Contains(err.Error(), "canary") {
			t.Errorf("%q: got %v, want %s", c.name, err, c.want)
		}
	}
}

// The HTTP client must be able to send everything that CheckHeader accepts.
func TestCheckHeader_AcceptsWhatCanBeSent(t *testing.T) {
	server, url := serve(t, reply(200, "{}"))
	tr := newTransport(t, quick()).For(Peer{
		Endpoints: map[string]string{"keycard.endpoint": url},
		Headers:   map[string]string{"x-key": "tab\tinside", "cookie": "a=b"},
	})
	wantStatus(t, tr.Client(), newRequest(t.Context(), t, "GET", url, ""), 200)
	got := server.requests()[0].Header
	if got.Get("X-Key") != "tab\tinside" || got.Get("Cookie") != "a=b" {
		t.Errorf("sent %v", got)
	}
}

func TestGatewayHeaders_GoToConfiguredHostsOnly(t *testing.T) {
	sent := map[string]bool{}
	base := direct(func(req *http.Request) (*http.Response, error) {
		sent[req.URL.String()] = req.Header.Get("X-Key") == "canary"
		resp := answer(req, 200, "{}")
		if req.URL.Path == "/moved" {
			resp.StatusCode = 302
			resp.Header.Set("Location", "https://id.invalid/there")
		}
		return resp, nil
	})
	shared := over(quick(), base)
	lerian := shared.For(Peer{
		Endpoints: map[string]string{"lerian.identity_endpoint": "https://ID.invalid/v1", "lerian.auth_endpoint": "http://auth.invalid:8080"},
		Headers:   map[string]string{"X-Key": "canary"},
	})
	zitadel := shared.For(Peer{Endpoints: map[string]string{"zitadel.endpoint": "https://id.invalid"}})
	for _, c := range []struct {
		client *http.Client
		url    string
		want   bool
	}{
		{lerian.Client(), "https://id.invalid/v1/applications", true},
		{lerian.Authenticated(StaticToken("t")), "https://id.invalid:443/v1/other", true},
		{lerian.Client(), "http://auth.invalid:8080/v1/login", true},
		{lerian.Client(), "https://id.invalid/moved", true},
		{lerian.Client(), "http://id.invalid/clear", false},
		{lerian.Client(), "https://id.invalid:8443/port", false},
		{lerian.Client(), "https://sub.id.invalid/host", false},
		{lerian.Client(), "https://auth.invalid:8080/scheme", false},
		{zitadel.Client(), "https://id.invalid/zitadel", false},
		{shared.Client(), "https://id.invalid/shared", false},
	} {
		wantStatus(t, c.client, newRequest(t.Context(), t, "GET", c.url, ""), 200)
		if got, ok := sent[c.url]; !ok || got != c.want {
			t.Errorf("%s: the header is sent: %t, want %t", c.url, got, c.want)
		}
	}
	if !sent["https://id.invalid/there"] {
		t.Error("a redirect within the host loses the header")
	}
}
