package application_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
)

// expectDrift applies config, lets each drift happen, and expects the plan to show it and the apply to heal it, however
// applications are read.
func expectDrift(t *testing.T, platform string, config func(*acctest.World) string, d drift) {
	t.Helper()
	inBothModes(t, platform, func(t *testing.T, w *acctest.World, more string) {
		var id string
		var original map[string]any
		config := config(w) + more
		w.Test(
			resource.TestStep{Config: config, Check: func(s *state) error {
				id = idOf(s)
				original = find(t, w, platform, id)
				return nil
			}},
			resource.TestStep{
				PreConfig: func() {
					if err := w.Change(platform, id, d.change); err != nil {
						t.Fatal(err)
					}
				},
				Config:           config,
				ConfigPlanChecks: before(action(d.action)),
				Check: func(s *state) error {
					if d.action == plancheck.ResourceActionNoop {
						return nil
					}
					healed := find(t, w, platform, idOf(s))
					for field := range d.change {
						if field == "credential_id" || field == "client_secret" {
							continue // another one now
						}
						if !equal(healed[field], original[field]) {
							t.Errorf("%s is %v at %s, and was %v before the drift", field, healed[field], platform, original[field])
						}
					}
					return nil
				},
			},
			unchanged(config),
		)
	})
}

// inBothModes runs a test with each application read on its own, and with lists that answer reads. The latter takes more
// applications than one: more is configuration to add.
func inBothModes(t *testing.T, platform string, test func(t *testing.T, w *acctest.World, more string)) {
	t.Helper()
	t.Run("individual", func(t *testing.T) {
		t.Parallel()
		w := acctest.New(t)
		w.Env["IDP_REFRESH"] = "individual"
		test(t, w, "")
		if n := lists(w, platform); n > 0 {
			t.Errorf("%d lists", n)
		}
	})
	t.Run("coalesced", func(t *testing.T) {
		t.Parallel()
		w := acctest.New(t)
		test(t, w, companions(w, platform))
		if lists(w, platform) == 0 {
			t.Error("nothing was listed")
		}
	})
}

func lists(w *acctest.World, platform string) int {
	operation := map[string]string{
		"zitadel": "zitadel.search_apps", "keycard": "keycard.list_applications", "lerian": "lerian.list_applications",
	}[platform]
	return w.Journal.ByOperation()[operation]
}

// companions are a few applications beside the one that a test is about.
func companions(w *acctest.World, platform string) string {
	body := map[string]string{
		"zitadel": fmt.Sprintf("name = \"companion-${count.index}\"\nzitadel = { project_id = %q }", w.ZITADEL.ProjectID()),
		"keycard": fmt.Sprintf("name = \"Companion\"\nidentifier = \"urn:companion:${count.index}\"\nkeycard = { zone_id = %q }", w.Keycard.ZoneID()),
		"lerian":  "name = \"plugin-crm\"\ndescription = \"companion\"\nlerian = {}",
	}[platform]
	return fmt.Sprintf("\nresource \"idp_application\" \"companion\" {\n  count = 4\n%s\n}\n", body)
}

// idOf is the ID that a state has for the application under test.
func idOf(s *state) string { return s.RootModule().Resources[address].Primary.ID }

// find returns an application as the platform has it.
func find(t *testing.T, w *acctest.World, platform, id string) map[string]any {
	t.Helper()
	for _, application := range w.Applications()[platform] {
		if application["id"] == id {
			return application
		}
	}
	t.Fatalf("%s has no application %s", platform, id)
	return nil
}

func TestZITADELDriftIsShownAndHealed(t *testing.T) {
	for _, d := range drifts["zitadel"] {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			expectDrift(t, "zitadel", func(w *acctest.World) string {
				return zitadelConfig(w, "orders", `auth_method = "client_secret_basic"`)
			}, d)
		})
	}
}

func TestKeycardDriftIsShownAndHealed(t *testing.T) {
	for _, d := range drifts["keycard"] {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			expectDrift(t, "keycard", func(w *acctest.World) string {
				return keycardConfig(w, `
    docs_url = "https://wiki.example.com"
    consent  = "required"
    traits   = ["gateway"]`, `
  description               = "Takes orders"
  redirect_uris             = ["https://a.example.com/cb", "https://b.example.com/cb"]
  post_logout_redirect_uris = ["https://a.example.com/bye"]`)
			}, d)
		})
	}
}

func TestLerianDriftIsShownAsReplacement(t *testing.T) {
	for _, d := range drifts["lerian"] {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			expectDrift(t, "lerian", func(*acctest.World) string { return lerianConfig("plugin-fees", "Nightly fees") }, d)
		})
	}
}

func TestSecretChangedAtAnOldLerianIsTakenOver(t *testing.T) {
	t.Parallel()
	w := acctest.New(t, func(o *emulator.Options) { o.LerianSecretOnRead = true })
	config := lerianConfig("plugin-fees", "Nightly fees")
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig:         func() { w.Drift("lerian", map[string]any{"client_secret": "0123456789"}) },
			Config:            config,
			ConfigStateChecks: []statecheck.StateCheck{has(text("0123456789"), "client_secret")},
		},
	)
}

func TestDeletedApplicationIsRegisteredAgain(t *testing.T) {
	for platform, config := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			inBothModes(t, platform, func(t *testing.T, w *acctest.World, more string) {
				var id string
				config := config(w) + more
				w.Test(
					resource.TestStep{Config: config, Check: func(s *state) error { id = idOf(s); return nil }},
					resource.TestStep{
						PreConfig: func() {
							if err := w.Remove(platform, id); err != nil {
								t.Fatal(err)
							}
						},
						Config:            config,
						ConfigPlanChecks:  before(action(plancheck.ResourceActionCreate)),
						ConfigStateChecks: []statecheck.StateCheck{has(knownvalue.NotNull(), "client_secret")},
					},
					unchanged(config),
				)
			})
		})
	}
}

func TestDestroyOfADeletedApplicationSucceeds(t *testing.T) {
	for platform, config := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			w.Test(resource.TestStep{Config: config(w), Check: func(*terraform.State) error {
				return w.Remove(platform, w.ID(platform)) // the test's own destroy follows, with a refresh
			}, ExpectNonEmptyPlan: true})
		})
	}
}
