package ownership_test

import (
	"maps"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// A pipeline with the environment variables of another environment finds none of its applications there. It must neither
// remove them from state nor report them as destroyed.
func TestInstallation_Other_KeepsStateAndApplications(t *testing.T) {
	for _, platform := range []string{"zitadel", "keycard", "lerian"} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w, other := acctest.New(t), acctest.New(t)
			cli := w.Workspace(resource(w, platform, "test", `"orders"`, ""))
			cli.Must("apply")
			here := maps.Clone(w.Env)
			id, state := w.ID(platform), cli.Read("terraform.tfstate")

			maps.Copy(w.Env, other.Env)
			for _, command := range []string{"plan", "apply", "apply -refresh-only", "destroy", "destroy -refresh=false"} {
				if said := refused(t, cli, command); strings.Contains(said, "destroyed.") {
					t.Errorf("%s says that something was destroyed:\n%s", command, said)
				}
			}
			if n := len(other.Applications()[platform]); n != 0 {
				t.Errorf("%d applications are registered at the other installation", n)
			}
			if got := attributes(state); got != attributes(cli.Read("terraform.tfstate")) {
				t.Errorf("the state has changed:\n%s", cli.Read("terraform.tfstate"))
			}

			maps.Copy(w.Env, here)
			whole(t, w, cli, platform, 1)
			if w.ID(platform) != id {
				t.Error("it is another application")
			}
			cli.Must("destroy")
		})
	}
}

// attributes returns a state without its serial and private state.
func attributes(state string) string {
	var kept []string
	for line := range strings.Lines(state) {
		if text := strings.TrimSpace(line); !strings.HasPrefix(text, `"serial"`) && !strings.HasPrefix(text, `"private"`) {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}

// serve serves a platform at another URL, which it returns.
func serve(t *testing.T, platform http.Handler) string {
	t.Helper()
	server := httptest.NewServer(platform)
	t.Cleanup(server.Close)
	return server.URL
}

// The provider registers a deleted application again at a new URL, after it has seen the application there.
func TestInstallation_Moved_IsAccepted(t *testing.T) {
	for platform, move := range map[string]func(*testing.T, *acctest.World){
		"zitadel": func(t *testing.T, w *acctest.World) {
			w.Env["ZITADEL_ENDPOINT"] = serve(t, w.ZITADEL.Handler())
			w.ZITADEL.SetURL(w.Env["ZITADEL_ENDPOINT"])
		},
		"lerian": func(t *testing.T, w *acctest.World) {
			w.Env["LERIAN_IDENTITY_ENDPOINT"] = serve(t, w.Lerian.Identity())
		},
	} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			cli := w.Workspace(resource(w, platform, "test", `"orders"`, ""))
			cli.Must("apply")
			id := w.ID(platform)
			move(t, w)
			whole(t, w, cli, platform, 1)
			cli.Must("apply", "-refresh-only")
			if w.ID(platform) != id {
				t.Error("it is another application")
			}
			if err := w.Remove(platform, id); err != nil {
				t.Fatal(err)
			}
			if output := acctest.Flat(cli.Must("apply")); !strings.Contains(output, "was deleted outside Terraform") {
				t.Errorf("nothing says that it was deleted:\n%s", output)
			}
			whole(t, w, cli, platform, 1)
			cli.Must("destroy")
		})
	}
}
