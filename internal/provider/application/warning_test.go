package application_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

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
			if strings.Count(said, "Warning: ") != 1 || !strings.Contains(said, "Client secret is not known ") || strings.Contains(said, "similar warning") {
				t.Errorf("not said once: %s", said)
			}
			if said := warnings(t, cli, "plan", "-detailed-exitcode"); said != "" {
				t.Errorf("said again: %s", said)
			}
			cli.Must("destroy")
		})
	}
}

func TestPlan_UnrequestedRotation_IsExplained(t *testing.T) {
	key, other := newIdentity(t), newIdentity(t)
	for platform, config := range platforms {
		t.Run(platform+" other recipients", func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			cli := w.Workspace(with(config(w), to(key)))
			cli.Must("apply")
			cli.Write("main.tf", with(config(w), to(other)))
			expectExplained(t, cli, "Client secret will be rotated ", "apply")
		})
		t.Run(platform+" refused", func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			cli := w.Workspace(with(config(w), verified))
			cli.Must("apply")
			later(w)
			stolen(t, w, platform)
			expectExplained(t, cli, "Client secret will be rotated ", "apply")
		})
		t.Run(platform+" not to be found out", func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			withToken(w)
			cli := w.Workspace(with(config(w), verified))
			cli.Must("apply")
			later(w)
			w.Fault(fault.Fault{Operation: asks[platform], Kind: fault.Status, Status: 500, Times: 9})
			expectExplained(t, cli, "Client secret cannot be verified", "plan", "-detailed-exitcode")
		})
	}
}

// expectExplained checks that a command warns with these words, and that the application can then be deleted.
func expectExplained(t *testing.T, cli *acctest.Workspace, words string, command ...string) {
	t.Helper()
	if said := warnings(t, cli, command...); !strings.Contains(said, words) {
		t.Errorf("there is no warning: %s", said)
	}
	cli.Must("destroy")
}

// Users who switch to a key expect that the secret no longer works. On ZITADEL it still does, also in the emulator.
func TestUpdate_SwitchToKey_WarnsIfSecretStaysValid(t *testing.T) {
	const stays = "Client secret stays valid"
	for platform, c := range map[string]struct {
		to   string
		want []string
	}{
		"zitadel": {"private_key_jwt", []string{stays}},
		"keycard": {"none", nil},
	} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			warned := overhear(w)
			var before map[string]string
			switched := with(platforms[platform](w), fmt.Sprintf("auth_method = %q", c.to))
			w.Test(
				resource.TestStep{Config: platforms[platform](w), Check: func(s *state) error { before = attributesOf(s); return nil }},
				resource.TestStep{Config: switched, Check: func(*state) error {
					warned.expect(t, c.want)
					if works(w, platform, before["client_id"], before["client_secret"]) != (c.want != nil) {
						t.Errorf("the old secret works: %v", c.want == nil)
					}
					warned.forget()
					return nil
				}},
				unchanged(switched),
			)
			warned.expect(t, nil) // and not again
		})
	}
}
