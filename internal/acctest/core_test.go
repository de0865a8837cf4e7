package acctest_test

import (
	"maps"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

func TestMain(m *testing.M) { acctest.Main(m) }

// Core behaves like the command line: it creates, finds no changes, updates, replaces, imports and destroys.
func TestCore_Lifecycle_MatchesCommandLine(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	for platform, c := range map[string]struct{ first, second map[string]any }{
		"zitadel": {
			map[string]any{"name": "orders", "zitadel": map[string]any{"project_id": w.ZITADEL.ProjectID()}},
			map[string]any{"name": "payments", "auth_method": "private_key_jwt"},
		},
		"keycard": {
			map[string]any{"name": "Orders", "identifier": "https://o.example.com", "keycard": map[string]any{"zone_id": w.Keycard.ZoneID()}},
			map[string]any{"description": "Takes orders", "redirect_uris": []string{"https://o.example.com/cb"}},
		},
		"lerian": {
			map[string]any{"name": "plugin-fees", "description": "Nightly fees", "lerian": map[string]any{}},
			map[string]any{"description": "Hourly fees"},
		},
	} {
		core := w.Core()
		do := func(configuration map[string]any, want bool) {
			t.Helper()
			if changed, problems := core.Apply(t.Context(), configuration); changed != want || len(problems) > 1 || problems.Failed() {
				t.Fatalf("%s: changed %v\n%s", platform, changed, problems)
			}
		}
		do(c.first, true)
		do(c.first, false)
		second := maps.Clone(c.first)
		maps.Copy(second, c.second)
		do(second, true)
		do(second, false)
		if core.Text("id") != w.ID(platform) {
			t.Errorf("%s: state has another application", platform)
		}
		if problems := core.Import(t.Context(), map[string]string{
			"zitadel": "zitadel/" + w.ZITADEL.ProjectID() + "/", "keycard": "keycard/" + w.Keycard.ZoneID() + "/", "lerian": "lerian/",
		}[platform]+w.ID(platform)); problems.Failed() {
			t.Error(problems)
		}
		do(second, false)
		if problems := core.Destroy(t.Context()); len(problems) > 0 || core.Has() {
			t.Errorf("%s: %s", platform, problems)
		}
	}
	for platform, left := range w.Applications() {
		if len(left) > 0 {
			t.Errorf("left at %s: %v", platform, left)
		}
	}
}

func TestCore_FailedOperation_KeepsState(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	core := w.Core()
	configuration := map[string]any{"name": "orders", "zitadel": map[string]any{"project_id": w.ZITADEL.ProjectID()}}
	w.Fault(fault.Fault{Operation: "zitadel.create_application", Kind: fault.Status, Status: 403})
	if _, problems := core.Apply(t.Context(), configuration); !problems.Failed() || core.Has() {
		t.Errorf("a refused create: %s", problems)
	}
	core.Apply(t.Context(), configuration)
	w.Fault(fault.Fault{Operation: "zitadel.get_app", Kind: fault.Status, Status: 403})
	if problems := core.Refresh(t.Context()); !problems.Failed() || core.Text("name") != "orders" {
		t.Errorf("a refused read: %s", problems)
	}
	w.Fault(fault.Fault{Operation: "zitadel.delete_app", Kind: fault.Status, Status: 403})
	if problems := core.Destroy(t.Context()); !problems.Failed() || core.Text("name") != "orders" {
		t.Errorf("a refused removal: %s", problems)
	}
	if problems := core.Destroy(t.Context()); problems.Failed() || core.Has() {
		t.Error(problems)
	}
}
