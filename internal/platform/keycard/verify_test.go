package keycard

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// zoneToken is the token endpoint of the stub's zone.
const zoneToken = "POST /z/oauth/2/token"

// verifying calls Verify with a stub whose token endpoint returns this answer.
func verifying(t *testing.T, a answer) (*stub, error) {
	t.Helper()
	s := newStub(t, map[string][]answer{zoneToken: {a}})
	zone := fmt.Sprintf(`{"id":"z","protocols":{"oauth2":{"token_endpoint":"%s/z/oauth/2/token"}}}`, s.server.URL)
	s.answers["GET /zones/z"] = []answer{ok(zone)}
	return s, s.platform().Verify(t.Context(), registered())
}

// The codes of RFC 6749, section 5.2, of RFC 8707, section 2, and Keycard's own. Keycard does not document their statuses.
func TestVerify_ErrorCode_DeterminesVerdict(t *testing.T) {
	for code, want := range map[string]error{
		"invalid_client":             idp.ErrSecretRefused,
		"invalid_target":             nil,
		"access_denied":              nil,
		"insufficient_authorization": nil,
		"invalid_request":            errUnclear,
		"invalid_grant":              errUnclear,
		"unauthorized_client":        errUnclear,
		"unsupported_grant_type":     errUnclear,
		"invalid_scope":              errUnclear,
		"of_no_standard":             errUnclear,
	} {
		for _, status := range []int{400, 401, 403} {
			t.Run(fmt.Sprint(code, " ", status), func(t *testing.T) {
				_, err := verifying(t, says(status, `{"error":"`+code+`","error_description":"about hunter2"}`))
				expectVerdict(t, err, want)
			})
		}
	}
}

// A response that is not about the client says nothing about the secret. If it counted as a rejection, the secret would be
// rotated.
func TestVerify_UnclearResponse_Fails(t *testing.T) {
	for name, a := range map[string]answer{
		"an empty 401":     says(401, ``),
		"a bare 401":       says(401, `{}`),
		"an empty 403":     says(403, ``),
		"a 404 of Keycard": says(404, noApp),
		"a page":           html(401),
		"a proxy":          html(502),
		"too many":         says(429, ``),
		"a failure":        says(500, ``),
		"a code in text":   {status: 401, body: "error=invalid_grant", kind: "text/plain"},
		"no token":         ok(`{}`),
		"no answer":        lost(),
	} {
		t.Run(name, func(t *testing.T) {
			_, err := verifying(t, a)
			expectVerdict(t, err, errUnclear)
		})
	}
}

// A token for an unregistered resource is unexpected, but only a client with a valid secret gets one.
func TestVerify_TokenIssued_AcceptsSecret(t *testing.T) {
	s, err := verifying(t, ok(`{"access_token":"t2","token_type":"Bearer","expires_in":3600}`))
	expectVerdict(t, err, nil)
	if asked := s.requests(); !strings.Contains(asked, "grant_type=client_credentials") || !strings.Contains(asked, "resource=urn%3A") {
		t.Errorf("sent %s", asked)
	}
	last := http.Request{Header: s.headers[len(s.headers)-1]}
	if id, secret, _ := last.BasicAuth(); id != "client" || secret != "hunter2" {
		t.Errorf("asked as %q with %q", id, secret)
	}
}

// errUnclear means any error that does not decide whether the secret is valid.
var errUnclear = errors.New("no verdict")

func expectVerdict(t *testing.T, err, want error) {
	t.Helper()
	switch {
	case want == errUnclear && (err == nil || errors.Is(err, idp.ErrSecretRefused)):
		t.Errorf("got %v, which is a verdict", err)
	case want != errUnclear && !errors.Is(err, want):
		t.Errorf("got %v, want %v", err, want)
	}
	if errors.Is(err, idp.ErrNotFound) || errors.Is(err, idp.ErrUnauthenticated) {
		t.Errorf("got %v, which is about the application or the provider's own login", err)
	}
	if err != nil && strings.Contains(err.Error(), "hunter2") {
		t.Errorf("the secret is shown: %v", err)
	}
}
