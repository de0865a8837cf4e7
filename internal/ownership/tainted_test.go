package ownership_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/provider"
)

// run does what Terraform does with one application. Each process has the environment of the next world in at; the last one
// remains.
type run struct {
	*acctest.Core

	at []*acctest.World
}

func runAt(w *acctest.World) *run {
	r := &run{at: []*acctest.World{w}}
	r.Core = acctest.NewCore("idp_application", func() tfprotov6.ProviderServer {
		w := r.at[0]
		if len(r.at) > 1 {
			r.at = r.at[1:]
		}
		return provider.NewServer(w.Provider())
	})
	return r
}

func (r *run) apply(t *testing.T, config map[string]any) {
	t.Helper()
	if _, problems := r.Apply(t.Context(), config); problems.Failed() {
		t.Fatal(problems)
	}
}

func configurationOf(w *acctest.World, platform string) map[string]any {
	return map[string]map[string]any{
		"zitadel": {"name": "orders", "zitadel": map[string]any{"project_id": w.ZITADEL.ProjectID()}},
		"keycard": {"name": "Orders", "identifier": "urn:orders", "keycard": map[string]any{"zone_id": w.Keycard.ZoneID()}},
		"lerian":  {"name": "plugin-fees", "description": "Nightly fees", "lerian": map[string]any{}},
	}[platform]
}

// Terraform passes no private state when it replaces a tainted application. The application must not leave the state when
// another installation does not know it.
func TestTainted_AppliedAtAnotherInstallation_IsNotForgotten(t *testing.T) {
	for _, platform := range []string{"zitadel", "keycard", "lerian"} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w, other := acctest.New(t), acctest.New(t)
			r, config := runAt(w), configurationOf(w, platform)
			r.apply(t, config)
			id := r.Text("id")

			r.Taint()
			r.at = []*acctest.World{w, other, w} // the plan, the apply, and what follows
			_, problems := r.Apply(t.Context(), config)
			if !problems.Failed() || !strings.Contains(problems.String(), "terraform state rm") || r.Text("id") != id || w.ID(platform) != id {
				t.Errorf("state has %q, and the installation %s:\n%s", r.Text("id"), w.ID(platform), problems)
			}
			if n := len(other.Applications()[platform]); n != 0 {
				t.Errorf("%d applications are registered at the other installation", n)
			}

			r.apply(t, config)
			if r.Text("id") == id || r.Text("id") != w.ID(platform) {
				t.Errorf("state has %q, which was %s; the installation has %s", r.Text("id"), id, w.ID(platform))
			}
		})
	}
}

// Where the state says that this is the right installation, or the removal has seen the application there, an absence is
// believed.
func TestTainted_GoneAtItsInstallation_IsReplaced(t *testing.T) {
	for name, happens := range map[string]func(t *testing.T, w *acctest.World){
		"removed by somebody": func(t *testing.T, w *acctest.World) {
			t.Helper()
			if err := w.Remove("lerian", w.ID("lerian")); err != nil {
				t.Fatal(err)
			}
		},
		"the answer is lost": func(_ *testing.T, w *acctest.World) {
			w.Fault(fault.Fault{Operation: "lerian.delete_application", Kind: fault.DropAfterCommit})
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			r, config := runAt(w), configurationOf(w, "lerian")
			r.apply(t, config)
			id := r.Text("id")
			r.Taint()
			happens(t, w)
			r.apply(t, config)
			if r.Text("id") == id || r.Text("id") != w.ID("lerian") {
				t.Errorf("state has %q, which was %s; the installation has %s", r.Text("id"), id, w.ID("lerian"))
			}
		})
	}
}

// A removal that fails may have been carried out. The next refresh must be able to believe it.
func TestTainted_RemovalFails_NextApplyStillKnowsTheInstallation(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	r, config := runAt(w), configurationOf(w, "lerian")
	r.apply(t, config)
	r.Taint()
	w.Fault(fault.Fault{Operation: "lerian.delete_application", Kind: fault.Status, Status: 403})
	if _, problems := r.Apply(t.Context(), config); !problems.Failed() || !r.Has() {
		t.Fatalf("in state: %t\n%s", r.Has(), problems)
	}
	if err := w.Remove("lerian", r.Text("id")); err != nil {
		t.Fatal(err)
	}
	r.apply(t, config)
	if r.Text("id") != w.ID("lerian") {
		t.Errorf("state has %q, and the installation %s", r.Text("id"), w.ID("lerian"))
	}
}
