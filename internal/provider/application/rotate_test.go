package application_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// with adds attributes to a configuration.
func with(config, body string) string {
	end := strings.LastIndex(config, "}")
	return config[:end] + "\n" + body + "\n}"
}

// rotated is a value of rotate_when_changed.
func rotated(n int) string { return fmt.Sprintf(`rotate_when_changed = { round = "%d" }`, n) }

// works reports whether a client ID and secret authenticate at a platform.
func works(w *acctest.World, platform, id, secret string) bool {
	return map[string]func(string, string) bool{
		"zitadel": w.ZITADEL.VerifySecret, "keycard": w.Keycard.VerifySecret, "lerian": w.Lerian.VerifySecret,
	}[platform](id, secret)
}

// credentials is a client ID and secret, taken from state.
type credentials struct{ id, secret string }

func (c *credentials) take(*testing.T) resource.TestCheckFunc {
	return func(s *terraform.State) error {
		got := s.RootModule().Resources[address].Primary.Attributes
		c.id, c.secret = got["client_id"], got["client_secret"]
		return nil
	}
}

func (c *credentials) expect(t *testing.T, w *acctest.World, platform string, want bool) {
	t.Helper()
	if c.secret == "" || works(w, platform, c.id, c.secret) != want {
		t.Errorf("client ID %q and its secret of %d characters authenticate: %v, want %v", c.id, len(c.secret), !want, want)
	}
}

// changes checks what of an application a plan is going to change.
func changes(unknown ...string) []plancheck.PlanCheck {
	checks := []plancheck.PlanCheck{plancheck.ExpectKnownValue(address, at("id"), knownvalue.NotNull())}
	for _, name := range unknown {
		checks = append(checks, plancheck.ExpectUnknownValue(address, at(name)))
	}
	return checks
}

func TestRotationMakesAnotherSecretThatWorks(t *testing.T) {
	for platform, config := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			var first, second credentials
			planned := map[string][]plancheck.PlanCheck{
				"zitadel": append(changes("client_secret"), action(plancheck.ResourceActionUpdate), plancheck.ExpectKnownValue(address, at("client_id"), knownvalue.NotNull())),
				"keycard": append(changes("client_secret", "client_id", "credential_id"), action(plancheck.ResourceActionUpdate),
					plancheck.ExpectKnownValue(address, at("previous_client_id"), knownvalue.Null())),
				"lerian": {action(plancheck.ResourceActionReplace), plancheck.ExpectUnknownValue(address, at("client_id"))},
			}[platform]
			sameName := statecheck.CompareValue(compare.ValuesSame())
			w.Test(
				resource.TestStep{Config: with(config(w), rotated(1)), Check: first.take(t), ConfigStateChecks: []statecheck.StateCheck{sameName.AddStateValue(address, at("name"))}},
				unchanged(with(config(w), rotated(1))),
				resource.TestStep{
					PreConfig:         func() { w.Sent() },
					Config:            with(config(w), rotated(2)),
					ConfigPlanChecks:  before(planned...),
					Check:             second.take(t),
					ConfigStateChecks: []statecheck.StateCheck{sameName.AddStateValue(address, at("name")), has(knownvalue.Null(), "previous_client_id")},
				},
				resource.TestStep{
					PreConfig: func() {
						first.expect(t, w, platform, false)
						second.expect(t, w, platform, true)
						expectSent(t, w, map[string]int{
							"zitadel.update_app": 0, "zitadel.update_api_config": 0, "keycard.update_application": 0,
						})
					},
					Config: with(config(w), rotated(2)), PlanOnly: true,
				},
			)
		})
	}
}

func TestAddingOrRemovingTheMapRotatesNothing(t *testing.T) {
	for platform, config := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			var first, last credentials
			sends := func(*terraform.State) error {
				expectSent(t, w, map[string]int{
					"zitadel.generate_secret": 0, "keycard.create_credential": 0, "keycard.delete_credential": 0, "lerian.create_application": 0,
				})
				return nil
			}
			update := before(action(plancheck.ResourceActionUpdate), plancheck.ExpectKnownValue(address, at("client_secret"), knownvalue.NotNull()))
			w.Test(
				resource.TestStep{Config: config(w), Check: first.take(t)},
				resource.TestStep{PreConfig: func() { w.Sent() }, Config: with(config(w), rotated(1)), ConfigPlanChecks: update, Check: sends},
				unchanged(with(config(w), rotated(1))),
				resource.TestStep{PreConfig: func() { w.Sent() }, Config: config(w), ConfigPlanChecks: update, Check: resource.ComposeTestCheckFunc(sends, last.take(t))},
				unchanged(config(w)),
			)
			if first != last {
				t.Error("the secret is another one")
			}
		})
	}
}

func TestKeycardRotationCanKeepThePreviousCredential(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	keep := func(n int) string { return keycardConfig(w, "keep_previous_credential = true", rotated(n)) }
	drop := keycardConfig(w, "keep_previous_credential = false", rotated(3))
	var first, second, third credentials
	live := func(n int) {
		t.Helper()
		if got := w.Only("keycard")["credentials"]; got != n {
			t.Errorf("Keycard has %v credentials, not %d", got, n)
		}
	}
	w.Test(
		resource.TestStep{Config: keep(1), Check: first.take(t)},
		resource.TestStep{
			Config: keep(2), Check: second.take(t),
			ConfigPlanChecks: before(plancheck.ExpectKnownValue(address, at("previous_client_id"), knownvalue.NotNull())),
		},
		resource.TestStep{
			PreConfig: func() {
				live(2)
				first.expect(t, w, "keycard", true)
				second.expect(t, w, "keycard", true)
			},
			Config: keep(3), Check: third.take(t),
			ConfigStateChecks: []statecheck.StateCheck{has(knownvalue.StringFunc(func(id string) error {
				if id != second.id {
					return fmt.Errorf("the previous client ID is %s, not %s", id, second.id)
				}
				return nil
			}), "previous_client_id")},
		},
		resource.TestStep{
			PreConfig: func() {
				live(2)
				first.expect(t, w, "keycard", false)
				second.expect(t, w, "keycard", true)
				third.expect(t, w, "keycard", true)
			},
			Config: keep(3), PlanOnly: true,
		},
		resource.TestStep{
			Config: drop,
			ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate),
				plancheck.ExpectKnownValue(address, at("previous_client_id"), knownvalue.Null()),
				plancheck.ExpectKnownValue(address, at("client_secret"), knownvalue.NotNull())),
		},
		resource.TestStep{
			PreConfig: func() {
				live(1)
				second.expect(t, w, "keycard", false)
				third.expect(t, w, "keycard", true)
			},
			Config: drop, PlanOnly: true,
		},
	)
}

func TestPreviousCredentialDeletedAtKeycardIsForgotten(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	keep := func(n int) string { return keycardConfig(w, "keep_previous_credential = true", rotated(n)) }
	w.Test(
		resource.TestStep{Config: keep(1)},
		resource.TestStep{Config: keep(2)},
		resource.TestStep{
			PreConfig:         func() { w.Drift("keycard", map[string]any{"credential_id": nil}) }, // both of them
			Config:            keep(2),
			ConfigPlanChecks:  before(action(plancheck.ResourceActionUpdate), plancheck.ExpectUnknownValue(address, at("client_secret"))),
			ConfigStateChecks: []statecheck.StateCheck{has(knownvalue.Null(), "previous_client_id"), has(knownvalue.NotNull(), "client_secret")},
		},
		unchanged(keep(2)),
	)
}

// rotationFault is what goes wrong while a secret is rotated, and what becomes of it.
type rotationFault struct {
	fault   fault.Fault
	message string // of the error; empty where the apply succeeds all the same
	rotated bool   // the state has another secret afterwards
}

// A secret in state either works, or the next plan shows that another one is made.
func TestFailedRotationIsKeptOrShownAgain(t *testing.T) {
	for platform, faults := range map[string][]rotationFault{
		"zitadel": {
			{fault.Fault{Operation: "zitadel.generate_secret", Kind: fault.DropBefore}, "", true},
			{fault.Fault{Operation: "zitadel.generate_secret", Kind: fault.DropAfterCommit}, "", true},
			{fault.Fault{Operation: "zitadel.generate_secret", Kind: fault.Status, Status: 429, RetryAfter: "0"}, "", true},
			{fault.Fault{Operation: "zitadel.generate_secret", Kind: fault.DropAfterCommit, Times: 9}, "may have ended already", false},
			{fault.Fault{Operation: "zitadel.generate_secret", Kind: fault.Truncate}, "", true},
			{fault.Fault{Operation: "zitadel.generate_secret", Kind: fault.Status, Status: 500}, "may have ended already", false},
			{fault.Fault{Operation: "zitadel.generate_secret", Kind: fault.Status, Status: 403}, "not allowed", false},
			{fault.Fault{Operation: "zitadel.generate_secret", Kind: fault.HTML, Times: 9}, "web page", false},
		},
		"keycard": {
			{fault.Fault{Operation: "keycard.create_credential", Kind: fault.DropBefore}, "", true},
			{fault.Fault{Operation: "keycard.create_credential", Kind: fault.DropBefore, Times: 9}, "go on working", false},
			{fault.Fault{Operation: "keycard.create_credential", Kind: fault.DropAfterCommit}, "", true},
			{fault.Fault{Operation: "keycard.create_credential", Kind: fault.DropAfterCommit, Times: 9}, "go on working", false},
			{fault.Fault{Operation: "keycard.create_credential", Kind: fault.Truncate}, "", true},
			{fault.Fault{Operation: "keycard.create_credential", Kind: fault.Status, Status: 500}, "", true},
			{fault.Fault{Operation: "keycard.create_credential", Kind: fault.Status, Status: 403}, "go on working", false},
			{fault.Fault{Operation: "keycard.create_credential", Kind: fault.HTML, Times: 9}, "go on working", false},
			{fault.Fault{Operation: "keycard.delete_credential", Kind: fault.Status, Status: 500, Times: 9}, "could not be removed and still works", true},
			{fault.Fault{Operation: "keycard.delete_credential", Kind: fault.DropBefore}, "", true},
			{fault.Fault{Operation: "keycard.delete_credential", Kind: fault.DropAfterCommit}, "", true},
			{fault.Fault{Operation: "keycard.delete_credential", Kind: fault.HTML, Times: 9}, "could not be removed and still works", true},
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
	case f.rotated: // what is left to do is to remove the previous credential
		again.ConfigPlanChecks = before(action(plancheck.ResourceActionUpdate),
			plancheck.ExpectKnownValue(address, at("client_secret"), knownvalue.NotNull()),
			plancheck.ExpectKnownValue(address, at("previous_credential_id"), knownvalue.Null()))
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

// A credential was made and its answer was cut off: its ID is known, so it is removed, or remembered to be.
func TestCredentialThatNobodyCanUseIsRemoved(t *testing.T) {
	for name, failures := range map[string]int{"at once": 0, "by the next rotation": 9} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			config := func(n int) string { return keycardConfig(w, "keep_previous_credential = true", rotated(n)) }
			var last credentials
			rotate := resource.TestStep{
				PreConfig: func() {
					w.Fault(fault.Fault{
						Operation: "keycard.create_credential", Kind: fault.Status, Status: 200,
						Body: fmt.Sprintf(`{"id":%q,"type":"password"}`, stray(t, w)),
					})
					if failures > 0 {
						w.Fault(fault.Fault{Operation: "keycard.delete_credential", Kind: fault.Status, Status: 500, Times: failures})
					}
				},
				Config: config(2),
			}
			if failures > 0 {
				rotate.ExpectError = regexp.MustCompile(`go\s+on\s+working`)
			}
			w.Test(
				resource.TestStep{Config: config(1)},
				rotate,
				resource.TestStep{PreConfig: w.Faults.Clear, Config: config(2), Check: last.take(t)},
				resource.TestStep{
					PreConfig: func() {
						last.expect(t, w, "keycard", true)
						if n := w.Only("keycard")["credentials"]; n != 2 { // the one from before is kept
							t.Errorf("Keycard has %v credentials, not two", n)
						}
					},
					Config: config(2), PlanOnly: true,
				},
			)
		})
	}
}

func stray(t *testing.T, w *acctest.World) string {
	t.Helper()
	id, err := w.Keycard.AddCredential(w.ID("keycard"), "password")
	if err != nil {
		t.Fatal(err)
	}
	return id
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
  keycard    = { zone_id = %q, keep_previous_credential = %t }
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
