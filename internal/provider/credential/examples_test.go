package credential_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	testconfig "github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// example reads the files of an example, replaces their IDs with the emulator's, and removes the provider requirements.
func example(t *testing.T, w *acctest.World, files ...string) string {
	t.Helper()
	ids := strings.NewReplacer("370143895640379394", w.ZITADEL.ProjectID(), "ujzde8gxd6ncf10epf91dhodzd", w.Keycard.ZoneID(),
		"p7w2zk0v9x8c6b5n4m3l1k2j3h", w.Keycard.ProviderID(), "370143895640310001", w.ZITADEL.OrganizationID())
	var all strings.Builder
	for _, file := range files {
		content, err := os.ReadFile(filepath.Join("../../../examples", file))
		if err != nil {
			t.Fatal(err)
		}
		all.WriteString(strings.Replace(string(content), acctest.Providers, "", 1))
	}
	return ids.Replace(all.String())
}

func TestExamples_Apply(t *testing.T) {
	for _, file := range []string{
		"resources/idp_application_credential/zitadel.tf", "resources/idp_application_credential/keycard.tf",
		"guides/credentials/client-secret.tf", "guides/credentials/key.tf", "guides/credentials/public-key.tf",
		"guides/credentials/workload-identity.tf", "guides/credentials/public.tf",
	} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			config := example(t, w, file)
			w.Test(resource.TestStep{Config: config}, resource.TestStep{Config: config, PlanOnly: true})
		})
	}
}

func TestExamples_OwnKey_IsMadeAndRegistered(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	cli := w.Workspace(acctest.Required + example(t, w, "guides/credentials/own-key.tf"))
	if said, code := cli.Script(example(t, w, "guides/credentials/own-key.sh") + "terraform apply && terraform plan -detailed-exitcode"); code != 0 {
		t.Fatal(said)
	}
	if strings.Contains(cli.Read("terraform.tfstate"), "PRIVATE KEY") {
		t.Error("a private key is in state")
	}
	cli.Must("destroy")
}

func TestExamples_KeyFile_IsAnOutput(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	cli := w.Workspace(acctest.Required + example(t, w, "guides/credentials/key.tf"))
	cli.Must("apply")
	if said, code := cli.Script(example(t, w, "guides/credentials/key.sh")); code != 0 {
		t.Fatal(said)
	}
	var file struct{ Type, KeyID, Key, AppID, ClientID string }
	if err := json.Unmarshal([]byte(cli.Read("key.json")), &file); err != nil {
		t.Fatal(err)
	}
	if file.Type != "application" || file.KeyID == "" || file.AppID != w.ID("zitadel") || file.ClientID == "" || !strings.Contains(file.Key, "PRIVATE KEY") {
		t.Errorf("the file has type %q, key ID %q, application %q and client ID %q", file.Type, file.KeyID, file.AppID, file.ClientID)
	}
	cli.Must("destroy")
}

func TestExamples_KeycardResource_IsADependency(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	if _, err := w.Keycard.AddResource(map[string]any{"name": "Calendar", "identifier": "https://calendar.example.com"}); err != nil {
		t.Fatal(err)
	}
	config := example(t, w, "data-sources/idp_keycard_resource/data-source.tf")
	w.Test(resource.TestStep{Config: config}, resource.TestStep{Config: config, PlanOnly: true})
}

// The guide's commands create a second generation, and then remove the first one.
func TestExamples_Rotation_HasTwoGenerationsThenOne(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	cli := w.Workspace(acctest.Required + example(t, w, "guides/credentials/rotation.tf"))
	applies := strings.Split(strings.TrimSpace(example(t, w, "guides/credentials/rotation.sh")), "\n")
	credentials := func() int { return len(w.Keycard.Credentials(w.ID("keycard"))) - 1 } // without the application's own
	for i, want := range []int{2, 1} {
		if said, code := cli.Script(applies[i]); code != 0 || credentials() != want {
			t.Fatalf("%d credentials, not %d, after %s\n%s", credentials(), want, applies[i], said)
		}
	}
	cli.Must("destroy", "-var", `generations=[]`)
}

func TestExamples_Replace_RotatesWithOverlap(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	of := func(generation string) testconfig.Variables {
		return testconfig.Variables{"key_generation": testconfig.StringVariable(generation)}
	}
	text := example(t, w, "guides/credentials/replace.tf")
	w.Test(
		resource.TestStep{Config: text, ConfigVariables: of("a")},
		resource.TestStep{Config: text, ConfigVariables: of("b"), ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
			plancheck.ExpectResourceAction("idp_application_credential.orders", plancheck.ResourceActionCreateBeforeDestroy),
		}}},
		resource.TestStep{Config: text, ConfigVariables: of("b"), PlanOnly: true},
	)
}

func TestExamples_ListFinds(t *testing.T) {
	acctest.NeedsQuery(t)
	t.Parallel()
	w := acctest.New(t)
	cli := w.Workspace(acctest.Required + example(t, w, "guides/credentials/workload-identity.tf"))
	cli.Must("apply")
	cli.Write("all.tfquery.hcl", example(t, w, "list-resources/idp_application_credential/list-resource.tfquery.hcl"))
	if said := cli.Must("query"); !strings.Contains(said, "workload_identity") {
		t.Error(said)
	}
	// Importing the listed credential changes nothing.
	cli.Must("state", "rm", "idp_application_credential.cluster")
	cli.Write("main.tf", acctest.Required+strings.Split(example(t, w, "guides/credentials/workload-identity.tf"), `resource "idp_application_credential"`)[0])
	cli.Must("query", "-generate-config-out=generated.tf")
	if said := cli.Must("plan", "-out=plan"); !strings.Contains(said, "Plan: 1 to import, 0 to add, 0 to change, 0 to destroy.") {
		t.Error(said)
	}
	cli.Must("apply", "plan")
	cli.Must("plan", "-detailed-exitcode")
	cli.Must("destroy")
}

// The examples of import IDs are parsed as written.
func TestExamples_ImportIDs_AreRead(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	text, err := os.ReadFile("../../../examples/resources/idp_application_credential/import.sh")
	if err != nil {
		t.Fatal(err)
	}
	commands := regexp.MustCompile(`(?m)^terraform import \S+ (\S+)$`).FindAllStringSubmatch(string(text), -1)
	if len(commands) != 4 {
		t.Fatalf("%d commands", len(commands))
	}
	for _, found := range commands {
		d := newDesk()
		d.issued = nil
		if problems := d.core().Import(t.Context(), found[1]); !said(problems, "There is no credential to import") {
			t.Errorf("%s: %s", found[1], problems)
		}
	}
	for _, file := range []string{"import-by-string-id.tf", "import-by-identity.tf"} {
		cli := w.Workspace(acctest.Required + example(t, w, "resources/idp_application_credential/keycard.tf"))
		cli.Must("apply")
		app, credential := w.ID("keycard"), ""
		for _, c := range w.Keycard.Credentials(app) { // the application's own comes first
			if c["type"] == "password" {
				credential, _ = c["id"].(string)
			}
		}
		cli.Must("state", "rm", "idp_application_credential.batch")
		importing := w.Workspace(acctest.Providers + strings.NewReplacer("oc9is0j8ht9lgmxg9edn581u33", app, "q2w3e4r5t6y7u8i9o0p1a2s3d4", credential).Replace(
			example(t, w, "resources/idp_application_credential/"+file)))
		if said := importing.Must("plan"); !strings.Contains(said, "Plan: 1 to import, 0 to add, 0 to change, 0 to destroy.") {
			t.Errorf("%s: %s", file, said)
		}
		importing.Must("apply")
		importing.Must("destroy")
		cli.Must("destroy")
	}
}
