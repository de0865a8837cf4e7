package reconcile_test

import (
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// credentialEngine returns an engine for a credential of an application at Keycard, which another engine has registered.
func credentialEngine(t *testing.T) (*acctest.World, *acctest.Engine, map[string]any) {
	t.Helper()
	w := acctest.New(t)
	app := acctest.NewEngine(w.EngineProcess(), specifications(w)["keycard"], "")
	reconcile(t, app, true)
	specification := map[string]any{
		"application_id": app.Text("id"), "keycard": map[string]any{"zone_id": w.Keycard.ZoneID()},
		"public": map[string]any{"identifier": "orders-cli"},
	}
	return w, acctest.NewEngineOf("idp_application_credential", w.EngineProcess(), specification, ""), specification
}

// credentials returns the number of credentials besides the application's first one.
func credentials(w *acctest.World, specification map[string]any) int {
	return len(w.Keycard.Credentials(specification["application_id"].(string))) - 1
}

func TestCredential_CreateLost_IsNotMadeTwice(t *testing.T) {
	t.Parallel()
	w, e, specification := credentialEngine(t)
	w.Fault(fault.Fault{Operation: "keycard.create_credential", Kind: fault.DropBefore})
	if _, problems := e.Reconcile(t.Context()); !problems.Failed() {
		t.Fatal("nobody heard of the lost create")
	}
	reconcile(t, e, true)
	quiet(t, e)
	if n := credentials(w, specification); n != 1 {
		t.Errorf("%d credentials", n)
	}
	if problems := e.Delete(t.Context()); problems.Failed() || credentials(w, specification) != 0 {
		t.Errorf("left: %d credentials\n%s", credentials(w, specification), problems)
	}
}
