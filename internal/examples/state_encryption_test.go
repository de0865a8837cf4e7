package examples

import (
	"os"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/acctest/cli"
)

func TestStateEncryption_StateAndPlan_ShowNothing(t *testing.T) {
	if !cli.IsOpenTofu() {
		t.Skip("Terraform cannot encrypt its state")
	}
	t.Parallel()
	content, err := os.ReadFile("../../examples/guides/state-encryption/main.tf")
	if err != nil {
		t.Fatal(err)
	}
	w := acctest.New(t)
	t.Cleanup(w.RemoveAll)
	cli := w.Workspace(strings.ReplaceAll(string(content), "370143895640379394", w.ZITADEL.ProjectID()))
	cli.Write("passphrase.auto.tfvars", "state_passphrase = \"correct horse battery staple\"\n")
	cli.Must("plan", "-out=plan")
	cli.Must("apply", "plan")
	id, secret := credential(t, cli)
	if !w.ZITADEL.VerifySecret(id, secret) {
		t.Error("the secret in state does not authenticate")
	}
	for _, file := range []string{"terraform.tfstate", "plan"} {
		for _, value := range []string{id, secret, "orders-api"} {
			if strings.Contains(cli.Read(file), value) {
				t.Errorf("%s contains %s", file, value)
			}
		}
	}
	cli.Write("passphrase.auto.tfvars", "state_passphrase = \"another passphrase\"\n")
	if said, status := cli.Run("plan"); status == 0 {
		t.Error(said)
	}
}
