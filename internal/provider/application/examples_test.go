package application_test

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const examples = "../../../examples/"

// example reads the files of an example, replaces their IDs with the emulator's, and removes the provider requirements,
// which the test driver writes.
func example(t *testing.T, w *acctest.World, files ...string) string {
	t.Helper()
	var all strings.Builder
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join(examples, file))
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(strings.Replace(string(content), acctest.Providers, "", 1))
	}
	// The test driver uses another address for the provider.
	return strings.ReplaceAll(ownIDs(w).Replace(all.String()), "idpkit/idp", "hashicorp/idp")
}

// ownIDs replaces the IDs in the examples with the emulator's.
func ownIDs(w *acctest.World) *strings.Replacer {
	orders, _ := w.Keycard.Resource()
	ids := []string{
		"tq2lkx8r7m1v9d4b6s3n0c5wye", orders, "370143895640379394", w.ZITADEL.ProjectID(), "370143895640310001", w.ZITADEL.OrganizationID(),
		"ujzde8gxd6ncf10epf91dhodzd", w.Keycard.ZoneID(),
	}
	for platform, madeUp := range map[string]string{
		"zitadel": "370144012357828610", "keycard": "oc9is0j8ht9lgmxg9edn581u33", "lerian": "0199b0c4-7d1e-7a52-9c33-5f0e7b1a2c4d",
	} {
		if applications := w.Applications()[platform]; len(applications) > 0 {
			ids = append(ids, madeUp, applications[0]["id"].(string))
		}
	}
	return strings.NewReplacer(ids...)
}

func TestResourceExamplesApply(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	var files []string
	for _, name := range []string{
		"zitadel", "zitadel_web", "zitadel_user_agent", "zitadel_native", "zitadel_service_account", "keycard", "keycard_private_key_jwt", "lerian",
	} {
		files = append(files, "resources/idp_application/"+name+".tf")
	}
	all := example(t, w, files...)
	warned := overhear(w)
	w.Test(resource.TestStep{Config: all}, unchanged(all))
	warned.expect(t, nil)
}

func TestDemoExampleApplies(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	variables := config.Variables{
		"zitadel_project_id": config.StringVariable(w.ZITADEL.ProjectID()),
		"keycard_zone_id":    config.StringVariable(w.Keycard.ZoneID()),
	}
	w.Test(resource.TestStep{Config: example(t, w, "demo/main.tf"), ConfigVariables: variables})
}

// The addresses in the example are fictitious, so the test replaces them with the emulator's.
func TestProviderExampleApplies(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	key := filepath.Join(t.TempDir(), "key.json")
	if err := os.WriteFile(key, []byte(w.ZITADEL.JWTProfileJSON()), 0o600); err != nil {
		t.Fatal(err)
	}
	block := strings.NewReplacer("https://example.zitadel.cloud", w.Env["ZITADEL_ENDPOINT"], "/run/secrets/zitadel-key.json", key,
		"https://identity.example.com", w.Env["LERIAN_IDENTITY_ENDPOINT"], "https://auth.example.com", w.Env["LERIAN_AUTH_ENDPOINT"],
		`username          = "terraform"`, `username = "`+w.Env["LERIAN_USERNAME"]+`"`,
		`client_id     = "terraform"`, `client_id = "`+w.Env["KEYCARD_CLIENT_ID"]+`"`).Replace(example(t, w, "provider/provider.tf"))
	variables := config.Variables{
		"keycard_client_secret": config.StringVariable(w.Env["KEYCARD_CLIENT_SECRET"]),
		"lerian_password":       config.StringVariable(w.Env["LERIAN_PASSWORD"]),
	}
	w.Env = map[string]string{"KEYCARD_ENDPOINT": w.Env["KEYCARD_ENDPOINT"]} // everything else is in the block
	w.Test(resource.TestStep{
		Config:          block + example(t, w, "resources/idp_application/keycard.tf", "resources/idp_application/lerian.tf"),
		ConfigVariables: variables,
	})
}

func TestImportExamplesImport(t *testing.T) {
	t.Parallel()
	w := acctest.New(t, func(o *emulator.Options) { o.Seed = 1 })
	worker := register(t, w, "zitadel", idp.Registration{Type: idp.TypeServiceAccount, Name: "Invoices", Identifier: "invoices", AuthMethod: idp.ClientSecretBasic})
	files := []string{
		"resources/idp_application/zitadel_service_account.tf", "resources/idp_application/keycard.tf", "resources/idp_application/lerian.tf",
	}
	steps := []resource.TestStep{{
		Config: example(t, w, append(files, "resources/idp_application/import-by-string-id.tf")...),
		ConfigPlanChecks: before(
			plancheck.ExpectResourceAction("idp_application.orders", plancheck.ResourceActionUpdate), // renamed, not created
			plancheck.ExpectResourceAction("idp_application.fees", plancheck.ResourceActionCreate)),
	}}
	// The test driver cannot import if there are unknown outputs.
	resources, _, _ := strings.Cut(example(t, w, append([]string{"resources/idp_application/zitadel.tf"}, files...)...), "output ")
	command := regexp.MustCompile(`(?m)^terraform import (\S+) (\S+)$`)
	commands := strings.ReplaceAll(example(t, w, "resources/idp_application/import.sh"), "370144099357828611", worker.ID)
	for _, found := range command.FindAllStringSubmatch(commands, -1) {
		steps = append(steps, resource.TestStep{
			Config: resources, ResourceName: found[1], ImportState: true, ImportStateId: found[2],
		})
	}
	if len(steps) != 6 {
		t.Fatalf("import.sh has %d commands, not 5", len(steps)-1)
	}
	w.Test(append(steps, resource.TestStep{Config: resources, PreConfig: func() { removeAll(t, w) }})...)
}

func TestDataSourceExamplesApply(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	t.Cleanup(func() { removeAll(t, w) })
	for platform, name := range map[string]string{"zitadel": "orders-api", "keycard": "Billing agent"} {
		registration := registrations(w)[platform]
		registration.Name = name
		register(t, w, platform, registration)
	}
	cli := guided(t, w, "data-sources/idp_application/data-source.tf")
	cli.Write("many.tf", exampleFile(t, w, "data-sources/idp_applications/data-source.tf"))
	expectRun(t, cli, "terraform apply", 0, `"`+registrations(w)["keycard"].Identifier+`" = "`)
}

func TestListExampleFinds(t *testing.T) {
	acctest.NeedsQuery(t)
	t.Parallel()
	w := acctest.New(t)
	t.Cleanup(func() { removeAll(t, w) })
	registration := registrations(w)["zitadel"]
	registration.Name = "orders-api"
	register(t, w, "zitadel", registration)
	cli := guided(t, w, "list-resources/idp_application/list-resource.tfquery.hcl")
	expectRun(t, cli, "terraform query", 0, "orders-api")
}

func TestIdentityExampleImports(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	t.Cleanup(func() { removeAll(t, w) })
	registration := registrations(w)["keycard"]
	register(t, w, "keycard", registration)
	cli := guided(t, w, "resources/idp_application/import-by-identity.tf")
	expectRun(t, cli, "terraform plan", 0, "1 to import, 0 to add, 1 to change, 0 to destroy.") // changed to what the example says
}
