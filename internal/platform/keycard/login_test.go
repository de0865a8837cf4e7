package keycard

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/oauth2"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestLoginIsAFormWithoutScope(t *testing.T) {
	s := newStub(t, map[string][]answer{getApp: {ok(appBody)}})
	p := s.platform(func(c *Config) { c.ClientSecret = "hunter 2&+%" })
	for range 2 {
		if _, err := p.Get(t.Context(), bare(idp.NoAuth)); err != nil {
			t.Fatal(err)
		}
	}
	if len(s.logins) != 1 {
		t.Fatalf("logged in %d times, want once", len(s.logins))
	}
	form, err := url.ParseQuery(s.logins[0])
	want := url.Values{"grant_type": {"client_credentials"}, "client_id": {"me"}, "client_secret": {"hunter 2&+%"}}
	if diff := cmp.Diff(want, form); diff != "" || err != nil {
		t.Error(err, diff)
	}
	if got := s.headers[0].Get("Authorization"); got != "Bearer t1" {
		t.Errorf("Authorization is %q", got)
	}
}

func TestLogin_Fails_HintsAtFix(t *testing.T) {
	account := "keycard.client_secret"
	tests := map[string]struct {
		answer answer
		kind   idp.Kind
		says   string // contained in the error
		hint   string
	}{
		"wrong secret":       {says(401, `{"error":"invalid_client","error_description":"no client with hunter2"}`), idp.ErrUnauthenticated, "invalid_client: no client with (redacted)", account},
		"wrong secret, 400":  {says(400, `{"error":"invalid_client"}`), idp.ErrUnauthenticated, "invalid_client", account},
		"wrong secret, 200":  {ok(`{"error":"unauthorized_client"}`), idp.ErrUnauthenticated, "unauthorized_client", account},
		"in Keycard's words": {says(401, `{"code":"unauthorized","message":"Bad hunter2","status":401,"request_id":"r1"}`), idp.ErrUnauthenticated, "unauthorized: Bad (redacted)", account},
		"escaped secret":     {says(401, `{"code":"unauthorized","message":"Bad \u0068unter2"}`), idp.ErrUnauthenticated, "unauthorized: Bad (redacted)", account},
		"empty 401":          {says(401, ``), idp.ErrUnauthenticated, "", account},
		"odd request":        {says(400, `{"error":"invalid_request"}`), idp.ErrInvalid, "invalid_request", account},
		"blocked":            {says(403, `{"message":"no"}`), idp.ErrForbidden, "no", "KEYCARD_CLIENT_ID"},
		"wrong endpoint":     {says(404, noApp), idp.ErrUnexpected, "", "keycard.endpoint"},
		"a web page":         {html(404), idp.ErrUnexpected, "web page", "keycard.endpoint"},
		"a login page":       {html(200), idp.ErrUnexpected, "web page", "HTTPS_PROXY"},
		"text":               {answer{status: 200, body: "hunter2=%zz", kind: "text/plain"}, idp.ErrUnexpected, "contains no token", "keycard.endpoint"},
		"no token":           {ok(`{}`), idp.ErrUnexpected, "contains no token", "keycard.endpoint"},
		"redirect":           {says(302, ``).with("Location", "https://elsewhere.example"), idp.ErrUnexpected, "", "redirect"},
		"too many":           {says(429, ``), idp.ErrRateLimited, "", "later"},
		"server error":       {says(500, ``), idp.ErrUnavailable, "", "later"},
		"proxy error":        {html(502), idp.ErrUnavailable, "web page", "proxy"},
		"no answer":          {lost(), idp.ErrUnavailable, "no response", "endpoint"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			s := newStub(t, map[string][]answer{login1: {tc.answer}})
			_, err := s.platform().Create(t.Context(), wanted(idp.ClientSecretBasic))
			e := refusal(t, err, tc.kind)
			if !strings.Contains(e.Error(), tc.says) || !strings.Contains(e.Hint, tc.hint) {
				t.Errorf("%s: %s", e, e.Hint)
			}
			if s.requests() != "" {
				t.Errorf("sent %s without a token", s.requests())
			}
		})
	}
}

func TestLogin_TemporaryFailure_IsRetried(t *testing.T) {
	s := newStub(t, map[string][]answer{
		login1: {lost(), says(503, ``), says(429, ``), ok(`{"access_token":"t1"}`)},
		getApp: {ok(appBody)},
	})
	if _, err := s.platform().Get(t.Context(), bare(idp.NoAuth)); err != nil {
		t.Error(err)
	}
}

func TestRefusedTokenIsReplacedOnce(t *testing.T) {
	expired := says(401, `{"code":"unauthorized","message":"The token is expired"}`)
	tokens := []answer{ok(`{"access_token":"t1"}`), ok(`{"access_token":"t2"}`)}

	s := newStub(t, map[string][]answer{login1: tokens, "POST " + apps: {expired, ok(appBody)}})
	if _, err := s.platform().Create(t.Context(), wanted(idp.NoAuth)); err != nil {
		t.Error(err)
	}
	if got := s.headers[1].Get("Authorization"); got != "Bearer t2" || s.requests() != lines(postApp, postApp) {
		t.Errorf("sent %s, the last with %q", s.requests(), got)
	}

	s = newStub(t, map[string][]answer{login1: tokens, "POST " + apps: {expired}})
	_, err := s.platform().Create(t.Context(), wanted(idp.NoAuth))
	if e := refusal(t, err, idp.ErrUnauthenticated); !strings.Contains(e.Hint, "KEYCARD_CLIENT_SECRET") || len(s.logins) != 2 {
		t.Errorf("%d logins; hint: %s", len(s.logins), e.Hint)
	}
}

func TestMissingCredentialsSendNothing(t *testing.T) {
	for _, spoil := range []func(*Config){func(c *Config) { c.ClientID = "" }, func(c *Config) { c.ClientSecret = "" }} {
		s := newStub(t, nil)
		_, err := s.platform(spoil).Get(t.Context(), registered())
		refusal(t, err, idp.ErrUnauthenticated)
		if len(s.logins) > 0 {
			t.Error("logged in without credentials")
		}
	}
}

func TestEndpoint_Invalid_IsNamed(t *testing.T) {
	for endpoint, want := range map[string]string{"nowhere": "keycard.endpoint must be an address", "http://api.keycard.ai": "keycard.endpoint uses http"} {
		if _, err := New(Config{Endpoint: endpoint}, nowait.Transport(t)); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v", endpoint, err)
		}
	}
}

// The secret of an application can be unknown. Then there is nothing to hide.
func TestTokenRefused_EmptySecret_HidesNothing(t *testing.T) {
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/token", nil)
	refused := &oauth2.RetrieveError{
		Response: &http.Response{StatusCode: http.StatusUnauthorized, Request: request},
		Body:     []byte(`{"error":"invalid_client","error_description":"no such client"}`), ErrorCode: "invalid_client", ErrorDescription: "no such client",
	}
	if e, answered := tokenRefused(refused, ""); !answered || e.Code != "invalid_client" || e.Message != "no such client" {
		t.Errorf("got %v", e)
	}
	refused.ErrorCode = "no hunter2"
	if e, _ := tokenRefused(refused, "hunter2"); strings.Contains(e.Error(), "hunter2") {
		t.Errorf("a secret was shown: %v", e)
	}
}
