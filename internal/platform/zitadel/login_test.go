package zitadel

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// discovery returns endpoints on the same server.
func discovery(w http.ResponseWriter, r *http.Request) {
	base := "http://" + r.Host
	reply(http.StatusOK, `{"issuer":"`+base+`","token_endpoint":"`+base+`/oauth/v2/token"}`)(w, r)
}

// named returns another issuer or token endpoint. HOST stands for the server's own.
func named(issuer, token string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		document := map[string]string{"issuer": "http://HOST", "token_endpoint": "http://HOST/oauth/v2/token"}
		for name, address := range map[string]string{"issuer": issuer, "token_endpoint": token} {
			if address != "" {
				document[name] = address
			}
		}
		text, _ := json.Marshal(document)
		reply(http.StatusOK, strings.ReplaceAll(string(text), "HOST", r.Host))(w, r)
	}
}

func keyConfig(t *testing.T, f *fake) Config { return Config{Endpoint: f.URL, Key: serviceKey(t)} }

func clientConfig(_ *testing.T, f *fake) Config {
	return Config{Endpoint: f.URL, ClientID: "sa+1", ClientSecret: "old-secret%"}
}

func TestLoginSendsWhatTheTokenEndpointWants(t *testing.T) {
	const scope = "openid urn:zitadel:iam:org:project:id:zitadel:aud"
	var form url.Values
	var user, password string
	var basic bool
	token := func(w http.ResponseWriter, r *http.Request) {
		_ = r.ParseForm()
		form = r.PostForm
		user, password, basic = r.BasicAuth()
		file(t, "token.json")(w, r)
	}
	read := func(w http.ResponseWriter, r *http.Request) {
		if got := r.Header.Get("Authorization"); got != "Bearer opaque-token" {
			t.Errorf("the call was sent with %q", got)
		}
		file(t, "get_app_basic.json")(w, r)
	}
	f := serve(t, routes{callDiscovery: only(discovery), callToken: only(token), callGet: only(read)})

	t.Run("JWT profile", func(t *testing.T) {
		p := platform(t, keyConfig(t, f))
		for range 2 {
			if _, err := p.Get(t.Context(), existing()); err != nil {
				t.Fatal(err)
			}
		}
		if f.count(callToken) != 1 {
			t.Errorf("logged in %d times for two calls", f.count(callToken))
		}
		assertion := form.Get("assertion")
		form.Del("assertion")
		if diff := cmp.Diff(url.Values{"grant_type": {grantJWTBearer}, "scope": {scope}}, form); diff != "" || basic {
			t.Errorf("with basic authentication: %v; %s", basic, diff)
		}
		checkAssertion(t, assertion, f.URL)
	})
	t.Run("client credentials", func(t *testing.T) {
		if _, err := platform(t, clientConfig(t, f)).Get(t.Context(), existing()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(url.Values{"grant_type": {"client_credentials"}, "scope": {scope}}, form); diff != "" {
			t.Error(diff)
		}
		if user != "sa%2B1" || password != "old-secret%25" {
			t.Errorf("got user %q and password %q, want both form-encoded", user, password)
		}
	})
}

func checkAssertion(t *testing.T, assertion, issuer string) {
	t.Helper()
	token, err := jwt.ParseSigned(assertion, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil {
		t.Fatal(err)
	}
	key, err := rsaKey()
	if err != nil {
		t.Fatal(err)
	}
	var claims jwt.Claims
	if err := token.Claims(&key.PublicKey, &claims); err != nil {
		t.Fatal(err)
	}
	want := jwt.Expected{Issuer: "u1", Subject: "u1", AnyAudience: jwt.Audience{issuer}, Time: time.Now()}
	if err := claims.ValidateWithLeeway(want, time.Second); err != nil || token.Headers[0].KeyID != "k1" {
		t.Errorf("got key %q, %v", token.Headers[0].KeyID, err)
	}
	if claims.Expiry.Time().Sub(claims.IssuedAt.Time()) != 5*time.Minute {
		t.Errorf("good from %v to %v", claims.IssuedAt.Time(), claims.Expiry.Time())
	}
}

func TestLogin_Refused_NamesSettingsAndRedactsSecrets(t *testing.T) {
	refused := reply(400, string(testdata(t, "token_error.json")))
	tests := map[string]struct {
		config    func(*testing.T, *fake) Config
		discovery http.HandlerFunc
		token     http.HandlerFunc
		kind      idp.Kind
		want      []string
	}{
		"assertion refused": {keyConfig, discovery, refused, idp.ErrUnauthenticated, []string{"invalid_grant", "invalid assertion", "zitadel.jwt_profile_file", "clock"}},
		"secret refused": {
			clientConfig, discovery, reply(400, `{"error":"invalid_request","error_description":"Errors.User.Machine.Secret.Invalid"}`),
			idp.ErrUnauthenticated,
			[]string{"Secret.Invalid", "zitadel.client_secret (ZITADEL_CLIENT_SECRET)"},
		},
		"secret quoted": {
			clientConfig, discovery, reply(400, `{"error":"old-secret%","error_description":"no  old-secret%  of sa+1"}`),
			idp.ErrUnauthenticated,
			[]string{"(redacted): no (redacted) of sa+1"},
		},
		"secret quoted where the text is cut": {
			clientConfig, discovery, reply(400, `{"error":"x","error_description":"`+strings.Repeat("é", 292)+`old-secret%"}`),
			idp.ErrUnauthenticated,
			[]string{strings.Repeat("é", 292) + "(redact…"},
		},
		"assertion quoted": {
			keyConfig, discovery, func(w http.ResponseWriter, r *http.Request) {
				reply(400, `{"error":"x","error_description":"bad `+r.PostFormValue("assertion")+`"}`)(w, r)
			},
			idp.ErrUnauthenticated,
			[]string{"bad (redacted)"},
		},
		"secret refused with 401": {clientConfig, discovery, reply(401, `{"error":"invalid_client"}`), idp.ErrUnauthenticated, []string{"invalid_client"}},
		"very long refusal": {
			clientConfig, discovery, reply(400, `{"error":"x","error_description":"`+strings.Repeat("é", 1000)+`"}`),
			idp.ErrUnauthenticated,
			[]string{strings.Repeat("é", 299) + "…"},
		},
		"page with 400":                 {keyConfig, discovery, page(400), idp.ErrUnexpected, []string{"ZITADEL_ENDPOINT"}},
		"blocked":                       {keyConfig, discovery, body(429, "text/plain", "Your ZITADEL instance is blocked."), idp.ErrRateLimited, []string{"quota"}},
		"database away":                 {keyConfig, discovery, body(500, "text/plain", "unable to set instance"), idp.ErrUnavailable, nil},
		"proxy":                         {keyConfig, discovery, page(502), idp.ErrUnavailable, []string{"proxy"}},
		"no answer":                     {keyConfig, discovery, lost, idp.ErrUnavailable, []string{"no response"}},
		"page with 200":                 {keyConfig, discovery, page(200), idp.ErrUnexpected, []string{"got a web page"}},
		"number for text":               {keyConfig, discovery, reply(200, `{"access_token":47110815}`), idp.ErrUnexpected, []string{"cannot be read"}},
		"no token":                      {keyConfig, discovery, reply(200, `{"token_type":"Bearer"}`), idp.ErrUnexpected, []string{"cannot be read"}},
		"error with 200":                {keyConfig, discovery, reply(200, `{"error":"invalid_grant"}`), idp.ErrUnexpected, []string{"ZITADEL_ENDPOINT"}},
		"other host":                    {keyConfig, body(404, "text/plain", "instance not found"), nil, idp.ErrUnexpected, []string{"external domain"}},
		"not ZITADEL":                   {clientConfig, page(200), nil, idp.ErrUnexpected, []string{"ZITADEL_ENDPOINT"}},
		"login wall":                    {clientConfig, page(403), nil, idp.ErrUnexpected, []string{"ZITADEL_ENDPOINT"}},
		"no endpoints":                  {clientConfig, reply(200, `{"issuer":"https://x.example"}`), nil, idp.ErrUnexpected, []string{"names no issuer or no token endpoint"}},
		"odd endpoint":                  {clientConfig, named("", "file:///etc/passwd"), nil, idp.ErrUnexpected, []string{"Nothing was sent", "token endpoint"}},
		"no issuer's address":           {clientConfig, named("x", ""), nil, idp.ErrUnexpected, []string{"Nothing was sent", "issuer"}},
		"another issuer":                {keyConfig, named("https://elsewhere.example", ""), nil, idp.ErrUnexpected, []string{"https://elsewhere.example", "http://127.0.0.1:", "Nothing was sent", "zitadel.trusted_hosts"}},
		"an issuer with a path":         {keyConfig, named("http://HOST/tenant", ""), nil, idp.ErrUnexpected, []string{"/tenant", "issuer"}},
		"another host's token endpoint": {clientConfig, named("", "https://elsewhere.example/token"), nil, idp.ErrUnexpected, []string{"https://elsewhere.example", "http://127.0.0.1:", "token endpoint"}},
		"another port":                  {clientConfig, named("", "http://127.0.0.1:1/token"), nil, idp.ErrUnexpected, []string{"http://127.0.0.1:1 ", "token endpoint"}},
		"with a password":               {clientConfig, named("", "http://me:old-secret@HOST/token"), nil, idp.ErrUnexpected, []string{"Nothing was sent"}},
		"discovery down":                {clientConfig, page(503), nil, idp.ErrUnavailable, nil},
		"discovery lost":                {clientConfig, lost, nil, idp.ErrUnavailable, []string{"no response"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			f := serve(t, routes{callDiscovery: only(tc.discovery), callToken: only(tc.token)})
			if tc.token == nil {
				delete(f.routes, callToken)
			}
			_, err := platform(t, tc.config(t, f)).Create(t.Context(), wanted())
			e := refusalOf(t, err, tc.kind)
			said := e.Error() + " " + e.Hint
			for _, part := range tc.want {
				if !strings.Contains(said, part) {
					t.Errorf("%q is not in %q", part, said)
				}
			}
			for _, hidden := range []string{"47110815", "PRIVATE", "passwd", "old-s", "eyJ", strings.Repeat("é", 301)} {
				if strings.Contains(said, hidden) {
					t.Errorf("%q is in %q", hidden, said)
				}
			}
			times := 1
			if strings.Contains(said, "invalid assertion") { // as for a new key
				times = 4
			}
			if tc.kind == idp.ErrUnauthenticated && f.count(callToken) != times {
				t.Errorf("refused credentials were sent %d times", f.count(callToken))
			}
		})
	}
}

func TestLogin_NewCredentialsRefused_IsRetried(t *testing.T) {
	for name, tc := range map[string]struct {
		config  func(*testing.T, *fake) Config
		refusal string
	}{
		"secret": {clientConfig, `{"error":"invalid_request","error_description":"Errors.User.Machine.Secret.NotExisting"}`},
		"key":    {keyConfig, `{"error":"invalid_grant","error_description":"invalid assertion"}`},
	} {
		t.Run(name, func(t *testing.T) {
			refused := reply(400, tc.refusal)
			f := serve(t, routes{
				callDiscovery: only(discovery), callGet: only(file(t, "get_app_basic.json")),
				callToken: only(refused, refused, file(t, "token.json")),
			})
			var pauses []time.Duration
			c := nowait.Config()
			c.Pause = func(_ context.Context, d time.Duration) error {
				pauses = append(pauses, d)
				return nil
			}
			p := platformOver(t, tc.config(t, f), c)
			if _, err := p.Get(t.Context(), existing()); err != nil {
				t.Error(err)
			}
			if diff := cmp.Diff([]time.Duration{250 * time.Millisecond, 500 * time.Millisecond}, pauses); diff != "" || f.count(callToken) != 3 {
				t.Errorf("%d logins, %s", f.count(callToken), diff)
			}
		})
	}
}

func TestCreate_TokenExpired_LogsInAndRetries(t *testing.T) {
	f := serve(t, routes{
		callDiscovery: only(discovery),
		callToken:     only(reply(200, `{"access_token":"one"}`), reply(200, `{"access_token":"two"}`)),
		callCreate: only(failure(401, 16, "AUTH-7fs1e", "Errors.Token.Invalid"), func(w http.ResponseWriter, r *http.Request) {
			if got := r.Header.Get("Authorization"); got != "Bearer two" {
				t.Errorf("repeated with %q", got)
			}
			file(t, "create_application_basic.json")(w, r)
		}),
		callGet: only(file(t, "get_app_new.json")),
	})
	got, err := platform(t, keyConfig(t, f)).Create(t.Context(), wanted())
	if err != nil || got.ID != appID {
		t.Errorf("got %q, %v", got.ID, err)
	}
}
