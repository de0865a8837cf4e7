package examples

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// handOver returns a workspace with an example and the stand-in for the provider that takes the secret.
func handOver(t *testing.T, v vendor) (w *acctest.World, cli *acctest.Workspace, config string) {
	t.Helper()
	w = acctest.New(t)
	t.Cleanup(w.RemoveAll)
	w.Others = v.providers()
	config = strings.NewReplacer("370143895640379394", w.ZITADEL.ProjectID(), "integrations/", "hashicorp/").Replace(guideFile(t, "hand-over/"+v.name+".tf"))
	return w, w.Workspace(config), config
}

func TestHandOver_EachNewSecret_ReachesTheStore(t *testing.T) {
	for _, v := range vendors(&store{values: map[string]any{}}) {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			v.store = &store{values: map[string]any{}}
			w, cli, config := handOver(t, v)
			var last string
			for _, step := range []struct {
				name string
				do   func()
			}{
				{"registered", func() {}},
				{"rotated", func() { cli.Write("main.tf", strings.Replace(config, "= 1 #", "= 2 #", 1)) }},
				{"registered anew", w.RemoveAll},
			} {
				step.do()
				cli.Must("apply")
				id, secret := credential(t, cli)
				if secret == last || !w.ZITADEL.VerifySecret(id, secret) {
					t.Errorf("%s: the secret in state does not authenticate, or is the old one", step.name)
				}
				if last = secret; !strings.Contains(inStore(t, v.store), secret) {
					t.Errorf("%s: the secret was not handed over", step.name)
				}
			}
			if said := cli.Must("plan"); !strings.Contains(said, "No changes") {
				t.Error(said)
			}
		})
	}
}

// After an import, the state has no secret. The example hands nothing over until there is one.
func TestHandOver_NoSecretInState_HandsOverNothing(t *testing.T) {
	for _, v := range vendors(&store{values: map[string]any{}}) {
		t.Run(v.name, func(t *testing.T) {
			t.Parallel()
			v.store = &store{values: map[string]any{}}
			w, cli, config := handOver(t, v)
			app := w.Register("zitadel", w.Registrations()["zitadel"])
			cli.Write("import.tf", "import {\n  to = idp_application.orders\n  id = \""+w.ImportID("zitadel", app.ID)+"\"\n}\n")
			said, status := cli.Run("apply")
			if said = acctest.Flat(said); status == 0 || !strings.Contains(said, "The state has no client secret. Apply with -target=idp_application.orders, then raise secret_version.") {
				t.Fatal(said)
			}
			if handed := v.store.all(); len(handed) > 0 { // the store keeps secrets only
				t.Errorf("handed over: %v", handed)
			}
			cli.Must("apply", "-target=idp_application.orders")
			cli.Write("main.tf", strings.Replace(config, "= 1 #", "= 2 #", 1))
			cli.Must("apply")
			if _, secret := credential(t, cli); !strings.Contains(inStore(t, v.store), secret) {
				t.Error("the secret was not handed over")
			}
		})
	}
}

// credential returns the client ID and secret in state.
func credential(t *testing.T, cli *acctest.Workspace) (id, secret string) {
	t.Helper()
	var state struct {
		Values struct {
			RootModule struct {
				Resources []struct {
					Type   string
					Values map[string]any
				}
			} `json:"root_module"`
		}
	}
	if err := json.Unmarshal([]byte(cli.Must("show", "-json")), &state); err != nil {
		t.Fatal(err)
	}
	for _, r := range state.Values.RootModule.Resources {
		if r.Type == "idp_application" {
			id, _ = r.Values["client_id"].(string)
			secret, _ = r.Values["client_secret"].(string)
		}
	}
	return id, secret
}

func inStore(t *testing.T, s *store) string {
	t.Helper()
	content, err := json.Marshal(s.all())
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}
