package ownership_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// If an application cannot get its credential, the apply fails and leaves nothing. Dependent resources never see a null
// secret.
func TestCreate_WithoutCredential_FailsAndRunsNoDependent(t *testing.T) {
	for platform, faults := range map[string][]fault.Fault{
		"zitadel": {
			{Operation: "zitadel.create_application", Kind: fault.DropAfterCommit},
			{Operation: "zitadel.generate_secret", Kind: fault.Status, Status: http.StatusServiceUnavailable, Times: 999},
		},
		"keycard": {{Operation: "keycard.create_credential", Kind: fault.Status, Status: http.StatusServiceUnavailable, Times: 999}},
	} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			cli := w.Workspace(resource(w, platform, "test", `"orders"`, "") + `
resource "terraform_data" "vault" {
  input = { id = idp_application.test.client_id, secret = idp_application.test.client_secret }
}
`)
			for _, f := range faults {
				w.Fault(f)
			}
			refused(t, cli, "apply", "nothing is left")
			if state := cli.Must("state", "list"); strings.TrimSpace(state) != "" {
				t.Errorf("in state: %s", state)
			}
			if left := w.Applications()[platform]; len(left) > 0 {
				t.Errorf("left: %v", left)
			}
			w.Faults.Clear()
			cli.Must("apply")
			whole(t, w, cli, platform, 1)
			cli.Must("destroy")
		})
	}
}
