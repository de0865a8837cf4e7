package application_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// countWarnings counts the warnings with a summary among what the provider answered in the steps. The test driver cannot see
// warnings, but the provider's log has them; it is switched on by the environment, so these tests run alone.
func countWarnings(t *testing.T, w *acctest.World, summary string, steps ...resource.TestStep) int {
	t.Helper()
	file := filepath.Join(t.TempDir(), "trace.log")
	t.Setenv("TF_LOG", "TRACE")
	t.Setenv("TF_ACC_LOG_PATH", file)
	w.Test(steps...)
	log, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(log)) {
		if strings.Contains(line, "diagnostic_summary=") && strings.Contains(line, summary) {
			n++
		}
	}
	return n
}

func TestImportWarnsOnceThatTheSecretIsNotKnown(t *testing.T) {
	for platform, config := range platforms {
		t.Run(platform, func(t *testing.T) {
			w, _ := adopt(t, platform)
			n := countWarnings(t, w, "is not known",
				resource.TestStep{
					Config: config(w), ResourceName: address, ImportState: true, ImportStatePersist: true, ImportStateIdFunc: importStateID(w, platform),
				},
				unchanged(config(w)),
			)
			if n != 1 {
				t.Errorf("there are %d warnings", n)
			}
		})
	}
}

func TestRotationThatNobodyAskedForIsExplained(t *testing.T) {
	key, other := newIdentity(t), newIdentity(t)
	for platform, config := range platforms {
		t.Run(platform+" other recipients", func(t *testing.T) {
			w := acctest.New(t)
			if countWarnings(t, w, "is rotated",
				resource.TestStep{Config: with(config(w), to(key))}, resource.TestStep{Config: with(config(w), to(other))}) == 0 {
				t.Error("there is no warning")
			}
		})
		t.Run(platform+" refused", func(t *testing.T) {
			w := acctest.New(t)
			config := with(config(w), verified)
			if countWarnings(t, w, "is rotated", resource.TestStep{Config: config}, resource.TestStep{
				PreConfig: func() {
					later(w)
					stolen(t, w, platform)
				},
				Config: config,
			}) == 0 {
				t.Error("there is no warning")
			}
		})
		t.Run(platform+" not to be found out", func(t *testing.T) {
			w := acctest.New(t)
			withToken(w)
			config := with(config(w), verified)
			if countWarnings(t, w, "Cannot verify the client secret", resource.TestStep{Config: config}, resource.TestStep{
				PreConfig: func() {
					later(w)
					w.Fault(fault.Fault{Operation: asks[platform], Kind: fault.Status, Status: 500, Times: 9})
				},
				Config: config, PlanOnly: true,
			}) == 0 {
				t.Error("there is no warning")
			}
		})
	}
}

// Whoever switches to a key believes that the secret has ended. At ZITADEL it has not, as the emulator knows.
func TestSecretThatOutlivesASwitchIsWarnedOf(t *testing.T) {
	const stays = "The present client secret goes on working"
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
