package ownership_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// unique has the platforms where names or identifiers are unique.
var unique = []string{"zitadel", "keycard"}

// listed returns one application resource with count, indexed by the list of names.
func listed(w *acctest.World, platform string, names ...string) string {
	return fmt.Sprintf("locals {\n  names = %s\n}\n", strings.ReplaceAll(fmt.Sprintf("%q", names), " ", ", ")) +
		resource(w, platform, "test", "local.names[count.index]", "count = length(local.names)")
}

func TestNames_PassToAnotherAddress(t *testing.T) {
	for _, platform := range unique {
		for name, change := range map[string]struct {
			before, after func(*acctest.World) string
			n             int
		}{
			"address changes": {
				func(w *acctest.World) string { return resource(w, platform, "before", `"orders"`, "") },
				func(w *acctest.World) string { return resource(w, platform, "after", `"orders"`, "") }, 1,
			},
			"count to for_each": {
				func(w *acctest.World) string {
					return resource(w, platform, "test", `"app-${count.index}"`, "count = 3")
				},
				func(w *acctest.World) string {
					return resource(w, platform, "test", `"app-${each.key}"`, `for_each = toset(["0", "1", "2"])`)
				}, 3,
			},
			"one in the middle goes": {
				func(w *acctest.World) string { return listed(w, platform, "orders", "billing", "search") },
				func(w *acctest.World) string { return listed(w, platform, "orders", "search") }, 2,
			},
			"one comes first": {
				func(w *acctest.World) string { return listed(w, platform, "orders", "billing") },
				func(w *acctest.World) string { return listed(w, platform, "search", "orders", "billing") }, 3,
			},
		} {
			t.Run(platform+"/"+name, func(t *testing.T) {
				t.Parallel()
				w := acctest.New(t)
				cli := w.Workspace(change.before(w))
				cli.Must("apply")
				cli.Write("main.tf", change.after(w))
				cli.Must("apply")
				whole(t, w, cli, platform, change.n)
				cli.Must("destroy")
			})
		}
	}
}

// Two applications can swap names only through a temporary name.
func TestNames_Swap_ErrorExplainsTemporaryName(t *testing.T) {
	for _, platform := range unique {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			cli := w.Workspace(listed(w, platform, "orders", "billing"))
			cli.Must("apply")
			before := fmt.Sprint(w.Applications()[platform])
			cli.Write("main.tf", listed(w, platform, "billing", "orders"))
			notImported(t, refused(t, cli, "apply", "swap"))
			if after := fmt.Sprint(w.Applications()[platform]); after != before {
				t.Errorf("changed: %s, before: %s", after, before)
			}
			cli.Write("main.tf", listed(w, platform, "in-between", "orders"))
			cli.Must("apply") // as the error says: a temporary name first
			cli.Write("main.tf", listed(w, platform, "billing", "orders"))
			cli.Must("apply")
			whole(t, w, cli, platform, 2)
			cli.Must("destroy")
		})
	}
}

// With create_before_destroy, the new application needs the name while the old one still has it.
func TestNames_CreateBeforeDestroy_ErrorNamesCause(t *testing.T) {
	for _, platform := range unique {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			cli := w.Workspace(resource(w, platform, "test", `"orders"`, "lifecycle {\n    create_before_destroy = true\n  }"))
			cli.Must("apply")
			id := w.ID(platform)
			refused(t, cli, "apply -replace="+address, "deleted or renamed application "+id+". If this resource replaces it, remove create_before_destroy: "+
				"both cannot exist at the same time. If this state has it at another address, add a moved block",
				"Only if no state has application "+id+", import it (terraform state list -id="+id+" searches this state)")
			whole(t, w, cli, platform, 1)
			if w.ID(platform) != id {
				t.Error("it is another application")
			}
			cli.Write("main.tf", resource(w, platform, "test", `"orders"`, ""))
			cli.Must("apply", "-replace="+address)
			whole(t, w, cli, platform, 1)
			cli.Must("destroy")
		})
	}
}

// notImported checks that the error does not suggest to import an application that is already in state.
func notImported(t *testing.T, said string) {
	t.Helper()
	for _, hint := range []string{"import {", "o manage it with Terraform, add this", "import it as", "mport the application"} {
		if strings.Contains(said, hint) {
			t.Errorf("says %q:\n%s", hint, said)
		}
	}
}
