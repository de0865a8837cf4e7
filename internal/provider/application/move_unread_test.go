package application_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// unread applies a keycard_application, and writes the configuration that moves and changes it.
func unread(t *testing.T, w *acctest.World, body string) (*acctest.Workspace, idp.Application) {
	t.Helper()
	t.Cleanup(func() { removeAll(t, w) })
	app := register(t, w, "keycard", registrations(w)["keycard"])
	attributes := maps.Clone(saved(t, "keycard-provider.tfstate")[0].Instances[0].Attributes)
	maps.Copy(attributes, map[string]any{"id": app.ID, "zone_id": w.Keycard.ZoneID(), "name": app.Name, "identifier": app.Identifier})
	w.Others = standIn{"keycard", map[string]map[string]any{"keycard_application": attributes}}.providers()
	cli := w.Workspace(required + "resource \"keycard_application\" \"old\" {}\n")
	expectRun(t, cli, "terraform apply", 0, "Apply complete!")
	cli.Write("main.tf", required+fmt.Sprintf(`
moved {
  from = keycard_application.old
  to   = idp_application.test
}
resource "idp_application" "test" {
  name       = "renamed"
  identifier = %q
  keycard { zone_id = %q }
  %s
}`, app.Identifier, w.Keycard.ZoneID(), body))
	return cli, app
}

// The state of Keycard's own provider does not contain the credential. Without a refresh, an apply must neither create a
// second one nor leave the first behind.
func TestMove_WithoutRefresh_KeepsSingleCredential(t *testing.T) {
	for name, c := range map[string]struct {
		body string
		live int
	}{
		"method left out":   {"", 1},
		"method with one":   {`auth_method = "client_secret_basic"`, 1},
		"no authentication": {`auth_method = "none"`, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			cli, app := unread(t, w, c.body)
			expectRun(t, cli, "terraform apply -refresh=false", 0, "0 added, 1 changed, 0 destroyed")
			if n := w.Only("keycard")["credentials"]; n != c.live {
				t.Errorf("Keycard has %v credentials, not %d", n, c.live)
			}
			if works(w, "keycard", app.ClientID, app.ClientSecret.Reveal()) != (c.live > 0) {
				t.Errorf("the secret from before works: %t", c.live == 0)
			}
			expectNoPlan(t, cli)
			expectRun(t, cli, "terraform apply -refresh-only", 0, "Apply complete!")
			if known := privateOf(t, cli)["cred"]; (known == app.CredentialID) != (c.live > 0) {
				t.Errorf("the private state knows credential %v", known)
			}
		})
	}
}

func TestMovedApplicationThatCannotBeReadIsNotChanged(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	cli, app := unread(t, w, `auth_method = "none"`)
	w.Fault(fault.Fault{Operation: "keycard.get_application", Kind: fault.NotFoundTimes, Times: 99})
	output, status := cli.Run("apply", "-refresh=false")
	said := flat(output)
	if status != 1 || !strings.Contains(said, "moved from another provider") || strings.Contains(said, "another organization") {
		t.Errorf("%d: %s", status, output)
	}
	w.Faults.Clear()
	if got := w.Only("keycard"); got["name"] != app.Name || got["credentials"] != 1 {
		t.Errorf("Keycard has %v", got)
	}
}
