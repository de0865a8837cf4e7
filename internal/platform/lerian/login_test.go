package lerian

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

var (
	user       = Config{Username: "admin", Password: "hunter2"}
	client     = Config{ClientID: "4f1c", ClientSecret: "hunter2"}
	userClient = Config{Username: "admin", Password: "hunter2", ClientID: "4f1c", ClientSecret: "hunter2"}
)

// logIn returns the login with these credentials at an Auth plugin that is the handler.
func logIn(t *testing.T, c Config, auth http.Handler) transport.Login {
	t.Helper()
	c.AuthEndpoint = serve(t, auth) + "/v1/"
	l, err := newLogin(c, nowait.Transport(t))
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestLoginSendsOneSetOfCredentials(t *testing.T) {
	tests := map[string]struct {
		config Config
		want   map[string]any
	}{
		"user":            {user, map[string]any{"grantType": "password", "username": "admin", "password": "hunter2"}},
		"client":          {client, map[string]any{"grantType": "client_credentials", "clientId": "4f1c", "clientSecret": "hunter2"}},
		"user and client": {userClient, map[string]any{"grantType": "password", "username": "admin", "password": "hunter2", "clientId": "4f1c", "clientSecret": "hunter2"}},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var sent map[string]any
			l := logIn(t, tc.config, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/v1/login/oauth/access_token" || r.Header.Get("Authorization") != "" {
					t.Errorf("sent to %s, with a token: %t", r.URL.Path, r.Header.Get("Authorization") != "")
				}
				if err := json.NewDecoder(r.Body).Decode(&sent); err != nil {
					t.Error(err)
				}
				_, _ = w.Write([]byte(`{"accessToken":"a-token"}`))
			}))
			if token, err := l(t.Context()); err != nil || token.AccessToken != "a-token" {
				t.Fatalf("no token: %v", err)
			}
			if !cmp.Equal(tc.want, sent) {
				t.Error("the body is not the credentials of the configuration")
			}
		})
	}
}

func TestLogin_AccessTokenConfigured_SendsNothing(t *testing.T) {
	l, err := newLogin(Config{AccessToken: "a-token"}, nowait.Transport(t))
	if err != nil {
		t.Fatal(err)
	}
	if token, err := l(t.Context()); err != nil || token.AccessToken != "a-token" || !token.Expiry.IsZero() {
		t.Errorf("no token: %v", err)
	}
}

func TestLogin_Token_IsKeptUntilExpiry(t *testing.T) {
	tests := map[string]struct {
		body string
		want time.Duration
	}{
		"said":     {`{"accessToken":"t","expiresIn":900}`, 900 * time.Second},
		"not said": {`{"accessToken":"t"}`, time.Hour},
		"null":     {`{"accessToken":"t","expiresIn":null}`, time.Hour},
		"zero":     {`{"accessToken":"t","expiresIn":0}`, time.Hour},
		"absurd":   {`{"accessToken":"t","expiresIn":9223372036854775807}`, 24 * time.Hour},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			before := time.Now()
			token, err := logIn(t, user, &answers{status: 200, kind: jsonType, body: tc.body})(t.Context())
			if err != nil {
				t.Fatal(err)
			}
			if end := token.Expiry; end.Before(before.Add(tc.want)) || end.After(time.Now().Add(tc.want)) {
				t.Errorf("kept for %v, want %v", end.Sub(before), tc.want)
			}
		})
	}
}

func TestLogin_Refused_HintsAtFix(t *testing.T) {
	coded := func(status int, code string) *answers {
		body := fmt.Sprintf(`{"code":%q,"title":"a title","message":"clientSecret hunter2 or password hunter2 is wrong"}`, code)
		return &answers{status: status, kind: jsonType, body: body}
	}
	tests := map[string]struct {
		config Config
		answer *answers
		kind   idp.Kind
		hint   string
	}{
		"wrong password":         {user, coded(401, "AUT-1002"), idp.ErrUnauthenticated, "lerian.password (LERIAN_PASSWORD)"},
		"wrong client":           {client, coded(401, "AUT-1004"), idp.ErrUnauthenticated, "lerian.client_secret (LERIAN_CLIENT_SECRET)"},
		"wrong client of a user": {userClient, coded(401, "AUT-1004"), idp.ErrUnauthenticated, "Omit both"},
		"deleted application":    {client, coded(401, "AUT-1011"), idp.ErrUnauthenticated, "was deleted"},
		"deleted, older server":  {client, coded(500, "AUT-0005"), idp.ErrUnavailable, "before 3.11"},
		"network not allowed":    {user, coded(403, "AUT-0021"), idp.ErrUnauthenticated, "network"},
		"missing fields":         {user, coded(400, "AUT-0014"), idp.ErrUnauthenticated, "lerian.username (LERIAN_USERNAME) and lerian.password"},
		"another 401":            {client, &answers{status: 401, kind: textType, body: "Unauthorized"}, idp.ErrUnauthenticated, "lerian.client_id (LERIAN_CLIENT_ID) and lerian.client_secret"},
		"another 401 of a user":  {userClient, &answers{status: 401}, idp.ErrUnauthenticated, "lerian.password (LERIAN_PASSWORD), lerian.client_id"},
		"MFA challenge":          {user, &answers{status: 200, kind: jsonType, body: `{"mfaToken":"hunter2"}`}, idp.ErrUnauthenticated, "without MFA"},
		"MFA in other words":     {user, &answers{status: 200, kind: jsonType, body: `{"accessToken":"","challenge":"hunter2"}`}, idp.ErrUnauthenticated, "without MFA"},
		"MFA of a client":        {client, &answers{status: 200, kind: jsonType, body: `{"mfaToken":"hunter2"}`}, idp.ErrUnauthenticated, "without MFA"},
		"no token for a client":  {client, &answers{status: 200, kind: jsonType, body: `{}`}, idp.ErrUnexpected, "lerian.auth_endpoint"},
		"a page":                 {user, &answers{status: 200, kind: htmlType, body: page}, idp.ErrUnexpected, "HTTPS_PROXY"},
		"a token of odd type":    {user, &answers{status: 200, kind: jsonType, body: `{"accessToken":["hunter2"]}`}, idp.ErrUnexpected, "LERIAN_AUTH_ENDPOINT"},
		"wrong endpoint":         {user, &answers{status: 404, kind: htmlType, body: page}, idp.ErrUnexpected, "lerian.auth_endpoint"},
		"a proxy's 400":          {user, &answers{status: 400, kind: htmlType, body: page}, idp.ErrInvalid, "proxy"},
		"a firewall's page":      {user, &answers{status: 403, kind: htmlType, body: page}, idp.ErrForbidden, "proxy"},
		"too many":               {user, &answers{status: 429, kind: jsonType, body: `{"code":429,"title":"rate_limit_exceeded"}`}, idp.ErrRateLimited, "10 logins"},
		"backend is down":        {user, coded(503, "AUT-0033"), idp.ErrUnavailable, "later"},
		"bad gateway":            {user, &answers{status: 502, kind: textType, body: "bad gateway"}, idp.ErrUnavailable, "later"},
		"connection is broken":   {user, &answers{}, idp.ErrUnavailable, "network"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := logIn(t, tc.config, tc.answer)(t.Context())
			if e := refusedAs(t, err, tc.kind, tc.hint); e.Status != tc.answer.status {
				t.Errorf("status %d, want %d", e.Status, tc.answer.status)
			}
		})
	}
}

// If the response to a login looks like the Identity plugin's, the provider lists applications without credentials to be
// sure.
func TestIdentityPluginInPlaceOfTheAuthPluginIsRecognized(t *testing.T) {
	notFound := &answers{status: 404, kind: textType, body: "Cannot POST /v1/login/oauth/access_token"}
	missing := &answers{status: 401, kind: textType, body: "Missing Token"}
	for name, tc := range map[string]struct {
		login, list *answers
		swapped     bool
		asked       int32
	}{
		"no login":                 {notFound, missing, true, 1},
		"token first":              {missing, missing, true, 1},
		"token first, in JSON":     {coded(401, "AUT-0006"), coded(401, "AUT-0006"), true, 1},
		"newer":                    {coded(404, "IDE-1001"), coded(401, "IDE-0008"), true, 1},
		"a wrong address":          {notFound, notFound, false, 1},
		"a gateway":                {&answers{status: 401}, &answers{status: 401}, false, 1},
		"wrong credentials":        {coded(401, "AUT-1002"), missing, false, 0},
		"too many":                 {&answers{status: 429}, missing, false, 0},
		"down":                     {&answers{status: 503}, missing, false, 0},
		"applications for anybody": {notFound, &answers{status: 200, kind: jsonType, body: "[]"}, false, 1},
	} {
		t.Run(name, func(t *testing.T) {
			var asked atomic.Int32
			mux := http.NewServeMux()
			mux.Handle("POST /v1/login/oauth/access_token", tc.login)
			mux.HandleFunc("GET /v1/applications", func(w http.ResponseWriter, r *http.Request) {
				if r.Header.Get("Authorization") != "" {
					t.Error("credentials were sent")
				}
				asked.Add(1)
				tc.list.ServeHTTP(w, r)
			})
			_, err := logIn(t, user, mux)(t.Context())
			var e *idp.Error
			if !errors.As(err, &e) || strings.Contains(e.Hint, "seem to be swapped") != tc.swapped || asked.Load() != tc.asked {
				t.Errorf("%v, after %d requests for applications", e, asked.Load())
			}
		})
	}
}

func TestLogin_QuotedPassword_IsRedacted(t *testing.T) {
	const blanks = `hunter2  <3`
	for name, tc := range map[string]struct {
		password idp.Secret
		answer   *answers
	}{
		"as it is":            {blanks, &answers{status: 401, kind: textType, body: `password hunter2  <3 is wrong`}},
		"in JSON":             {blanks, &answers{status: 401, kind: jsonType, body: `{"code":"AUT-1002","message":"password hunter2  \u003c3 is wrong"}`}},
		"in odd JSON":         {"hunter2", &answers{status: 401, kind: jsonType, body: `{"code":"AUT-1002","message":"hunter\u0032 is wrong"}`}},
		"where a text is cut": {blanks, &answers{status: 401, kind: jsonType, body: `{"code":"AUT-1002","message":"` + strings.Repeat("é", 295) + `hunter2  <3"}`}},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := logIn(t, Config{Username: "admin", Password: tc.password}, tc.answer)(t.Context())
			if e := refusedAs(t, err, idp.ErrUnauthenticated); strings.Contains(e.Error(), "hunt") || strings.Contains(e.Error(), "<3") {
				t.Errorf("a part of the password is in %v", e)
			}
		})
	}
}

func TestRedirectOfALoginIsNotFollowed(t *testing.T) {
	_, err := logIn(t, user, http.RedirectHandler("https://elsewhere.example.com/", http.StatusPermanentRedirect))(t.Context())
	refusedAs(t, err, idp.ErrUnexpected, "redirect")
}

// expiring is an Auth plugin that numbers its tokens.
func expiring(logins *atomic.Int32) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		_, _ = fmt.Fprintf(w, `{"accessToken":"token-%d","expiresIn":3600}`, logins.Add(1))
	})
}

func TestCreateSurvivesATokenThatEndedEarly(t *testing.T) {
	var logins, creates atomic.Int32
	identity := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer token-2" {
			w.Header().Set("Content-Type", textType)
			w.WriteHeader(http.StatusUnauthorized)
			_, _ = w.Write([]byte("Unauthorized"))
			return
		}
		var input ApplicationInput
		if err := json.NewDecoder(r.Body).Decode(&input); err != nil || input.Name != wanted.Name {
			t.Errorf("the second attempt has another body: %v", err)
		}
		creates.Add(1)
		w.WriteHeader(http.StatusCreated)
		_, _ = w.Write([]byte(createdBody))
	})
	c := user
	c.IdentityEndpoint, c.AuthEndpoint = serve(t, identity), serve(t, expiring(&logins))
	app, err := platform(t, c).Create(t.Context(), wanted)
	if err != nil || app.ID != "app-1" {
		t.Errorf("application %q, %v", app.ID, err)
	}
	if logins.Load() != 2 || creates.Load() != 1 {
		t.Errorf("%d logins and %d creates, want 2 and 1", logins.Load(), creates.Load())
	}
}

func TestGet_NewTokenRefused_HintsAtEndpoints(t *testing.T) {
	var logins atomic.Int32
	c := user
	c.IdentityEndpoint = serve(t, &answers{status: 401, kind: jsonType, body: `{"code":"IDE-0009","title":"Invalid Token"}`})
	c.AuthEndpoint = serve(t, expiring(&logins))
	_, err := platform(t, c).Get(t.Context(), kept)
	refusedAs(t, err, idp.ErrUnauthenticated, "lerian.identity_endpoint", "lerian.auth_endpoint", "same installation")
}

func TestRefusedLoginStopsACreateBeforeItIsSent(t *testing.T) {
	identity := &answers{status: 201, kind: jsonType, body: createdBody}
	c := user
	c.IdentityEndpoint = serve(t, identity)
	c.AuthEndpoint = serve(t, &answers{status: 401, kind: jsonType, body: `{"code":"AUT-1002"}`})
	_, err := platform(t, c).Create(t.Context(), wanted)
	refusedAs(t, err, idp.ErrUnauthenticated, "lerian.password")
	if n := identity.count.Load(); n != 0 {
		t.Errorf("%d requests reached the Identity plugin", n)
	}
}

func TestConfigurationDoesNotPrintItsSecrets(t *testing.T) {
	all := userClient
	all.AccessToken = "hunter2"
	if text := fmt.Sprintf("%+v %#v", all, all); strings.Contains(text, "hunter2") {
		t.Error("a secret was printed")
	}
}
