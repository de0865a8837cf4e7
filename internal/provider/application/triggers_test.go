package application_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// An empty map and null values are equal to no map: adding or removing the map rotates nothing.
func TestRotateWhenChanged_EmptyOrNull_RotatesNothing(t *testing.T) {
	for platform, config := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			same := statecheck.CompareValue(compare.ValuesSame())
			var steps []resource.TestStep
			for i, triggers := range []string{`{}`, `{ a = "1" }`, `{}`, `{ a = null }`, `{ a = "1", b = null }`, `{ a = "1" }`, `{ a = null }`, `{ a = "2" }`, `null`} {
				changed := with(config(w), "rotate_when_changed = "+triggers)
				step := resource.TestStep{
					Config: changed, ConfigStateChecks: []statecheck.StateCheck{same.AddStateValue(address, at("client_secret"))},
				}
				if i > 0 {
					step.ConfigPlanChecks = before(action(plancheck.ResourceActionUpdate), unknowns(nil))
				}
				steps = append(steps, step) // the driver plans once more after each apply
			}
			w.Test(steps...)
		})
	}
}

// The plan must say when the current secret stops working.
func TestRotation_Plan_SaysWhatBecomesOfThePresentSecret(t *testing.T) {
	for name, c := range map[string]struct {
		config func(w *acctest.World, body string) string
		said   string
		want   string
	}{
		"zitadel": {
			func(w *acctest.World, body string) string { return zitadelConfig(w, "orders", body) },
			"Client secret will be rotated", "ZITADEL generates a new client secret, and the current one stops working at once.",
		},
		"keycard": {
			func(w *acctest.World, body string) string { return keycardConfig(w, "", body) },
			"Client secret will be rotated", "Keycard creates a new credential with a new client ID, and then removes the current one.",
		},
		"keycard with overlap": {
			func(w *acctest.World, body string) string {
				return keycardConfig(w, "keep_previous_credential = true", body)
			},
			"Client secret will be rotated",
			"Keycard creates a new credential with a new client ID. The current one stays valid until the next rotation.",
		},
		"lerian": {
			func(w *acctest.World, body string) string { return with(platforms["lerian"](w), body) },
			"Lerian replaces the application",
			`Lerian cannot change application "plugin-fees", so this plan registers a new one. The client ID and client secret will change, ` +
				"and the current ones stop working.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			warned := overhear(w)
			w.Test(
				resource.TestStep{Config: c.config(w, rotated(1)), Check: func(*state) error { warned.expectSummaries(t); return nil }},
				resource.TestStep{Config: c.config(w, rotated(2)), Check: func(*state) error {
					warned.expectSummaries(t, c.said)
					warned.expect(t, []string{c.want})
					warned.forget()
					return nil
				}},
				unchanged(c.config(w, rotated(2))),
			)
			warned.expectSummaries(t)
		})
	}
}

// An unknown value may turn out to be unchanged.
func TestRotation_TriggerNotKnown_SaysThatItIsPossible(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	warned := overhear(w)
	config := func(round string) string {
		return "resource \"terraform_data\" \"value\" {\n  input = 1\n  triggers_replace = " + round + "\n}\n" +
			zitadelConfig(w, "orders", "rotate_when_changed = { round = terraform_data.value.output }")
	}
	w.Test(
		resource.TestStep{Config: config("1")},
		resource.TestStep{Config: config("2"), Check: func(*state) error {
			warned.expectSummaries(t, "Client secret may be rotated")
			return nil
		}},
	)
}

// Without a secret, there is none to invalidate.
func TestRotation_WithoutAPresentSecret_WarnsOfNothing(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	warned := overhear(w)
	w.Test(
		resource.TestStep{Config: keycardConfig(w, "", `auth_method = "none"`)},
		resource.TestStep{Config: keycardConfig(w, "", "auth_method = \"client_secret_basic\"\n"+rotated(2))},
	)
	warned.expectSummaries(t)
}
