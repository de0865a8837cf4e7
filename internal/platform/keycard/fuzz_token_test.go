package keycard

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/oauth2"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/malicious"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const canary = "hunter2-7f"

var fuzzTokens = []string{
	`{"error":"invalid_client","error_description":"|"}`, `{"error":"invalid_target"}`, `{"error":"access_denied","error_description":"no |"}`,
	`{"error":"|"}`, `{"code":"unauthorized","message":"Bad |","status":401,"request_id":"|"}`, `{"message":"Bad \u0068unter2-7f","request_id":"\u0068unter2-7f"}`,
	`error=invalid_client&error_description=|`, `{"access_token":"|","token_type":"Bearer","expires_in":3600}`, `{"access_token":"","expires_in":"|"}`, `{"error":7}`,
}

// seedTokens adds responses of a token endpoint that quote the request. Each is split in two, with the secret in between.
func seedTokens(f *testing.F) {
	f.Helper()
	for i, body := range fuzzTokens {
		before, after, _ := strings.Cut(body, "|")
		for _, status := range []uint16{0, 200, 201, 203, 204, 229, 300, 1201} {
			f.Add(uint8(i), status, "application/json", "r-1", before, after)
		}
		f.Add(uint8(i), uint16(200), "application/x-www-form-urlencoded", canary, before, after)
	}
}

// For any response of a token endpoint, the error can be printed and does not quote the secret. Only the code for invalid
// client credentials means that the secret is wrong.
func FuzzTokenRefusal(f *testing.F) {
	seedTokens(f)
	f.Fuzz(func(t *testing.T, login uint8, status uint16, kind, requestID, before, after string) {
		body := before + canary + after
		a := malicious.NewAnswer(status, kind, requestID, body)
		refusal := &oauth2.RetrieveError{
			Response: a.Response(httptest.NewRequest(http.MethodPost, tokenPath, nil)), Body: []byte(body), ErrorCode: before, ErrorDescription: body,
		}
		err := applicationRefused(refusal, canary)
		if login%2 == 0 {
			err = loginFailed(refusal, canary)
		}
		malicious.Check(t, err)
		if e, ok := errors.AsType[*idp.Error](err); ok && strings.Contains(e.Error()+e.RequestID+e.Hint, canary) {
			t.Errorf("shown: %v (request %s)", e, e.RequestID)
		}
		if errors.Is(err, idp.ErrSecretRefused) && before != codeInvalidClient && !strings.Contains(body, "invalid") {
			t.Error("refused, without a word of it")
		}
	})
}

// within decides independently whether an endpoint is at a host, with TLS.
func within(endpoint, host string) bool {
	u, err := url.Parse(endpoint)
	return err == nil && u.Scheme == "https" && strings.EqualFold(u.Hostname(), host) && (u.Port() == "" || u.Port() == "443")
}

// An endpoint that a zone names is used only if secrets may be sent to it, and a revocation endpoint only at the host of the
// token endpoint.
func FuzzZone(f *testing.F) {
	malicious.Seed(f,
		`{"id":"z","protocols":{"oauth2":{"token_endpoint":"https://z.example/token","authorization_server_metadata":"https://z.example/m"}}}`,
		`{"id":"z","protocols":{"oauth2":{"token_endpoint":"http://z.example/token"}}}`, `{"id":"z","protocols":null}`, `{"id":"y"}`,
		`{"id":"z","protocols":{"oauth2":{"token_endpoint":7}}}`, `{"issuer":"https://z.example","revocation_endpoint":"https://z.example/revoke"}`,
		`{"revocation_endpoint":"ftp://z.example/revoke"}`, `{"revocation_endpoint":["https://z.example"]}`,
	)
	server := malicious.Serve(f, tokenPath)
	carrier := malicious.Transport(f)
	f.Fuzz(func(t *testing.T, _ uint8, status uint16, kind, requestID, body string) {
		server.Set(malicious.NewAnswer(status, kind, requestID, body))
		p, err := New(Config{Endpoint: server.URL, ClientID: "id", ClientSecret: "secret"}, carrier)
		if err != nil {
			t.Fatal(err)
		}
		onLoopback := p.allowed
		p.allowed = func(endpoint string) bool { return carrier.Allowed(DefaultEndpoint, endpoint) }
		found, err := p.zone(t.Context(), "z")
		if err != nil {
			malicious.Check(t, err)
		} else if !strings.HasPrefix(found.token, "https://") {
			t.Errorf("secrets would be sent to %q", found.token)
		}
		p.allowed = onLoopback // otherwise the metadata is not read
		z := zone{token: "https://z.example/token", metadata: server.URL + "/metadata"}
		if endpoint := p.revocationEndpoint(t.Context(), z); endpoint != "" && !within(endpoint, "z.example") {
			t.Errorf("secrets would be sent to %q", endpoint)
		}
	})
}
