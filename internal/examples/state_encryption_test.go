package examples

import (
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/acctest/cli"
)

// stateEncryption is a world, and the guide's terraform blocks and resources: the block to encrypt with, and that for a migration.
func stateEncryption(t *testing.T) (w *acctest.World, encryption, migration, resources string) {
	t.Helper()
	if !cli.IsOpenTofu() {
		t.Skip("Terraform cannot encrypt its state")
	}
	t.Parallel()
	w = acctest.New(t)
	t.Cleanup(w.RemoveAll)
	const end = "\n}\n"
	encryption, resources, _ = strings.Cut(guideFile(t, "state-encryption/main.tf"), end)
	return w, encryption + end, guideFile(t, "state-encryption/migration.tf"), strings.ReplaceAll(resources, "370143895640379394", w.ZITADEL.ProjectID())
}

const passphraseFile, passphrase = "passphrase.auto.tfvars", "state_passphrase = \"correct horse battery staple\"\n"

func TestStateEncryption_StateAndPlan_ShowNothing(t *testing.T) {
	w, encryption, _, resources := stateEncryption(t)
	cli := w.Workspace(encryption + resources)
	cli.Write(passphraseFile, passphrase)
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
	cli.Write(passphraseFile, "state_passphrase = \"another passphrase\"\n")
	if said, status := cli.Run("plan"); status == 0 {
		t.Error(said)
	}
}

func TestStateEncryption_ExistingState_IsEncryptedByAnApplyWithoutChanges(t *testing.T) {
	w, encryption, migration, resources := stateEncryption(t)
	const file = "terraform.tfstate"
	cli := w.Workspace(acctest.Providers + resources)
	cli.Write(passphraseFile, passphrase)
	cli.Must("apply")
	id, secret := credential(t, cli)
	if secret == "" || !strings.Contains(cli.Read(file), secret) {
		t.Fatal("the state has no secret to encrypt")
	}

	cli.Write("main.tf", encryption+resources)
	if said, status := cli.Run("plan"); status == 0 {
		t.Errorf("an unencrypted state is accepted without a migration:\n%s", said)
	}
	cli.Write("main.tf", migration+resources)
	if said := cli.Must("apply"); !strings.Contains(said, "0 added, 0 changed, 0 destroyed") {
		t.Errorf("the migration changes something:\n%s", said)
	}
	if strings.Contains(cli.Read(file), secret) {
		t.Error("the state is not encrypted after the migration")
	}

	cli.Write("main.tf", encryption+resources)
	if said, status := cli.Run("plan", "-detailed-exitcode"); status != 0 {
		t.Errorf("the plan ended with status %d:\n%s", status, said)
	}
	if after, kept := credential(t, cli); after != id || kept != secret {
		t.Error("the migration lost the credential")
	}
}
