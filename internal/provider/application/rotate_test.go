package application_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// with adds attributes to a configuration.
func with(config, body string) string {
	end := strings.LastIndex(config, "}")
	return config[:end] + "\n" + body + "\n}"
}

// rotated returns rotate_when_changed with this value.
func rotated(n int) string { return fmt.Sprintf(`rotate_when_changed = { round = "%d" }`, n) }

// works reports whether a client ID and secret authenticate at a platform.
func works(w *acctest.World, platform, id, secret string) bool {
	return map[string]func(string, string) bool{
		"zitadel": w.ZITADEL.VerifySecret, "keycard": w.Keycard.VerifySecret, "lerian": w.Lerian.VerifySecret,
	}[platform](id, secret)
}

// credentials are a client ID and a client secret from state.
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

// changes returns checks that the application is not replaced, and that these attributes are unknown.
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
				"keycard": append(changes("client_secret", "client_id"), action(plancheck.ResourceActionUpdate),
					plancheck.ExpectKnownValue(address, at("keycard", "previous_client_id"), knownvalue.Null())),
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
					ConfigStateChecks: []statecheck.StateCheck{sameName.AddStateValue(address, at("name"))},
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
	for platform := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			core := coreOf(t, w)
			core.apply(simple(w, platform))
			first := core.credentials()
			w.Sent()
			for _, more := range []attributes{{"rotate_when_changed": attributes{"round": "1"}}, {}} {
				if changes := core.plan(simple(w, platform, more)); !slices.Equal(changes, []string{"rotate_when_changed"}) {
					t.Errorf("the plan changes %q", changes)
				}
				core.apply(simple(w, platform, more))
			}
			expectSent(t, w, map[string]int{
				"zitadel.generate_secret": 0, "keycard.create_credential": 0, "keycard.delete_credential": 0, "lerian.create_application": 0,
			})
			if core.credentials() != first {
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
			ConfigPlanChecks: before(plancheck.ExpectKnownValue(address, at("keycard", "previous_client_id"), knownvalue.NotNull())),
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
			}), "keycard", "previous_client_id")},
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
				plancheck.ExpectKnownValue(address, at("keycard", "previous_client_id"), knownvalue.Null()),
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

func TestRead_PreviousCredentialDeleted_IsRemovedFromState(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	keep := func(n int) string { return keycardConfig(w, "keep_previous_credential = true", rotated(n)) }
	w.Test(
		resource.TestStep{Config: keep(1)},
		resource.TestStep{Config: keep(2)},
		resource.TestStep{
			PreConfig:         func() { w.Drift("keycard", map[string]any{"credential_id": nil}) }, // also the previous one
			Config:            keep(2),
			ConfigPlanChecks:  before(action(plancheck.ResourceActionUpdate), plancheck.ExpectUnknownValue(address, at("client_secret"))),
			ConfigStateChecks: []statecheck.StateCheck{has(knownvalue.Null(), "keycard", "previous_client_id"), has(knownvalue.NotNull(), "client_secret")},
		},
		unchanged(keep(2)),
	)
}

// An unknown value may turn out to be unchanged. Terraform then plans again, and refuses a plan that differs from the first.
func TestPlan_PossibleRotation_LeavesPreviousCredentialUnknown(t *testing.T) {
	key := newIdentity(t)
	for name, row := range map[string]struct{ value, body string }{
		"trigger":    {"1", "rotate_when_changed = { round = terraform_data.value.output }"},
		"recipients": {key.Recipient().String(), "secret { recipients = [terraform_data.value.output] }"},
		"method":     {"client_secret_basic", "auth_method = terraform_data.value.output\n" + rotated(1)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			config := func(round int, value, body string) string {
				return fmt.Sprintf("resource \"terraform_data\" \"value\" {\n  input = %q\n  triggers_replace = %d\n}\n", value, round) +
					keycardConfig(w, "keep_previous_credential = true", body)
			}
			steps := []resource.TestStep{
				{Config: config(1, row.value, row.body), ConfigStateChecks: []statecheck.StateCheck{has(knownvalue.Null(), "keycard", "previous_client_id")}},
				{
					Config:            config(2, row.value, row.body),
					ConfigPlanChecks:  before(plancheck.ExpectUnknownValue(address, at("keycard", "previous_client_id"))),
					ConfigStateChecks: []statecheck.StateCheck{has(knownvalue.Null(), "keycard", "previous_client_id")},
				},
			}
			switch name {
			case "trigger": // it changes once, and then the previous credential must be kept
				steps = append(steps,
					resource.TestStep{Config: config(3, "2", row.body), ConfigStateChecks: []statecheck.StateCheck{has(knownvalue.NotNull(), "keycard", "previous_client_id")}},
					resource.TestStep{Config: config(4, "2", row.body), ConfigStateChecks: []statecheck.StateCheck{has(knownvalue.NotNull(), "keycard", "previous_client_id")}})
			case "method": // likewise
				second := strings.Replace(row.body, rotated(1), rotated(2), 1)
				steps = append(steps,
					resource.TestStep{Config: config(2, row.value, second), ConfigStateChecks: []statecheck.StateCheck{has(knownvalue.NotNull(), "keycard", "previous_client_id")}},
					resource.TestStep{Config: config(3, row.value, second), ConfigStateChecks: []statecheck.StateCheck{has(knownvalue.NotNull(), "keycard", "previous_client_id")}})
			}
			w.Test(steps...)
		})
	}
}
