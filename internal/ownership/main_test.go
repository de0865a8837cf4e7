package ownership_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

const address = "idp_application.test"

// resource returns an application resource whose name is unique at the platform, except at Lerian. The name is an
// expression, which can use what the body sets, such as count.
func resource(w *acctest.World, platform, label, name, body string) string {
	inside := map[string]string{
		"zitadel": fmt.Sprintf("name = %s\n  zitadel { project_id = %q }", name, w.ZITADEL.ProjectID()),
		"keycard": fmt.Sprintf("name = \"Orders\"\n  identifier = %s\n  keycard { zone_id = %q }", name, w.Keycard.ZoneID()),
		"lerian":  fmt.Sprintf("name = \"plugin-fees\"\n  description = %s\n  lerian {}", name),
	}[platform]
	return fmt.Sprintf("resource \"idp_application\" %q {\n  %s\n  %s\n}\n", label, inside, body)
}

// works reports whether a client ID and secret in state authenticate.
func works(w *acctest.World, platform string, attributes map[string]any) bool {
	id, secret := fmt.Sprint(attributes["client_id"]), fmt.Sprint(attributes["client_secret"])
	return map[string]func(id, secret string) bool{
		"zitadel": w.ZITADEL.VerifySecret, "keycard": w.Keycard.VerifySecret, "lerian": w.Lerian.VerifySecret,
	}[platform](id, secret)
}

// whole checks that state and platform have the same n applications, that their secrets work, and that the next plan has no
// changes.
func whole(t *testing.T, w *acctest.World, cli *acctest.Workspace, platform string, n int) {
	t.Helper()
	registered := map[any]bool{}
	for _, application := range w.Applications()[platform] {
		registered[application["id"]] = true
	}
	in := cli.Applications()
	if len(in) != n || len(registered) != n {
		t.Errorf("%d in state and %d at %s, not %d", len(in), len(registered), platform, n)
	}
	for _, attributes := range in {
		if !registered[attributes["id"]] || !works(w, platform, attributes) {
			t.Errorf("application %v is at %s: %v, or its secret in state does not work", attributes["id"], platform, registered[attributes["id"]])
		}
	}
	cli.Must("plan", "-detailed-exitcode")
}

// refused runs a command that must fail, and checks that its output contains all texts in want. It returns the output.
func refused(t *testing.T, cli *acctest.Workspace, command string, want ...string) string {
	t.Helper()
	output, status := cli.Run(strings.Fields(command)...)
	said := acctest.Flat(output)
	if status != 1 {
		t.Errorf("%s ended with status %d: %s", command, status, said)
	}
	for _, part := range want {
		if !strings.Contains(said, part) {
			t.Errorf("%s does not say %q:\n%s", command, part, said)
		}
	}
	return said
}
