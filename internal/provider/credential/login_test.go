package credential_test

import (
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/workload"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const (
	assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"
	grantJWT      = "urn:ietf:params:oauth:grant-type:jwt-bearer"
)

// open returns a world whose platforms also accept requests of their clients.
func open(t *testing.T) *acctest.World {
	t.Helper()
	return acctest.New(t, func(o *emulator.Options) { o.Backend = nil })
}

// post sends a form, and returns the status of the response.
func post(t *testing.T, address string, form url.Values) int {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	resp, err := client.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	_ = resp.Body.Close()
	return resp.StatusCode
}

// zoneOf returns the address of the emulated zone.
func zoneOf(w *acctest.World) string { return w.Env["KEYCARD_ENDPOINT"] + "/z/" + w.Keycard.ZoneID() }

// askZone requests a token from a Keycard zone with an assertion, and returns the status of the response.
func askZone(t *testing.T, w *acctest.World, assertion string) int {
	t.Helper()
	_, identifier := w.Keycard.Resource()
	return post(t, zoneOf(w)+"/oauth/2/token", url.Values{
		"grant_type": {"client_credentials"}, "resource": {identifier}, "client_assertion_type": {assertionType}, "client_assertion": {assertion},
	})
}

func expectStatus(t *testing.T, what string, got, want int) {
	t.Helper()
	if got != want {
		t.Errorf("%s: HTTP %d, not %d", what, got, want)
	}
}

func TestAcc_KeycardAssertions_LogInUntilRevoked(t *testing.T) {
	t.Parallel()
	for name, row := range map[string]struct {
		block     func(w *acctest.World, program *workload.Workload) string
		assertion func(w *acctest.World, program *workload.Workload, clientID string) (right, wrong string)
	}{
		"public key": {
			func(_ *acctest.World, program *workload.Workload) string {
				return fmt.Sprintf("public_key { jwks_uri = %q }", program.JWKSURI())
			},
			func(w *acctest.World, program *workload.Workload, clientID string) (string, string) {
				return program.Assertion(clientID, zoneOf(w)+"/oauth/2/token"), program.Assertion("another", zoneOf(w)+"/oauth/2/token")
			},
		},
		"URL": {
			func(_ *acctest.World, program *workload.Workload) string {
				return fmt.Sprintf("url { identifier = %q }", program.ClientMetadata())
			},
			func(w *acctest.World, program *workload.Workload, clientID string) (string, string) {
				return program.Assertion(clientID, zoneOf(w)+"/oauth/2/token"), program.Assertion(clientID, "https://elsewhere.example.com")
			},
		},
		"workload identity": {
			func(w *acctest.World, program *workload.Workload) string {
				provider, err := w.Keycard.AddProvider(map[string]any{"name": "cluster", "identifier": program.Issuer()})
				if err != nil {
					t.Fatal(err)
				}
				return fmt.Sprintf("workload_identity {\n provider_id = %q\n subject = \"system:serviceaccount:shop:orders\"\n}", provider)
			},
			func(w *acctest.World, program *workload.Workload, _ string) (string, string) {
				return program.Token("system:serviceaccount:shop:orders", zoneOf(w)), program.Token("system:serviceaccount:shop:payments", zoneOf(w))
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w, program := open(t), workload.New(t, time.Now)
			var clientID string
			config := atKeycard(w, row.block(w, program))
			without, _, _ := strings.Cut(config, `resource "idp_application_credential"`)
			w.Test(
				resource.TestStep{Config: config, Check: func(s *terraform.State) error {
					a := attributes(s)
					clientID = a["client_id"]
					right, wrong := row.assertion(w, program, clientID)
					if err := w.Keycard.Depend(a["application_id"]); err != nil {
						return err
					}
					expectStatus(t, "with the credential", askZone(t, w, right), http.StatusOK)
					expectStatus(t, "with a wrong assertion", askZone(t, w, wrong), http.StatusUnauthorized)
					return nil
				}},
				resource.TestStep{Config: without, Check: func(*terraform.State) error {
					right, _ := row.assertion(w, program, clientID)
					expectStatus(t, "after the credential was revoked", askZone(t, w, right), http.StatusUnauthorized)
					return nil
				}},
			)
		})
	}
}

// keyFile is the key file that ZITADEL generates.
type keyFile struct {
	Type     string `json:"type"`
	KeyID    string `json:"keyId"`
	Key      string `json:"key"`
	ClientID string `json:"clientId"`
	UserID   string `json:"userId"`
}

// assertion returns an assertion for ZITADEL, signed with the key file.
func (f keyFile) assertion(t *testing.T, w *acctest.World, subject string) string {
	t.Helper()
	block, _ := pem.Decode([]byte(f.Key))
	if block == nil {
		t.Fatal("the key file has no private key")
	}
	key, err := x509.ParsePKCS1PrivateKey(block.Bytes)
	if err != nil {
		t.Fatal(err)
	}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: jose.JSONWebKey{Key: key, KeyID: f.KeyID}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	text, err := jwt.Signed(signer).Claims(jwt.Claims{
		Issuer: subject, Subject: subject, Audience: jwt.Audience{w.Env["ZITADEL_ENDPOINT"]},
		IssuedAt: jwt.NewNumericDate(time.Now()), Expiry: jwt.NewNumericDate(time.Now().Add(time.Hour)),
	}).Serialize()
	if err != nil {
		t.Fatal(err)
	}
	return text
}

// An API introspects tokens at ZITADEL with a key in place of its client secret.
func TestAcc_ZITADELKey_IntrospectsUntilRevoked(t *testing.T) {
	t.Parallel()
	w := open(t)
	var file keyFile
	introspect := func() int {
		return post(t, w.Env["ZITADEL_ENDPOINT"]+"/oauth/v2/introspect", url.Values{
			"token": {"x"}, "client_assertion_type": {assertionType}, "client_assertion": {file.assertion(t, w, file.ClientID)},
		})
	}
	config := atZITADEL(w, "key {\n expires_at = \"2519-04-01T08:45:00Z\"\n}")
	without, _, _ := strings.Cut(config, `resource "idp_application_credential"`)
	w.Test(
		resource.TestStep{
			Config: config, ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectSensitiveValue(address, at("key", "file")), has(knownvalue.NotNull(), "client_id")},
			Check: func(s *terraform.State) error {
				if err := json.Unmarshal([]byte(attributes(s)["key.file"]), &file); err != nil {
					return err
				}
				expectStatus(t, "with the key", introspect(), http.StatusOK)
				return nil
			},
		},
		resource.TestStep{Config: config, PlanOnly: true},
		resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateIdFunc: importID, ImportStateVerifyIgnore: []string{"key.file"},
		},
		resource.TestStep{Config: without, Check: func(*terraform.State) error {
			expectStatus(t, "with the revoked key", introspect(), http.StatusBadRequest)
			return nil
		}},
	)
}

func TestZITADELKey_OfAWebApplication_LogsInUntilRevoked(t *testing.T) {
	t.Parallel()
	w := open(t)
	t.Cleanup(w.RemoveAll)
	project := w.ZITADEL.ProjectID()
	app := w.Register("zitadel", idp.Registration{
		Scope: idp.Scope{ProjectID: project}, Type: idp.TypeWeb, Name: "portal", AuthMethod: idp.PrivateKeyJWT, RedirectURIs: []string{"https://portal.example.com/callback"},
	})
	core := w.CoreOf("idp_application_credential")
	apply(t, core, config{"application_id": app.ID, "zitadel": config{"project_id": project}, "key": config{}}, true)
	var file keyFile
	if err := json.Unmarshal([]byte(core.Text("key", "file")), &file); err != nil {
		t.Fatal(err)
	}
	if clientID := core.Text("client_id"); clientID != app.ClientID || file.ClientID != app.ClientID {
		t.Errorf("state has client ID %q, the key file %q, the application %q", clientID, file.ClientID, app.ClientID)
	}
	introspect := func(subject string) int {
		return post(t, w.Env["ZITADEL_ENDPOINT"]+"/oauth/v2/introspect", url.Values{
			"token": {"x"}, "client_assertion_type": {assertionType}, "client_assertion": {file.assertion(t, w, subject)},
		})
	}
	expectStatus(t, "with the key", introspect(file.ClientID), http.StatusOK)
	expectStatus(t, "for another client", introspect("another"), http.StatusBadRequest)
	if problems := core.Destroy(t.Context()); len(problems) > 0 {
		t.Fatal(problems)
	}
	expectStatus(t, "with the revoked key", introspect(file.ClientID), http.StatusBadRequest)
}

// atServiceAccount returns a service account with a key. body is the content of the block key.
func atServiceAccount(body string) string {
	return fmt.Sprintf(`
resource "idp_application" "test" {
  name        = "Worker"
  identifier  = "worker"
  auth_method = "private_key_jwt"
  zitadel {
    type = "service_account"
  }
}
resource "idp_application_credential" "test" {
  application_id = idp_application.test.id
  zitadel {}
  key {
    %s
  }
}`, body)
}

func TestAcc_ServiceAccountKey_GetsTokens(t *testing.T) {
	t.Parallel()
	own, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	public, err := x509.MarshalPKIXPublicKey(&own.PublicKey)
	if err != nil {
		t.Fatal(err)
	}
	private := string(pem.EncodeToMemory(&pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(own)}))
	for name, body := range map[string]string{
		"made by ZITADEL": "",
		"own":             fmt.Sprintf("public_key = %q", pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: public})),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := open(t)
			w.Test(
				resource.TestStep{Config: atServiceAccount(body), Check: func(s *terraform.State) error {
					a := attributes(s)
					file := keyFile{KeyID: a["id"], Key: private, UserID: a["application_id"]}
					if body == "" {
						if err := json.Unmarshal([]byte(a["key.file"]), &file); err != nil {
							return err
						}
					} else if a["key.file"] != "" {
						t.Error("a private key is in state")
					}
					expectStatus(t, "with the key", post(t, w.Env["ZITADEL_ENDPOINT"]+"/oauth/v2/token", url.Values{
						"grant_type": {grantJWT}, "scope": {"openid"}, "assertion": {file.assertion(t, w, file.UserID)},
					}), http.StatusOK)
					return nil
				}},
				resource.TestStep{Config: atServiceAccount(body), PlanOnly: true},
				resource.TestStep{
					ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"key.file", "key.public_key"},
					ImportStateIdFunc: func(s *terraform.State) (string, error) {
						return "zitadel/service_account/" + attributes(s)["application_id"] + "/" + attributes(s)["id"], nil
					},
				},
			)
		})
	}
}
