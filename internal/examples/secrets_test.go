package examples

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"filippo.io/age"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// The guide's command decrypts the secret with the age tool, whose version go.mod pins.
func TestSecrets_AgeTool_DecryptsTheOutput(t *testing.T) {
	t.Parallel()
	bin := t.TempDir()
	if output, err := exec.CommandContext(t.Context(), "go", "build", "-o", filepath.Join(bin, "age"), "filippo.io/age/cmd/age").CombinedOutput(); err != nil {
		t.Fatalf("building age: %v\n%s", err, output)
	}
	identity, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	w := acctest.New(t)
	t.Cleanup(w.RemoveAll)
	config := strings.NewReplacer("370143895640379394", w.ZITADEL.ProjectID(),
		"age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p", identity.Recipient().String()).Replace(guideFile(t, "secrets/encrypted.tf"))
	cli := w.Workspace(config)
	cli.Write("key.txt", identity.String()+"\n")
	cli.Must("apply")
	secret, code := cli.Script("export PATH=" + bin + ":$PATH\n" + guideFile(t, "secrets/decrypt.sh"))
	id, _ := cli.Applications()[0]["client_id"].(string)
	if code != 0 || !w.ZITADEL.VerifySecret(id, secret) {
		t.Errorf("the command exits with %d, or the secret does not authenticate", code)
	}
}

func guideFile(t *testing.T, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join("../../examples/guides", name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
