package transport

import (
	"strings"
	"testing"
)

func TestEndpoint_InvalidOrPlaintext_IsRefused(t *testing.T) {
	const form, inClear = "must be an address", "uses http"
	for address, want := range map[string]struct{ url, refused string }{
		"https://id.example.com":                {"https://id.example.com", ""},
		"https://id.example.com/":               {"https://id.example.com", ""},
		"https://id.example.com:8443/idp//":     {"https://id.example.com:8443/idp", ""},
		"http://127.0.0.1:8080/keycard//":       {"http://127.0.0.1:8080/keycard", ""},
		"http://localhost":                      {"http://localhost", ""},
		"http://[::1]:80/":                      {"http://[::1]:80", ""},
		"":                                      {"", form},
		"id.example.com":                        {"", form},
		"ftp://id.example.com":                  {"", form},
		"https://":                              {"", form},
		"https:///x":                            {"", form},
		"https://:4001":                         {"", form},
		"https://me:hidden@id.example.com":      {"", form},
		"https://hidden@id.example.com":         {"", form},
		"https://id.example.com?x=hidden":       {"", form},
		"https://id.example.com?":               {"", form},
		"https://id.example.com/#hidden":        {"", form},
		"https://u:hidden":                      {"", form},
		"https://hidden %zz":                    {"", form},
		"http://id.example.com":                 {"", inClear},
		"http://10.0.0.1:8080":                  {"", inClear},
		"http://localhost.example.com/x/hidden": {"", inClear},
	} {
		t.Run(address, func(t *testing.T) {
			u, err := newTransport(t, Config{}).Endpoint(address)
			switch {
			case want.refused == "" && (err != nil || u.String() != want.url):
				t.Errorf("became %v (%v), want %s", u, err, want.url)
			case want.refused != "" && (err == nil || !strings.HasPrefix(err.Error(), want.refused) || strings.Contains(err.Error(), "hidden")):
				t.Errorf("became %v (%v), want it refused: %s", u, err, want.refused)
			}
		})
	}
	if _, err := newTransport(t, Config{AllowPlaintext: true}).Endpoint("http://id.example.com"); err != nil {
		t.Errorf("refused although it is allowed: %v", err)
	}
}

func TestAllowed_EndpointFromPlatform_NeedsSameSecurity(t *testing.T) {
	for name, c := range map[string]struct {
		base, endpoint     string
		allowed, plaintext bool // plaintext: allowed if http.allow_plaintext is set
	}{
		"both with TLS":        {"https://a.example", "https://a.example/token", true, true},
		"another host":         {"https://a.example", "https://b.example/token?x=y", true, true},
		"both on this machine": {"http://localhost", "http://127.0.0.1:8080/token", true, true},
		"better than the base": {"http://localhost", "https://a.example/token", true, true},
		"leaves this machine":  {"http://localhost", "http://a.example/token", false, true},
		"both without TLS":     {"http://a.example", "http://a.example/token", false, true},
		"worse than the base":  {"https://a.example", "http://a.example/token", false, false},
		"worse, on loopback":   {"https://a.example", "http://localhost/token", false, false},
		"no address":           {"https://a.example", "/token", false, false},
		"no host":              {"https://a.example", "https:///token", false, false},
		"not even an address":  {"https://a.example", "https://a b:%", false, false},
		"another scheme":       {"http://localhost", "file:///etc/passwd", false, false},
	} {
		t.Run(name, func(t *testing.T) {
			for _, plaintext := range []bool{false, true} {
				want := c.allowed && !plaintext || c.plaintext && plaintext
				if newTransport(t, Config{AllowPlaintext: plaintext}).Allowed(c.base, c.endpoint) != want {
					t.Errorf("with allow_plaintext %v: %v", plaintext, !want)
				}
			}
		})
	}
}

func TestSameOrigin(t *testing.T) {
	for address, want := range map[string]bool{
		"https://id.example.com/b": true, "https://ID.example.com:443": true, "http://id.example.com": false,
		"https://id.example.com:8443": false, "https://id.example.com.evil.example": false, "https://id.example.com@evil.example": false,
		"//id.example.com": false, "/b": false, "": false, "%": false,
	} {
		if SameOrigin("https://id.example.com/a", address) != want || SameOrigin(address, "https://id.example.com/a") != want {
			t.Errorf("%q: %t", address, !want)
		}
	}
}
