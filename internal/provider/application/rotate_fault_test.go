package application_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
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
func TestFailedRotationIsKeptOrShownAgain(t *testing.T) {
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
	config := func(n int) string { return with(platforms[platform](w), rotated(n)) }
	var first, last credentials
	rotate := resource.TestStep{PreConfig: func() { w.Fault(f.fault) }, Config: config(2)}
	if f.message != "" {
		rotate.ExpectError = regexp.MustCompile(strings.ReplaceAll(f.message, " ", `\s+`))
	}
	again := resource.TestStep{PreConfig: w.Faults.Clear, Config: config(2), Check: last.take(t)}
	switch {
	case f.message == "":
		again.ConfigPlanChecks = before(plancheck.ExpectEmptyPlan())
	case f.rotated: // only the deletion of the previous credential is left
		again.ConfigPlanChecks = before(action(plancheck.ResourceActionUpdate),
			plancheck.ExpectKnownValue(address, at("client_secret"), knownvalue.NotNull()),
			plancheck.ExpectKnownValue(address, at("keycard", "previous_client_id"), knownvalue.Null()))
	default:
		again.ConfigPlanChecks = before(action(plancheck.ResourceActionUpdate), plancheck.ExpectUnknownValue(address, at("client_secret")))
	}
	w.Test(
		resource.TestStep{Config: config(1), Check: first.take(t)},
		rotate,
		again,
		resource.TestStep{
			PreConfig: func() {
				first.expect(t, w, platform, false)
				last.expect(t, w, platform, true)
				if n := w.Only(platform)["credentials"]; platform == "keycard" && n != 1 {
					t.Errorf("Keycard has %v credentials, not one", n)
				}
			},
			Config: config(2), PlanOnly: true,
		},
	)
}

func TestHundredRotationsLeaveNoCredentialBehind(t *testing.T) {
	for name, tc := range map[string]struct {
		keep bool
		live int
	}{"without overlap": {false, 100}, "with overlap": {true, 200}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			config := func(n int) string {
				return fmt.Sprintf(`
resource "idp_application" "many" {
  count      = 100
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
