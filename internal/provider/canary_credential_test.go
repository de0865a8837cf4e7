package provider_test

import (
	"fmt"
	"strings"

	"filippo.io/age"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// haveCredentials creates applications with a key and with a second client secret: in plain text, refreshed, encrypted, and
// lost.
func (l *life) haveCredentials() {
	l.issue("")
	l.apply()
	l.see(l.Must("plan", "-detailed-exitcode"))
	l.see(l.Must("plan", "-refresh-only"))

	key, err := age.GenerateX25519Identity()
	if err != nil {
		l.t.Fatal(err)
	}
	l.issue(fmt.Sprintf("secret {\n    recipients = [%q]\n  }", key.Recipient()))
	l.apply()
	if n := strings.Count(l.Read("terraform.tfstate"), "BEGIN AGE ENCRYPTED FILE"); n != 2 {
		l.t.Errorf("the state has %d encrypted secrets, want 2", n)
	}

	l.issue("")
	for _, operation := range []string{"zitadel.create_machine_key", "keycard.create_credential"} { // whose responses contain secrets
		l.world.Fault(fault.Fault{Operation: operation, Kind: fault.Truncate})
	}
	l.fail("apply")
	l.world.Faults.Clear()
	l.apply()

	l.applications("client_secret_basic", "client_secret_basic", "")
	l.see(l.Must("apply"))
}

// issue adds credentials to the configuration, with this secret block.
func (l *life) issue(secret string) {
	l.applications("client_secret_basic", "client_secret_basic", fmt.Sprintf(`
resource "idp_application" "worker" {
  name        = "Worker"
  identifier  = "worker"
  auth_method = "private_key_jwt"
  zitadel {
    type = "service_account"
  }
}
resource "idp_application_credential" "worker" {
  application_id = idp_application.worker.id
  zitadel {}
  key {}
  %[2]s
}
resource "idp_application_credential" "keycard" {
  application_id = idp_application.keycard.id
  keycard {
    zone_id = %[1]q
  }
  client_secret {}
  %[2]s
}
`, l.world.Keycard.ZoneID(), secret))
}
