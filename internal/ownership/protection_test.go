package ownership_test

import (
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// With create_before_destroy, -replace on a protected application leaves the old one deposed. A run that ignores the
// protection removes it.
func TestProtection_DeposedApplication_IsRemovedByTheRunThatIgnoresIt(t *testing.T) {
	t.Parallel()
	const wayOut = "IDP_IGNORE_DELETION_PROTECTION=true"
	w := acctest.New(t)
	protected := "deletion_protection = true\n  lifecycle {\n    create_before_destroy = true\n  }"
	cli := w.Workspace(resource(w, "lerian", "test", `"Nightly fees"`, protected))
	cli.Must("apply")
	old := w.ID("lerian")
	refused(t, cli, "apply -replace="+address, "protected from removal", old, wayOut)
	if in := cli.Applications(); len(in) != 2 {
		t.Fatalf("%d applications are in state, not the new one and the deposed one", len(in))
	}
	refused(t, cli, "apply", "protected from removal", old, wayOut)

	w.Env["IDP_IGNORE_DELETION_PROTECTION"] = "true"
	cli.Must("apply")
	delete(w.Env, "IDP_IGNORE_DELETION_PROTECTION")
	whole(t, w, cli, "lerian", 1)
	if w.ID("lerian") == old {
		t.Error("the old application is still there")
	}
	refused(t, cli, "destroy", "protected from removal", w.ID("lerian"))
	w.Env["IDP_IGNORE_DELETION_PROTECTION"] = "true"
	cli.Must("destroy")
	if left := w.Applications()["lerian"]; len(left) > 0 {
		t.Errorf("left: %v", left)
	}
}
