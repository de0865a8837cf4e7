package reconcile_test

import (
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// specifications returns the specification of one application for each platform.
func specifications(w *acctest.World) map[string]map[string]any {
	return map[string]map[string]any{
		"zitadel": {"name": "orders", "zitadel": map[string]any{"project_id": w.ZITADEL.ProjectID()}},
		"keycard": {"name": "orders", "identifier": "https://orders.example.com", "keycard": map[string]any{"zone_id": w.Keycard.ZoneID()}},
		"lerian":  {"name": "plugin-fees", "description": "Nightly fees", "lerian": map[string]any{}},
	}
}

// reconcile reconciles without errors, and checks whether there were changes.
func reconcile(t *testing.T, e *acctest.Engine, changes bool) acctest.Problems {
	t.Helper()
	changed, problems := e.Reconcile(t.Context())
	if problems.Failed() || changed != changes {
		t.Fatalf("changed %v, want %v\n%s", changed, changes, problems)
	}
	return problems
}

// quiet checks that a reconcile has no changes and no diagnostics.
func quiet(t *testing.T, e *acctest.Engine) {
	t.Helper()
	if problems := reconcile(t, e, false); len(problems) > 0 {
		t.Errorf("nothing has changed, and yet: %s", problems)
	}
}

func each(t *testing.T, test func(t *testing.T, w *acctest.World, platform string, e *acctest.Engine)) {
	t.Helper()
	for _, platform := range []string{"zitadel", "keycard", "lerian"} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			e := acctest.NewEngine(w.EngineProcess(), specifications(w)[platform], "")
			test(t, w, platform, e)
			if problems := e.Delete(t.Context()); problems.Failed() || len(w.Applications()[platform]) > 0 {
				t.Errorf("left: %v\n%s", w.Applications()[platform], problems)
			}
		})
	}
}

func TestApplication_IsCreatedOnce_AndKeptAcrossRestarts(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *acctest.World, platform string, e *acctest.Engine) {
		reconcile(t, e, true)
		secret := e.Text("client_secret")
		quiet(t, e)
		e.Restart(w.EngineProcess())
		quiet(t, e)
		if e.Text("id") != w.ID(platform) || secret == "" || e.Text("client_secret") != secret {
			t.Error("the restart lost what was known")
		}
	})
}

func TestDrift_IsHealedAndTold(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *acctest.World, platform string, e *acctest.Engine) {
		if platform == "lerian" {
			t.Skip("Lerian cannot change an application")
		}
		reconcile(t, e, true)
		w.Drift(platform, map[string]any{"name": "theirs"})
		if problems := reconcile(t, e, true); len(problems) != 1 {
			t.Errorf("want one warning, got: %s", problems)
		}
		quiet(t, e)
	})
}

// A new process does not know the platform's settings at the last reconcile, only the specification.
func TestDrift_AfterARestart_IsHealedWithoutAWarning(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *acctest.World, platform string, e *acctest.Engine) {
		if platform == "lerian" {
			t.Skip("Lerian cannot change an application")
		}
		reconcile(t, e, true)
		w.Drift(platform, map[string]any{"name": "theirs"})
		e.Restart(w.EngineProcess())
		if problems := reconcile(t, e, true); len(problems) > 0 {
			t.Errorf("the process cannot know of the drift, and yet: %s", problems)
		}
		quiet(t, e)
	})
}
