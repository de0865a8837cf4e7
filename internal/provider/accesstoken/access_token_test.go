package accesstoken_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/echoprovider"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// echoed adds a provider that copies the result of an ephemeral resource to its state.
func echoed(t *testing.T, options ...func(*emulator.Options)) *acctest.World {
	t.Helper()
	w := acctest.New(t, options...)
	w.Others = map[string]func() (tfprotov6.ProviderServer, error){"echo": echoprovider.NewProviderServer()}
	return w
}

const (
	token = `
ephemeral "idp_access_token" "test" {
  client_id     = idp_application.test.client_id
  client_secret = idp_application.test.client_secret
  %s
}`
	echo = `
provider "echo" {
  data = ephemeral.idp_access_token.test
}
resource "echo" "test" {}`
)

func keycard(w *acctest.World) string {
	return fmt.Sprintf(`
resource "idp_application" "test" {
  name       = "Orders"
  identifier = "https://orders.example.com"
  keycard { zone_id = %q }
}`, w.Keycard.ZoneID())
}

func keycardToken(w *acctest.World, resource string) string {
	return fmt.Sprintf(token, keycardBlock(w.Keycard.ZoneID(), resource))
}

func keycardBlock(zone, resource string) string {
	return fmt.Sprintf("keycard {\n    zone_id  = %q\n    resource = %q\n  }", zone, resource)
}

const lerian = `
resource "idp_application" "test" {
  name        = "plugin-fees"
  description = "Nightly fees"
  lerian {}
}`

func shows(name string, value knownvalue.Check) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("echo.test", tfjsonpath.New("data").AtMapKey(name), value)
}

var (
	jwt  = knownvalue.StringRegexp(regexp.MustCompile(`^[\w-]+\.[\w-]+\.[\w-]+$`))
	soon = knownvalue.StringFunc(func(at string) error {
		ends, err := time.Parse(time.RFC3339, at)
		if err == nil && (time.Until(ends) < time.Minute || time.Until(ends) > 25*time.Hour) {
			err = fmt.Errorf("it ends at %s", at)
		}
		return err
	})
	all = []statecheck.StateCheck{
		shows("access_token", jwt), shows("token_type", knownvalue.StringExact("Bearer")), shows("expires_at", soon),
	}
)

func TestKeycardApplicationGetsATokenForAResource(t *testing.T) {
	t.Parallel()
	w := echoed(t)
	_, identifier := w.Keycard.Resource()
	w.Test(
		resource.TestStep{Config: keycard(w)},
		resource.TestStep{
			PreConfig:         func() { depend(t, w) },
			Config:            keycard(w) + keycardToken(w, identifier) + echo,
			ConfigStateChecks: all,
		},
	)
	if w.Sent()["keycard.zone_revoke"] != 0 {
		t.Error("a revocation endpoint that the zone does not name was called")
	}
}

func depend(t *testing.T, w *acctest.World) {
	t.Helper()
	if err := w.Keycard.Depend(w.ID("keycard")); err != nil {
		t.Fatal(err)
	}
}

func TestClose_ZoneHasRevocationEndpoint_RevokesToken(t *testing.T) {
	t.Parallel()
	w := echoed(t, func(o *emulator.Options) { o.KeycardRevocation = true })
	_, identifier := w.Keycard.Resource()
	w.Test(
		resource.TestStep{Config: keycard(w)},
		resource.TestStep{
			PreConfig: func() { depend(t, w) },
			Config:    keycard(w) + keycardToken(w, identifier) + echo,
			Check: func(s *terraform.State) error {
				if got := s.RootModule().Resources["echo.test"].Primary.Attributes["data.access_token"]; !w.Keycard.TokenRevoked(got) {
					t.Errorf("a token of %d characters was not revoked", len(got))
				}
				return nil
			},
		},
	)
}

func TestZITADELServiceAccountGetsAToken(t *testing.T) {
	t.Parallel()
	w := echoed(t)
	const account = `
resource "idp_application" "test" {
  name       = "Invoice worker"
  identifier = "invoice-worker"
  zitadel {
    type              = "service_account"
    access_token_type = "jwt"
  }
}
`
	w.Test(resource.TestStep{
		Config: account + fmt.Sprintf(token, fmt.Sprintf("zitadel { project_id = %q }", w.ZITADEL.ProjectID())) + echo, ConfigStateChecks: all,
	})
}

func TestLerianApplicationGetsAToken(t *testing.T) {
	t.Parallel()
	w := echoed(t)
	w.Test(resource.TestStep{Config: lerian + fmt.Sprintf(token, "lerian {}") + echo, ConfigStateChecks: all})
}

func TestRefusedTokenIsExplained(t *testing.T) {
	t.Parallel()
	w := echoed(t)
	_, identifier := w.Keycard.Resource()
	refused := func(config, message string) resource.TestStep {
		return resource.TestStep{Config: config, ExpectError: regexp.MustCompile(strings.ReplaceAll(message, " ", `\s+`))}
	}
	wrong := func(config string) string {
		return strings.Replace(config, "client_secret = idp_application.test.client_secret", `client_secret = "hunter2-hunter2"`, 1)
	}
	w.Test(
		resource.TestStep{Config: keycard(w)},
		refused(keycard(w)+keycardToken(w, "urn:other"), `(?s)invalid_target.*identifier of a resource of the zone`),
		refused(keycard(w)+keycardToken(w, identifier), `(?s)access_denied.*dependency of the application`),
		refused(keycard(w)+wrong(keycardToken(w, identifier)), `(?s)invalid_client.*client secret is wrong`),
		refused(keycard(w)+keycardToken(w, ""), `keycard.resource is empty`),
		refused(keycard(w)+fmt.Sprintf(token, "keycard { zone_id = \"z\" }"), `keycard.resource is required`),
		refused(keycard(w)+fmt.Sprintf(token, "keycard { resource = \"r\" }"), `keycard.zone_id is required`),
		refused(keycard(w)+strings.ReplaceAll(wrong(keycardToken(w, identifier)), "hunter2-hunter2", ""), `client_secret is empty`),
		refused(keycard(w)+fmt.Sprintf(token, ""), `No platform chosen`),
		refused(keycard(w)+fmt.Sprintf(token, "lerian {}\n  "+keycardBlock("z", "r")), `(?s)More than one platform chosen.*keycard\s+and\s+lerian`),
		refused(keycard(w)+fmt.Sprintf(token, "zitadel { project_id = \"\" }"), `zitadel.project_id is empty`),
		refused(keycard(w)+fmt.Sprintf(token, "zitadel {}"), `(?s)client not found.*this type of application cannot get tokens`),
		refused(keycard(w)+wrong(fmt.Sprintf(token, "lerian {}")), `(?s)AUT-1004.*client secret is wrong`),
		resource.TestStep{
			PreConfig: func() {
				w.Fault(fault.Fault{Operation: "keycard.zone_token", Kind: fault.Status, Status: 500, Times: 9})
			},
			Config: keycard(w) + keycardToken(w, identifier), ExpectError: regexp.MustCompile(`Cannot\s+get\s+an\s+access\s+token`),
		},
		resource.TestStep{PreConfig: w.Faults.Clear, Config: keycard(w)},
	)
}

func TestOpen_PlatformNotConfigured_SendsNothing(t *testing.T) {
	t.Parallel()
	w := echoed(t)
	delete(w.Env, "LERIAN_IDENTITY_ENDPOINT")
	w.Test(resource.TestStep{Config: `
ephemeral "idp_access_token" "test" {
  client_id     = "a"
  client_secret = "b"
  lerian {}
}`, ExpectError: regexp.MustCompile(`Lerian is not configured`)})
	if sent := w.Sent(); len(sent) > 0 {
		t.Errorf("sent %v", sent)
	}
}
