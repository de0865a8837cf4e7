package reconcile_test

import (
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

func fees() map[string]any {
	return map[string]any{"name": "plugin-fees", "description": "Nightly fees", "lerian": map[string]any{}}
}

// The process remembers where it has seen an application at Lerian, so it believes that the application is gone, even if the
// engine knows only its ID, as after a removal.
func TestInstallation_SeenByTheProcess_AnAbsenceIsBelieved(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	process := w.EngineProcess()
	e := acctest.NewEngine(process, fees(), "")
	reconcile(t, e, true)
	for range 2 {
		gone := w.ID("lerian")
		if err := w.Remove("lerian", gone); err != nil {
			t.Fatal(err)
		}
		reconcile(t, e, true)
		if id := w.ID("lerian"); id == gone || e.Text("id") != id {
			t.Errorf("the engine knows %s, and Lerian has %s", e.Text("id"), id)
		}
		e = acctest.NewEngine(process, fees(), e.Text("id"))
	}
	if problems := e.Delete(t.Context()); problems.Failed() {
		t.Error(problems)
	}
}

// After a restart, nothing proves that Lerian is the installation where the application was registered.
func TestInstallation_AnotherAfterARestart_ForgetsNothing(t *testing.T) {
	t.Parallel()
	w, other := acctest.New(t), acctest.New(t)
	e := acctest.NewEngine(w.EngineProcess(), fees(), "")
	reconcile(t, e, true)
	id := e.Text("id")
	e.Restart(other.EngineProcess())
	if _, problems := e.Reconcile(t.Context()); !problems.Failed() || e.Text("id") != id || len(other.Applications()["lerian"]) > 0 {
		t.Errorf("the engine knows %q\n%s", e.Text("id"), problems)
	}
	e.Restart(w.EngineProcess())
	quiet(t, e)

	if err := w.Remove("lerian", id); err != nil {
		t.Fatal(err)
	}
	e.Restart(w.EngineProcess())
	if _, problems := e.Reconcile(t.Context()); !problems.Failed() || e.Text("id") != id || len(w.Applications()["lerian"]) > 0 {
		t.Errorf("removed at its own installation, the engine knows %q\n%s", e.Text("id"), problems)
	}
}
