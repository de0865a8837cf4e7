package ownership_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

var importBlock = regexp.MustCompile(`import \{ to = idp_application\.example id = "[^"]+" \}`)

// A provider that is killed during a create leaves an application whose secret nobody has. The error of the next apply shows
// how to import it, and names the guide that explains how to get a secret.
func TestKilled_OrphanIsImportedAndGetsASecret(t *testing.T) {
	binary := acctest.Build(t)
	for platform, steps := range map[string][]string{
		"zitadel": {`rotate_when_changed = { reason = "imported" }`, `rotate_when_changed = { reason = "needs a secret" }`},
		"keycard": {`auth_method = "client_secret_basic"`},
	} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			creates := &acctest.Creates{}
			w := acctest.New(t, creates.In)
			w.Binary = binary
			config := func(body string) string { return resource(w, platform, "test", `"orders"`, body) }
			cli := w.Process(config(""))
			carriedOut := make(chan struct{})
			creates.Next(func(create func()) {
				defer close(carriedOut)
				cli.KillProvider()
				create()
			})
			if output, status := cli.Run("apply"); status == 0 {
				t.Fatalf("the apply succeeded:\n%s", output)
			}
			<-carriedOut
			id := w.ID(platform)

			said := refused(t, cli, "apply", id, `The section "Get a client secret" of the guide "Troubleshooting" says how to get one.`)
			block := importBlock.FindString(said)
			if block == "" {
				t.Fatalf("no import block:\n%s", said)
			}
			block = strings.NewReplacer("idp_application.example", address, "{ ", "{\n", " id =", "\nid =", " }", "\n}\n").Replace(block)
			cli.Write("main.tf", block+config(""))
			cli.Must("apply")
			for _, step := range steps {
				if secret := cli.Applications()[0]["client_secret"]; secret != nil {
					t.Errorf("there is a secret before %s", step)
				}
				cli.Write("main.tf", config(step))
				cli.Must("apply")
			}
			whole(t, w, cli, platform, 1)
			if w.ID(platform) != id {
				t.Error("it is another application")
			}
			cli.Must("destroy")
		})
	}
}
