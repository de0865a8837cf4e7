package application_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// rotationFault is a fault during a rotation, and its expected result.
type rotationFault struct {
	fault   fault.Fault
	message string // of the error; empty if the apply succeeds anyway
	rotated bool   // whether state has a new secret
}

// The secret in state works, or the next plan shows a new one.
func TestRotation_Fails_SecretWorksOrNextPlanRotates(t *testing.T) {
	for platform, faults := range map[string][]rotationFault{
		"zitadel": {
			{fault.Fault{Operation: "zitadel.generate_secret", Kind: fault.DropBefore}, "", true},
			{fault.Fault{Operation: "zitadel.generate_secret", Kind: fault.DropAfterCommit}, "", true},
			{fault.Fault{Operation: "zitadel.generate_secret", Kind: fault.Status, Status: 429, RetryAfter: "0"}, "", true},
			{fault.Fault{Operation: "zitadel.generate_secret", Kind: fault.DropAfterCommit, Times: 9}, "may already be invalid", false},
			{fault.Fault{Operation: "zitadel.generate_secret", Kind: fault.Truncate}, "", true},
			{fault.Fault{Operation: "zitadel.generate_secret", Kind: fault.Status, Status: 500}, "", true},
			{fault.Fault{Operation: "zitadel.generate_secret", Kind: fault.Status, Status: 500, Times: 9}, "may already be invalid", false},
			{fault.Fault{Operation: "zitadel.generate_secret", Kind: fault.Status, Status: 403}, "not allowed", false},
			{fault.Fault{Operation: "zitadel.generate_secret", Kind: fault.HTML, Times: 9}, "web page", false},
		},
		"keycard": {
			{fault.Fault{Operation: "keycard.create_credential", Kind: fault.DropBefore}, "", true},
			{fault.Fault{Operation: "keycard.create_credential", Kind: fault.DropBefore, Times: 9}, "still work", false},
			{fault.Fault{Operation: "keycard.create_credential", Kind: fault.DropAfterCommit}, "", true},
			{fault.Fault{Operation: "keycard.create_credential", Kind: fault.DropAfterCommit, Times: 9}, "still work", false},
			{fault.Fault{Operation: "keycard.create_credential", Kind: fault.Truncate}, "", true},
			{fault.Fault{Operation: "keycard.create_credential", Kind: fault.Status, Status: 500}, "", true},
			{fault.Fault{Operation: "keycard.create_credential", Kind: fault.Status, Status: 403}, "still work", false},
			{fault.Fault{Operation: "keycard.create_credential", Kind: fault.HTML, Times: 9}, "still work", false},
			{fault.Fault{Operation: "keycard.delete_credential", Kind: fault.Status, Status: 500, Times: 9}, "could not delete the previous credential", true},
			{fault.Fault{Operation: "keycard.delete_credential", Kind: fault.DropBefore}, "", true},
			{fault.Fault{Operation: "keycard.delete_credential", Kind: fault.DropAfterCommit}, "", true},
			{fault.Fault{Operation: "keycard.delete_credential", Kind: fault.HTML, Times: 9}, "could not delete the previous credential", true},
		},
	} {
		for _, f := range faults {
			t.Run(fmt.Sprintf("%s %s %d times %d", f.fault.Operation, f.fault.Kind, f.fault.Times, f.fault.Status), func(t *testing.T) {
				t.Parallel()
				failedRotation(t, platform, f)
			})
		}
	}
}

func failedRotation(t *testing.T, platform string, f rotationFault) {
	t.Helper()
	w := acctest.New(t)
	core := w.Core()
	rotation := func(n string) attributes {
		return simple(w, platform, attributes{"rotate_when_changed": attributes{"round": n}})
	}
	apply := func(n string) (credentials, acctest.Problems) {
		_, problems := core.Apply(t.Context(), rotation(n))
		return credentials{core.Text("client_id"), core.Text("client_secret")}, problems
	}
	first, _ := apply("1")
	w.Fault(f.fault)
	_, problems := apply("2")
	if said := strings.Join(strings.Fields(problems.String()), " "); problems.Failed() != (f.message != "") || !strings.Contains(said, f.message) {
		t.Errorf("not said: %q\n%s", f.message, said)
	}
	w.Faults.Clear()
	want := []string{"client_secret", "rotate_when_changed"}
	switch {
	case f.message == "":
		want = nil
	case f.rotated: // only the deletion of the previous credential is left
		want = []string{"keycard"}
	case platform == "keycard":
		want = append([]string{"client_id"}, want...)
	}
	if changes, problems := core.Plan(t.Context(), rotation("2")); problems.Failed() || !slices.Equal(changes, want) {
		t.Errorf("the plan changes %q, want %q\n%s", changes, want, problems)
	}
	last, problems := apply("2")
	first.expect(t, w, platform, false)
	last.expect(t, w, platform, true)
	if n := w.Only(platform)["credentials"]; problems.Failed() || platform == "keycard" && n != 1 {
		t.Errorf("Keycard has %v credentials, not one\n%s", n, problems)
	}
	if changes, _ := core.Plan(t.Context(), rotation("2")); len(changes) > 0 {
		t.Errorf("changes after all was applied: %q", changes)
	}
	if problems := core.Destroy(t.Context()); problems.Failed() {
		t.Error(problems)
	}
}

func TestManyRotationsLeaveNoCredentialBehind(t *testing.T) {
	for name, tc := range map[string]struct {
		keep bool
		live int
	}{"without overlap": {false, 40}, "with overlap": {true, 80}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			config := func(n int) string {
				return fmt.Sprintf(`
resource "idp_application" "many" {
  count      = 40
  name       = "Agent ${count.index}"
  identifier = "urn:agent:${count.index}"
  keycard {
    zone_id = %q
    keep_previous_credential = %t
  }
  %s
}`, w.Keycard.ZoneID(), tc.keep, rotated(n))
			}
			w.Test(
				resource.TestStep{Config: config(1)},
				resource.TestStep{Config: config(2), Check: func(s *terraform.State) error {
					live := 0
					for _, a := range w.Applications()["keycard"] {
						live += a["credentials"].(int)
					}
					if live != tc.live {
						t.Errorf("Keycard has %d live credentials, not %d", live, tc.live)
					}
					for name, r := range s.RootModule().Resources {
						if got := r.Primary.Attributes; !w.Keycard.VerifySecret(got["client_id"], got["client_secret"]) {
							t.Errorf("the secret of %s in state does not work", name)
						}
					}
					return nil
				}},
			)
		})
	}
}
