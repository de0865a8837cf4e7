package zitadel

import (
	"net/http"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestTrust_EndpointAndConfiguredHostsOnly(t *testing.T) {
	tests := map[string]struct {
		base, trusted, address string
		ok                     bool
	}{
		"same":                         {"https://a.example", "", "https://a.example/token", true},
		"default port":                 {"https://a.example", "", "https://a.example:443/token", true},
		"in another case":              {"https://a.example", "", "https://A.example/token", true},
		"on this machine":              {"http://localhost:8080", "", "http://localhost:8080/token", true},
		"another scheme":               {"http://localhost", "", "https://localhost/token", false},
		"without TLS":                  {"https://a.example", "", "http://a.example/token", false},
		"another port":                 {"https://a.example", "", "https://a.example:8443/token", false},
		"another host":                 {"https://a.example", "", "https://b.example/token", false},
		"a host that begins alike":     {"https://a.example", "", "https://a.example.evil/token", false},
		"a user in front":              {"https://a.example", "", "https://a.example@b.example/token", false},
		"trusted":                      {"https://a.example", "b.example", "https://b.example/token", true},
		"trusted with port":            {"https://a.example", "b.example:8443", "https://b.example:8443/token", true},
		"another port of a trusted":    {"https://a.example", "b.example", "https://b.example:8443/token", false},
		"trusted, but without TLS":     {"https://a.example", "b.example", "http://b.example/token", false},
		"trusted, and leaves this one": {"http://localhost", "b.example", "http://b.example/token", false},
		"no address":                   {"https://a.example", "", "/token", false},
		"not even an address":          {"https://a.example", "", "https://a b:%", false},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			e := exchange{base: tc.base, transport: nowait.Transport(t)}
			if tc.trusted != "" {
				e.trusted = []string{tc.trusted}
			}
			if err := e.trust("token endpoint", tc.address); (err == nil) != tc.ok {
				t.Errorf("got %v", err)
			}
		})
	}
}

// Credentials are sent to the host that the configuration trusts.
func TestTrust_LoginAtAConfiguredHost(t *testing.T) {
	login := serve(t, routes{callToken: only(file(t, "token.json"))})
	host := strings.TrimPrefix(login.URL, "http://")
	for name, trusted := range map[string][]string{"trusted": {host}, "not": nil} {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callDiscovery: only(named("", login.URL+"/oauth/v2/token")), callGet: only(file(t, "get_app_basic.json"))})
			c := clientConfig(t, f)
			c.TrustedHosts = trusted
			before := login.count(callToken)
			_, err := platform(t, c).Get(t.Context(), existing())
			if (err == nil) != (trusted != nil) || login.count(callToken)-before != len(trusted) {
				t.Errorf("%d logins, %v", login.count(callToken)-before, err)
			}
		})
	}
}

func TestTrust_ApplicationsSecretIsNotSentElsewhere(t *testing.T) {
	elsewhere := serve(t, nil) // fails the test on any call
	f := serve(t, routes{callDiscovery: only(func(w http.ResponseWriter, r *http.Request) {
		reply(http.StatusOK, `{"issuer":"http://`+r.Host+`","token_endpoint":"http://`+r.Host+`/oauth/v2/token","introspection_endpoint":"`+elsewhere.URL+`/introspect"}`)(w, r)
	})})
	err := f.platform(t).Verify(t.Context(), existing())
	e := refusalOf(t, err, idp.ErrUnexpected)
	for _, part := range []string{elsewhere.URL, f.URL, "introspection endpoint"} {
		if !strings.Contains(e.Message, part) {
			t.Errorf("%q is not in %q", part, e.Message)
		}
	}
}
