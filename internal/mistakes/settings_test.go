package mistakes

import (
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

const (
	atZITADEL = "resource \"idp_application\" \"test\" {\n  name = \"orders\"\n  zitadel {\n    project_id = \"PROJECT\"\n  }\n}\n"
	atKeycard = "resource \"idp_application\" \"test\" {\n  name = \"Orders\"\n  identifier = \"urn:orders\"\n  keycard {\n    zone_id = \"ZONE\"\n  }\n}\n"
	atLerian  = "resource \"idp_application\" \"test\" {\n  name = \"plugin-fees\"\n  description = \"Fees\"\n  lerian {}\n}\n"
)

// settings returns mistakes in the provider's configuration and environment.
func settings() []mistake {
	return []mistake{
		{
			name: "no credentials", arrange: func(_ *testing.T, w *acctest.World) { clear(w.Env) }, config: atZITADEL, command: "apply",
			said: []string{"zitadel.endpoint", "ZITADEL_ENDPOINT"},
		},
		{
			name: "endpoint with a path", arrange: set("ZITADEL_ENDPOINT", "https://id.example.com/ui/console"), config: atZITADEL, command: "apply",
			said: []string{"zitadel.endpoint", "without a path"},
		},
		{
			name: "endpoint without a scheme", arrange: set("ZITADEL_ENDPOINT", "id.example.com"), config: atZITADEL, command: "apply",
			said: []string{"ZITADEL_ENDPOINT", "https://"},
		},
		{
			name: "endpoint in plain http", arrange: set("ZITADEL_ENDPOINT", "http://id.example.com"), config: atZITADEL, command: "apply",
			said: []string{"ZITADEL_ENDPOINT", "http.allow_plaintext"},
		},
		{
			name: "https to an http port", arrange: func(_ *testing.T, w *acctest.World) {
				w.Env["ZITADEL_ENDPOINT"] = strings.Replace(w.Env["ZITADEL_ENDPOINT"], "http://", "https://", 1)
			}, config: atZITADEL, command: "apply", said: []string{"zitadel.endpoint", "speaks HTTP on this port, not HTTPS"},
		},
		{
			name: "unknown host", arrange: set("ZITADEL_ENDPOINT", "https://id.example"), config: atZITADEL, command: "apply",
			said: []string{"zitadel.endpoint", "HTTPS_PROXY", "id.example"},
		},
		{
			name: "host name with an umlaut", arrange: set("ZITADEL_ENDPOINT", "https://bücher.example"), config: atZITADEL, command: "apply",
			said: []string{"xn--bcher-kva.example"},
		},
		{
			name: "endpoints of Lerian swapped", arrange: func(_ *testing.T, w *acctest.World) {
				w.Env["LERIAN_IDENTITY_ENDPOINT"], w.Env["LERIAN_AUTH_ENDPOINT"] = w.Env["LERIAN_AUTH_ENDPOINT"], w.Env["LERIAN_IDENTITY_ENDPOINT"]
			}, config: atLerian, command: "apply", said: []string{"lerian.identity_endpoint", "lerian.auth_endpoint", "swapped"}, swapped: true,
		},
		{
			name: "secret with a line break", arrange: func(_ *testing.T, w *acctest.World) { w.Env["KEYCARD_CLIENT_SECRET"] += "\n" }, config: atKeycard, command: "apply",
			said: []string{"KEYCARD_CLIENT_SECRET", "ends with a line break", "tr -d"},
		},
		{
			name: "token with a carriage return", config: "provider \"idp\" {\n  zitadel {\n    access_token = \"abc\\r\\n\"\n  }\n}\n" + atZITADEL,
			command: "validate", at: "access_token = ", said: []string{"ends with a line break", "trimspace"},
		},
		{
			name: "wrong secret", arrange: set("KEYCARD_CLIENT_SECRET", "wrong-secret-of-the-service-account"), config: atKeycard,
			said: []string{"Keycard", "keycard.client_secret", "KEYCARD_CLIENT_SECRET"},
		},
		{
			name: "wrong access token", arrange: func(_ *testing.T, w *acctest.World) {
				delete(w.Env, "ZITADEL_JWT_PROFILE_JSON")
				w.Env["ZITADEL_ACCESS_TOKEN"] = "wrong-token-of-the-service-account"
			}, config: atZITADEL,
			said: []string{"ZITADEL refused the access token", "zitadel.access_token"},
		},
		{
			name: "expired access token", arrange: func(_ *testing.T, w *acctest.World) {
				delete(w.Env, "LERIAN_USERNAME")
				delete(w.Env, "LERIAN_PASSWORD")
				w.Env["LERIAN_ACCESS_TOKEN"] = w.Lerian.AccessToken()
				w.Lerian.ExpireTokens()
			}, config: atLerian, command: "apply", said: []string{"expired", "lerian.access_token"},
		},
		{
			name: "certificate of an unknown authority", arrange: func(t *testing.T, w *acctest.World) {
				server := httptest.NewTLSServer(http.NotFoundHandler())
				t.Cleanup(server.Close)
				server.Config.ErrorLog = log.New(io.Discard, "", 0)
				w.Env["KEYCARD_ENDPOINT"] = server.URL
			}, config: atKeycard, command: "apply", said: []string{"certificate", "http.ca_certificate_file"},
		},
		{
			name: "two ways to log in", config: "provider \"idp\" {\n  zitadel {\n    access_token = \"abc\"\n    client_id = \"a\"\n    client_secret = \"b\"\n  }\n}\n" + atZITADEL,
			said: []string{"zitadel.access_token", "zitadel.client_id"},
		},
		{
			name: "key file that is not there", arrange: func(_ *testing.T, w *acctest.World) {
				delete(w.Env, "ZITADEL_JWT_PROFILE_JSON")
				w.Env["ZITADEL_JWT_PROFILE_FILE"] = "~/nowhere/key.json"
			}, config: atZITADEL, said: []string{"ZITADEL_JWT_PROFILE_FILE", "no such file"},
		},
		{
			name: "content of a key file as its path", arrange: func(_ *testing.T, w *acctest.World) {
				w.Env["ZITADEL_JWT_PROFILE_FILE"] = w.Env["ZITADEL_JWT_PROFILE_JSON"]
				delete(w.Env, "ZITADEL_JWT_PROFILE_JSON")
			}, config: atZITADEL, said: []string{"ZITADEL_JWT_PROFILE_FILE", "content of a file, not its path", "ZITADEL_JWT_PROFILE_JSON"}, unsaid: []string{"BEGIN"},
		},
		{
			name: "key file without permission", arrange: func(t *testing.T, w *acctest.World) {
				if os.Geteuid() == 0 {
					t.Skip("root reads every file")
				}
				file := filepath.Join(t.TempDir(), "key.json")
				if err := os.WriteFile(file, nil, 0o200); err != nil {
					t.Fatal(err)
				}
				delete(w.Env, "ZITADEL_JWT_PROFILE_JSON")
				w.Env["ZITADEL_JWT_PROFILE_FILE"] = file
			}, config: atZITADEL, command: "apply", said: []string{"ZITADEL_JWT_PROFILE_FILE", "permission denied"},
		},
		{
			name: "application's credential as the provider's", arrange: func(t *testing.T, w *acctest.World) {
				app := w.Register("keycard", w.Registrations()["keycard"])
				w.Env["KEYCARD_CLIENT_ID"], w.Env["KEYCARD_CLIENT_SECRET"] = app.ClientID, app.ClientSecret.Reveal()
			}, config: atKeycard, said: []string{"Keycard refused the provider's credentials", "service account of the organization"},
		},
		{
			name: "key that is not JSON", arrange: func(_ *testing.T, w *acctest.World) {
				w.Env["ZITADEL_JWT_PROFILE_JSON"] = "-----BEGIN RSA PRIVATE KEY-----"
			}, config: atZITADEL, command: "apply", said: []string{"ZITADEL_JWT_PROFILE_JSON", "JSON"},
		},
		{
			name: "misspelt setting", config: "provider \"idp\" {\n  keycard {\n    client_secrt = \"x\"\n  }\n}\n" + atKeycard, at: "client_secrt = ",
			said: []string{"Unsupported argument", `"client_secrt"`},
		},
		{
			name: "timeout of zero", config: "provider \"idp\" {\n  operation_timeout = \"0s\"\n}\n" + atKeycard, command: "validate", at: "operation_timeout = ",
			said: []string{"operation_timeout", "0s"},
		},
		{
			name: "timeout of zero for each request", config: "provider \"idp\" {\n  http {\n    timeout = \"0s\"\n  }\n}\n" + atKeycard, command: "validate", at: "timeout = ",
			said: []string{"http.timeout", "90s", "0s"},
		},
		{
			name: "timeout without a unit", config: "provider \"idp\" {\n  operation_timeout = \"5\"\n}\n" + atKeycard, at: "operation_timeout = ",
			said: []string{"operation_timeout", "5m"},
		},
		{
			name: "line break in a header", config: "provider \"idp\" {\n  zitadel {\n    headers = { x-key = \"a\\nb\" }\n  }\n}\n" + atZITADEL, command: "validate", at: "headers = ",
			said: []string{"zitadel.headers", "line break"},
		},
		{
			name: "header that the provider sets", config: "provider \"idp\" {\n  zitadel {\n    headers = { Authorization = \"x\" }\n  }\n}\n" + atZITADEL, command: "validate", at: "headers = ",
			said: []string{"Authorization"},
		},
		{
			name: "unknown certificate file", config: "provider \"idp\" {\n  http {\n    ca_certificate_file = \"/nowhere/ca.pem\"\n  }\n}\n" + atZITADEL,
			said: []string{"http.ca_certificate_file", "no such file"},
		},
	}
}
