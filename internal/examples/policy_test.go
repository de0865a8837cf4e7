package examples

import (
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

var update = flag.Bool("update", false, "write the plans that the policy is tested with")

// changed is the part of a planned change that the policy reads.
type changed struct {
	Address string `json:"address"`
	Type    string `json:"type"`
	Change  struct {
		Actions      []string       `json:"actions"`
		Before       map[string]any `json:"before"`
		After        map[string]any `json:"after"`
		AfterUnknown map[string]any `json:"after_unknown"`
	} `json:"change"`
}

// The policy is tested in another module, which has Open Policy Agent, with stored plans. This test checks that Terraform
// still writes these plans.
func TestPolicy_Plans_AreThoseOfTerraform(t *testing.T) {
	const recipients = "  secret {\n    recipients = [\"ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIIJ1XUMNFEaAAbpYgsEO1RdoDFATUfJCYLE3QkzFRBVb\"]\n  }\n"
	for name, config := range map[string]func(*acctest.World) (before, after string){
		"denied": func(w *acctest.World) (before, after string) {
			protected := application(w, "protected", "deletion_protection = true")
			return protected, "provider \"idp\" {\n  ignore_deletion_protection = true\n}\n" + "resource \"terraform_data\" \"method\" {\n  input = \"client_secret_basic\"\n}\n" +
				application(w, "plain", "") + application(w, "undecided", "auth_method = terraform_data.method.output")
		},
		"allowed": func(w *acctest.World) (before, after string) {
			old := application(w, "old", recipients)
			return old, application(w, "encrypted", recipients) + application(w, "keys", `auth_method = "private_key_jwt"`)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			t.Cleanup(w.RemoveAll)
			before, after := config(w)
			cli := w.Workspace(before)
			cli.Must("apply")
			cli.Write("main.tf", after)
			cli.Must("plan", "-out=plan")
			shown := strings.ReplaceAll(cli.Must("show", "-json", "plan"), w.ZITADEL.ProjectID(), "370143895640379394")
			var plan struct {
				Changes []changed `json:"resource_changes"`
			}
			if err := json.Unmarshal([]byte(shown), &plan); err != nil {
				t.Fatal(err)
			}
			plan.Changes = slices.DeleteFunc(plan.Changes, func(c changed) bool { return c.Type != "idp_application" })
			for _, c := range plan.Changes { // remove what differs in each run
				for _, volatile := range []string{"id", "client_id", "client_secret", "secret"} {
					if _, ok := c.Change.Before[volatile]; ok {
						c.Change.Before[volatile] = nil
					}
				}
			}
			compare(t, "../tools/policy/testdata/"+name+".json", plan)
		})
	}
}

func compare(t *testing.T, file string, plan any) {
	t.Helper()
	got, err := json.MarshalIndent(plan, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile(file, append(got, '\n'), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)+"\n"); diff != "" {
		t.Errorf("%s is not what Terraform plans (run this test with -update): %s", file, diff)
	}
}

func application(w *acctest.World, name, body string) string {
	return fmt.Sprintf("resource \"idp_application\" %q {\n  name = %[1]q\n%s\n%s\n}\n", name, body, w.Scopes()["zitadel"])
}
