package application_test

import (
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

func TestImportWarnsOnceThatTheSecretIsNotKnown(t *testing.T) {
	for platform, config := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w, _ := adopt(t, platform)
			cli := w.Workspace(config(w))
			said := warnings(t, cli, "import", address, importID(w, platform))
			if strings.Count(said, "Warning: ") != 1 || !strings.Contains(said, " is not known ") || strings.Contains(said, "similar warning") {
				t.Errorf("not said once: %s", said)
			}
			if said := warnings(t, cli, "plan", "-detailed-exitcode"); said != "" {
				t.Errorf("said again: %s", said)
			}
			cli.Must("destroy")
		})
	}
}

func TestRotationThatNobodyAskedForIsExplained(t *testing.T) {
	key, other := newIdentity(t), newIdentity(t)
	for platform, config := range platforms {
		t.Run(platform+" other recipients", func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			cli := w.Workspace(with(config(w), to(key)))
			cli.Must("apply")
			cli.Write("main.tf", with(config(w), to(other)))
			expectExplained(t, cli, " is rotated ", "apply")
		})
		t.Run(platform+" refused", func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			cli := w.Workspace(with(config(w), verified))
			cli.Must("apply")
			later(w)
			stolen(t, w, platform)
			expectExplained(t, cli, " is rotated ", "apply")
		})
		t.Run(platform+" not to be found out", func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			withToken(w)
			cli := w.Workspace(with(config(w), verified))
			cli.Must("apply")
			later(w)
			w.Fault(fault.Fault{Operation: asks[platform], Kind: fault.Status, Status: 500, Times: 9})
			expectExplained(t, cli, "Cannot verify the client secret", "plan", "-detailed-exitcode")
		})
	}
}

// expectExplained checks that a command warns in these words, and that the application can be removed then.
func expectExplained(t *testing.T, cli *acctest.Workspace, words string, command ...string) {
	t.Helper()
	if said := warnings(t, cli, command...); !strings.Contains(said, words) {
		t.Errorf("there is no warning: %s", said)
	}
	cli.Must("destroy")
}
