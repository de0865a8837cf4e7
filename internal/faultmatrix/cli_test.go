package faultmatrix_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/faultmatrix"
)

// What Core does in the matrix the command line does as well: a lost create ends in state, a false absence changes
// nothing, a lost removal is a removal.
func TestCommandLineKeepsWhatTheMatrixKeeps(t *testing.T) {
	for _, platform := range faultmatrix.Platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			cli := w.Workspace(resource(w, platform))
			trouble := func(trouble faultmatrix.Trouble, operation faultmatrix.Operation) {
				w.Faults.Clear()
				for _, f := range trouble.Faults(platform, faultmatrix.Request(operation, platform)) {
					w.Fault(f)
				}
			}
			trouble(faultmatrix.BreaksAfter, faultmatrix.Create)
			cli.Must("apply")
			id := w.ID(platform)
			if shown := cli.Must("state", "show", "idp_application.test"); !strings.Contains(shown, id) {
				t.Errorf("not in state: %s\n%s", id, shown)
			}
			trouble(faultmatrix.BareNotFound, faultmatrix.Read)
			if output, status := cli.Run("plan"); status != 1 || !strings.Contains(output, "Cannot read application") {
				t.Errorf("a false absence ends with status %d:\n%s", status, output)
			}
			trouble(faultmatrix.FalseNotFound, faultmatrix.Read)
			cli.Must("plan", "-detailed-exitcode")
			trouble(faultmatrix.BreaksAfter, faultmatrix.Delete)
			cli.Must("destroy")
			if left := w.Applications()[platform]; len(left) > 0 {
				t.Errorf("left: %v", left)
			}
		})
	}
}

func resource(w *acctest.World, platform string) string {
	return fmt.Sprintf("resource \"idp_application\" \"test\" {\n%s\n}\n", map[string]string{
		"zitadel": fmt.Sprintf("name = \"orders\"\nzitadel = { project_id = %q }", w.ZITADEL.ProjectID()),
		"keycard": fmt.Sprintf("name = \"Orders\"\nidentifier = \"https://o.example.com\"\nkeycard = { zone_id = %q }", w.Keycard.ZoneID()),
		"lerian":  "name = \"plugin-fees\"\ndescription = \"Nightly fees\"\nlerian = {}",
	}[platform])
}
