package application_test

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// guided returns a workspace with the files of an example, and with required in place of their provider requirements.
func guided(t *testing.T, w *acctest.World, files ...string) *acctest.Workspace {
	t.Helper()
	cli := w.Workspace("")
	cli.Write("required.tf", required)
	for _, file := range files {
		cli.Write(filepath.Base(file), exampleFile(t, w, file))
	}
	return cli
}

// providers are the requirements of examples, which may name further providers.
var providers = regexp.MustCompile(`terraform \{\n  required_providers \{\n(?: +\w+ += \{ source = .*\n)+  \}\n\}\n`)

func exampleFile(t *testing.T, w *acctest.World, file string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(examples, file))
	if err != nil {
		t.Fatal(err)
	}
	return ownIDs(w).Replace(providers.ReplaceAllString(string(content), ""))
}

// expectRun runs a script, and expects this exit code and this text in the output.
func expectRun(t *testing.T, cli *acctest.Workspace, script string, code int, want string) string {
	t.Helper()
	said, got := cli.Script(script)
	if got != code || !strings.Contains(said, want) {
		t.Fatalf("exit code %d, not %d, or not said: %s\n%s\n%s", got, code, want, script, said)
	}
	return said
}

func expectNoPlan(t *testing.T, cli *acctest.Workspace) {
	t.Helper()
	expectRun(t, cli, "terraform plan -detailed-exitcode", 0, "No changes")
}

func TestGuideImportsWithAQuery(t *testing.T) {
	acctest.NeedsQuery(t)
	t.Parallel()
	w := acctest.New(t, func(o *emulator.Options) { o.Seed = 2 })
	t.Cleanup(func() { removeAll(t, w) })
	cli := guided(t, w, "guides/import/all.tfquery.hcl")
	expectRun(t, cli, exampleFile(t, w, "guides/import/query.sh"), 0, "Plan: 7 to import, 0 to add, 0 to change, 0 to destroy.")
	expectNoPlan(t, cli)
}

func TestGuideImportsOneApplication(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	t.Cleanup(func() { removeAll(t, w) })
	register(t, w, "zitadel", registrations(w)["zitadel"])
	cli := guided(t, w, "guides/import/one.tf")
	expectRun(t, cli, exampleFile(t, w, "guides/import/one.sh"), 0, "1 to import, 0 to add, 0 to change, 0 to destroy.")
	expectNoPlan(t, cli)
}

func TestGuideListsImportIDs(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	t.Cleanup(func() { removeAll(t, w) })
	registration := registrations(w)["zitadel"]
	registration.Name = "orders-api"
	app := register(t, w, "zitadel", registration)
	cli := guided(t, w, "guides/import/many.tf")
	expectRun(t, cli, exampleFile(t, w, "guides/import/many.sh"), 0, fmt.Sprintf("{\"orders-api\":%q}", importIDOf(w, "zitadel", app.ID)))
}

func TestGuideMigratesFromZITADELsProvider(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	t.Cleanup(func() { removeAll(t, w) })
	app := register(t, w, "zitadel", idp.Registration{
		Scope: idp.Scope{ProjectID: w.ZITADEL.ProjectID()}, Name: "orders-api", AuthMethod: idp.ClientSecretBasic,
	})
	attributes := maps.Clone(saved(t, "zitadel-provider.tfstate")[0].Instances[0].Attributes)
	maps.Copy(attributes, map[string]any{
		"id": app.ID, "name": app.Name, "project_id": w.ZITADEL.ProjectID(), "org_id": app.OrganizationID,
		"client_id": app.ClientID, "client_secret": app.ClientSecret.Reveal(),
	})
	w.Others = standIn{"zitadel", map[string]map[string]any{"zitadel_application_api": attributes}}.providers()
	migrate(t, w, "zitadel", app.ClientSecret)
}

// billingAgent is an application of Keycard, and what another provider's state has of it.
func billingAgent(t *testing.T, w *acctest.World) (idp.Application, map[string]map[string]any) {
	t.Helper()
	app := register(t, w, "keycard", idp.Registration{
		Scope: idp.Scope{ZoneID: w.Keycard.ZoneID()}, Name: "Billing agent", Identifier: "https://billing.example.com",
		AuthMethod: idp.ClientSecretBasic, RedirectURIs: []string{"https://billing.example.com/callback"},
	})
	return app, map[string]map[string]any{
		"keycard_application": {
			"id": app.ID, "zone_id": w.Keycard.ZoneID(), "name": app.Name, "identifier": app.Identifier, "description": nil, "metadata": nil,
			"oauth2": map[string]any{"redirect_uris": []any{"https://billing.example.com/callback"}}, "consent": "required",
		},
		"keycard_application_client_secret": {
			"id": app.CredentialID, "application_id": app.ID, "zone_id": w.Keycard.ZoneID(),
			"client_id": app.ClientID, "client_secret": app.ClientSecret.Reveal(),
		},
	}
}

func TestGuideMigratesFromKeycardsProvider(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	t.Cleanup(func() { removeAll(t, w) })
	app, resources := billingAgent(t, w)
	w.Others = standIn{"keycard", resources}.providers()
	migrate(t, w, "keycard", app.ClientSecret)
}

func TestGuideMigratesADependencyOfKeycardsProvider(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	t.Cleanup(func() { removeAll(t, w) })
	app, resources := billingAgent(t, w)
	orders, _ := w.Keycard.Resource()
	if err := w.Keycard.AddDependency(app.ID, orders); err != nil {
		t.Fatal(err)
	}
	resources["keycard_application_dependency"] = map[string]any{"zone_id": w.Keycard.ZoneID(), "application_id": app.ID, "resource_id": orders}
	w.Others = standIn{"keycard", resources}.providers()
	cli := guided(t, w)
	cli.Write("main.tf", exampleFile(t, w, "guides/migrate/keycard/before.tf")+fmt.Sprintf(`
resource "keycard_application_dependency" "orders" {
  zone_id        = %q
  application_id = keycard_application.billing.id
  resource_id    = %q
}`, w.Keycard.ZoneID(), orders))
	expectRun(t, cli, "terraform init && terraform apply", 0, "Apply complete!")
	blocks, _, _ := strings.Cut(exampleFile(t, w, "guides/migrate/keycard/after.tf"), "resource \"idp_application\"")
	cli.Write("main.tf", blocks+exampleFile(t, w, "guides/migrate/keycard/dependency.tf"))
	w.Sent()
	expectRun(t, cli, exampleFile(t, w, "guides/migrate/migrate.sh"), 0, "0 added, 1 changed, 0 destroyed")
	expectOnlyReads(t, w)
	expectNoPlan(t, cli)
	expectRun(t, cli, "terraform state pull", 0, app.ClientSecret.Reveal())
}

// migrate applies a guide's configuration from before the migration, and then the one after it.
func migrate(t *testing.T, w *acctest.World, provider string, secret idp.Secret) {
	t.Helper()
	cli := guided(t, w)
	before, after := exampleFile(t, w, "guides/migrate/"+provider+"/before.tf"), exampleFile(t, w, "guides/migrate/"+provider+"/after.tf")
	cli.Write("main.tf", before)
	expectRun(t, cli, "terraform init && terraform apply", 0, "Apply complete!")
	cli.Write("main.tf", after)
	w.Sent()
	said := expectRun(t, cli, exampleFile(t, w, "guides/migrate/migrate.sh"), 0, "has moved to")
	if !strings.Contains(said, "Plan: 0 to add, 0 to change, 0 to destroy.") && !strings.Contains(said, "No changes") && !strings.Contains(said, "0 added, 0 changed, 0 destroyed") {
		t.Error(said)
	}
	expectOnlyReads(t, w)
	expectNoPlan(t, cli)
	expectRun(t, cli, "terraform state pull", 0, secret.Reveal())
}

func TestUnmanagedApplicationsAreWarnedOf(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	t.Cleanup(func() { removeAll(t, w) })
	cli := guided(t, w, "unmanaged/main.tf")
	project := "export TF_VAR_zitadel_project_id=" + w.ZITADEL.ProjectID() + "\n"
	said := expectRun(t, cli, project+"terraform apply && terraform plan -detailed-exitcode", 0, "No changes")
	if !strings.Contains(said, "Not managed with Terraform: seeded-portal.") {
		t.Error(said)
	}
	register(t, w, "zitadel", registrations(w)["zitadel"])
	expectRun(t, cli, project+"terraform plan -detailed-exitcode", 0, "Not managed with Terraform: orders, seeded-portal.")
}

func TestGuideGetsStarted(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	t.Cleanup(func() { removeAll(t, w) })
	cli := w.Workspace(exampleFile(t, w, "guides/getting-started/main.tf"))
	script := func(name string) string {
		return "export TF_VAR_project_id=" + w.ZITADEL.ProjectID() + "\n" + exampleFile(t, w, "guides/getting-started/"+name)
	}
	expectRun(t, cli, script("apply.sh"), 0, "1 added, 0 changed, 0 destroyed")
	expectRun(t, cli, script("plan.sh"), 0, "No changes")
	app := cli.Applications()[0]
	if id, secret := app["client_id"].(string), app["client_secret"].(string); !works(w, "zitadel", id, secret) {
		t.Error("the client secret does not work")
	} else {
		expectRun(t, cli, script("secret.sh"), 0, id+secret)
	}
	expectRun(t, cli, script("destroy.sh"), 0, "1 destroyed")
}

func TestGuideConfiguresNetworks(t *testing.T) {
	for _, file := range []string{"certificate-authority.tf", "headers.tf", "plaintext.tf"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			cli := guided(t, w, "guides/proxies-and-gateways/"+file)
			cli.Write("required.tf", strings.Replace(required, "provider \"idp\" {}", "", 1)) // the example configures it
			expectRun(t, cli, "terraform init && terraform validate", 0, "The configuration is valid.")
		})
	}
}
