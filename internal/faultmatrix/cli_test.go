package faultmatrix_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/faultmatrix"
)

// The command line behaves as Core does in the matrix: a create whose response is lost ends in state (at Lerian in an error
// that lists the candidates), a false 404 changes nothing, a delete whose response is lost succeeds.
func TestCLI_LostCreate_BehavesLikeMatrix(t *testing.T) {
	for _, column := range faultmatrix.Platforms {
		platform := column.Platform
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			cli := w.Workspace(resource(w, platform))
			fault := func(fault faultmatrix.Fault, operation faultmatrix.Operation) {
				w.Faults.Clear()
				for _, f := range fault.Faults(column, faultmatrix.Request(operation, platform)) {
					w.Fault(f)
				}
			}
			fault(faultmatrix.BreaksAfter, faultmatrix.Create)
			output, status := cli.Run("apply")
			if removed := w.RemoveListed(output); (removed == 1) != (platform == "lerian") || status != removed {
				t.Fatalf("status %d, and %d listed applications were removed:\n%s", status, removed, output)
			}
			cli.Must("apply")
			id := w.ID(platform)
			if shown := cli.Must("state", "show", "idp_application.test"); !strings.Contains(shown, id) {
				t.Errorf("not in state: %s\n%s", id, shown)
			}
			fault(faultmatrix.BareNotFound, faultmatrix.Read)
			if output, status := cli.Run("plan"); status != 1 || !strings.Contains(output, "Cannot read application") {
				t.Errorf("a false absence ends with status %d:\n%s", status, output)
			}
			fault(faultmatrix.FalseNotFound, faultmatrix.Read)
			cli.Must("plan", "-detailed-exitcode")
			fault(faultmatrix.BreaksAfter, faultmatrix.Delete)
			cli.Must("destroy")
			if left := w.Applications()[platform]; len(left) > 0 {
				t.Errorf("left: %v", left)
			}
		})
	}
}

// At Lerian a rotation is a replacement. With create_before_destroy, the current application remains until the new one
// exists.
func TestCLI_FailedCreateBeforeDestroy_KeepsCurrentApplication(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	cli := w.Workspace("")
	round := func(n int) {
		inside := fmt.Sprintf("rotate_when_changed = { round = \"%d\" }\nlifecycle {\n  create_before_destroy = true\n}\n}", n)
		cli.Write("main.tf", strings.TrimSuffix(strings.TrimSpace(resource(w, "lerian")), "}")+inside)
	}
	round(1)
	cli.Must("apply")
	id := w.ID("lerian")
	round(2)
	w.Fault(faultmatrix.Forbidden.Faults(faultmatrix.Column{Platform: "lerian"}, "lerian.create_application")[0])
	if output, status := cli.Run("apply"); status != 1 || w.ID("lerian") != id {
		t.Errorf("status %d, and at Lerian is %s, not %s:\n%s", status, w.ID("lerian"), id, output)
	}
	if shown := cli.Must("state", "show", "idp_application.test"); !strings.Contains(shown, id) {
		t.Errorf("not in state: %s\n%s", id, shown)
	}
	w.Faults.Clear()
	cli.Must("apply")
	if w.ID("lerian") == id {
		t.Error("the application was not replaced")
	}
	cli.Must("destroy")
}

func resource(w *acctest.World, platform string) string {
	return fmt.Sprintf("resource \"idp_application\" \"test\" {\n%s\n}\n", map[string]string{
		"zitadel": fmt.Sprintf("name = \"orders\"\nzitadel { project_id = %q }", w.ZITADEL.ProjectID()),
		"keycard": fmt.Sprintf("name = \"Orders\"\nidentifier = \"https://o.example.com\"\nkeycard { zone_id = %q }", w.Keycard.ZoneID()),
		"lerian":  "name = \"plugin-fees\"\ndescription = \"Nightly fees\"\nlerian {}",
	}[platform])
}
