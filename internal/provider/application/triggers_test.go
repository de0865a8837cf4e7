package application_test

import (
	"slices"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// An empty map and null values are equal to no map: adding or removing the map rotates nothing.
func TestRotateWhenChanged_EmptyOrNull_RotatesNothing(t *testing.T) {
	one := attributes{"a": "1"}
	for platform := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			core := coreOf(t, w)
			secret := ""
			for i, triggers := range []any{
				attributes{}, one, attributes{}, attributes{"a": nil}, and(one, attributes{"b": nil}), one, attributes{"a": nil}, attributes{"a": "2"}, nil,
			} {
				config := simple(w, platform, attributes{"rotate_when_changed": triggers})
				if changes := core.plan(config); i > 0 && !slices.Equal(changes, []string{"rotate_when_changed"}) {
					t.Errorf("step %d changes %q, want the map alone", i, changes)
				}
				core.apply(config)
				if got := core.Text("client_secret"); got == "" || i > 0 && got != secret {
					t.Errorf("step %d rotated the secret", i)
				}
				secret = core.Text("client_secret")
			}
		})
	}
}

// The plan must say when the current secret stops working.
func TestRotation_Plan_SaysWhenCurrentSecretBecomesInvalid(t *testing.T) {
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
func TestRotation_UnknownTrigger_WarnsOfPossibleRotation(t *testing.T) {
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
func TestRotation_NoCurrentSecret_DoesNotWarn(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	warned := overhear(w)
	w.Test(
		resource.TestStep{Config: keycardConfig(w, "", `auth_method = "none"`)},
		resource.TestStep{Config: keycardConfig(w, "", "auth_method = \"client_secret_basic\"\n"+rotated(2))},
	)
	warned.expectSummaries(t)
}
