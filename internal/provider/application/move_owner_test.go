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

// movable returns a workspace with an applied resource of ZITADEL's own provider. Its state contains the organization only if
// one is given: that provider's configuration may omit it. The returned function writes the configuration that moves it.
func movable(t *testing.T, w *acctest.World, organization string) (*acctest.Workspace, idp.Application, func(name, more string)) {
	t.Helper()
	t.Cleanup(func() { removeAll(t, w) })
	app := register(t, w, "zitadel", registrations(w)["zitadel"])
	attributes := maps.Clone(saved(t, "zitadel-provider.tfstate")[0].Instances[0].Attributes)
	maps.Copy(attributes, map[string]any{
		"id": app.ID, "name": app.Name, "project_id": w.ZITADEL.ProjectID(), "org_id": nil,
		"client_id": app.ClientID, "client_secret": app.ClientSecret.Reveal(),
	})
	if organization != "" {
		attributes["org_id"] = organization
	}
	w.Others = standIn{"zitadel", map[string]map[string]any{"zitadel_application_api": attributes}}.providers()
	cli := w.Workspace(required + "resource \"zitadel_application_api\" \"old\" {}\n")
	expectRun(t, cli, "terraform apply", 0, "Apply complete!")
	return cli, app, func(name, more string) {
		cli.Write("main.tf", required+fmt.Sprintf(`
moved {
  from = zitadel_application_api.old
  to   = idp_application.test
}
resource "idp_application" "test" {
  name = %q
  zitadel {
    project_id = %q
    %s
  }
}`, name, w.ZITADEL.ProjectID(), more))
	}
}

// Without a refresh, a plan must not treat an organization that is now set as a changed one: a new application would have a
// new secret.
func TestMove_WithoutRefresh_DoesNotReplace(t *testing.T) {
	for name, c := range map[string]struct{ known, written bool }{
		"organization in the old state and here": {true, true},
		"organization written down now":          {false, true},
		"organization nowhere":                   {false, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			organization, more := "", ""
			if c.known {
				organization = w.ZITADEL.OrganizationID()
			}
			if c.written {
				more = fmt.Sprintf("organization_id = %q", w.ZITADEL.OrganizationID())
			}
			cli, app, move := movable(t, w, organization)
			move("renamed", more)
			expectRun(t, cli, "terraform apply -refresh=false", 0, "0 added, 1 changed, 0 destroyed")
			expectNoPlan(t, cli) // the read finds the identity that the apply wrote
			if said := expectRun(t, cli, "terraform state pull", 0, app.ClientSecret.Reveal()); !strings.Contains(said, w.ZITADEL.OrganizationID()) {
				t.Error("the organization is not in state")
			}
			if got := w.Only("zitadel"); got["id"] != app.ID || got["name"] != "renamed" {
				t.Errorf("ZITADEL has %v", got)
			}
		})
	}
}

// hide makes ZITADEL's reads return 404 for an application that exists.
func hide(w *acctest.World) {
	w.Fault(fault.Fault{Operation: "zitadel.get_app", Kind: fault.NotFoundTimes, Times: 99})
}

func TestMove_ApplicationHidden_StaysInState(t *testing.T) {
	t.Run("organization in the old state", func(t *testing.T) {
		t.Parallel()
		w := acctest.New(t)
		cli, app, move := movable(t, w, w.ZITADEL.OrganizationID())
		move(app.Name, fmt.Sprintf("organization_id = %q", w.ZITADEL.OrganizationID()))
		hide(w)
		expectRun(t, cli, "terraform apply", 0, "It stays in state as it was.")
		w.Faults.Clear()
		expectNoPlan(t, cli)
	})
	t.Run("organization nowhere", func(t *testing.T) {
		t.Parallel()
		w := acctest.New(t)
		cli, app, move := movable(t, w, "")
		move(app.Name, "")
		hide(w)
		expectRun(t, cli, "terraform apply", 1, "Cannot read application")
		w.Faults.Clear()
		expectRun(t, cli, "terraform apply", 0, "Apply complete!")
		expectRun(t, cli, "terraform state pull", 0, app.ClientSecret.Reveal())
		expectNoPlan(t, cli)
	})
}

// No read has found the application here before. ZITADEL may not return it because the provider asks another organization
// than the old provider did.
func TestMoveIntoTheWrongOrganizationRegistersNothing(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	cli, app, move := movable(t, w, "")
	move(app.Name, "")
	w.Env["ZITADEL_ORGANIZATION_ID"] = w.ZITADEL.OtherOrganizationID()
	expectRun(t, cli, "terraform apply", 1, "zitadel.organization_id")
	if got := w.Only("zitadel"); got["id"] != app.ID {
		t.Errorf("ZITADEL has %v", got)
	}
	delete(w.Env, "ZITADEL_ORGANIZATION_ID")
	expectRun(t, cli, "terraform apply", 0, "Apply complete!")
	expectRun(t, cli, "terraform state pull", 0, app.ClientSecret.Reveal())
}
