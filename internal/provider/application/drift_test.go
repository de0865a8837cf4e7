package application_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
)

// expectDrift applies an application, given as a configuration for the command line and as attributes, and causes the drift.
// It expects that the plan shows and explains the drift, and that the apply does what the guide says. The application is read
// by a list, beside others on the command line, and then alone, in process.
func expectDrift(t *testing.T, platform string, config func(*acctest.World) string, attributes func(*acctest.World) attributes, d drift) {
	t.Helper()
	t.Run("coalesced", func(t *testing.T) {
		t.Parallel()
		w := acctest.New(t)
		d.listed(t, w, platform, config(w))
		if lists(w, platform) == 0 {
			t.Error("nothing was listed")
		}
	})
	t.Run("individual", func(t *testing.T) {
		t.Parallel()
		w := acctest.New(t)
		w.Env["IDP_REFRESH"] = "individual"
		d.alone(t, w, platform, attributes(w))
		if n := lists(w, platform); n > 0 {
			t.Errorf("%d lists", n)
		}
	})
}

func (d drift) listed(t *testing.T, w *acctest.World, platform, config string) {
	t.Helper()
	if d.verify {
		config = with(config, verified)
	}
	config += companions(w, platform)
	var before map[string]any
	var kept map[string]string
	warned := overhear(w)
	w.Test(
		resource.TestStep{Config: config, Check: func(s *state) error {
			before, kept = find(t, w, platform, idOf(s)), attributesOf(s)
			return nil
		}},
		resource.TestStep{
			PreConfig: func() {
				later(w)
				warned.forget()
				d.happen(t, w, platform, kept["id"])
			},
			Config:           config,
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{action(d.then.action)}},
			Check: func(s *state) error {
				warned.expect(t, d.said)
				d.then.expect(t, kept, attributesOf(s))
				d.expectHealed(t, before, find(t, w, platform, idOf(s)))
				return nil
			},
		},
		unchanged(config),
	)
}

func (d drift) alone(t *testing.T, w *acctest.World, platform string, config attributes) {
	t.Helper()
	if d.verify {
		config = and(config, attributes{"secret": attributes{"verify": true}})
	}
	core := coreOf(t, w)
	core.apply(config)
	before, kept := find(t, w, platform, core.Text("id")), core.texts()
	later(w)
	d.happen(t, w, platform, kept["id"])

	changed, problems := core.Apply(t.Context(), config)
	if problems.Failed() || changed != (d.then.action != plancheck.ResourceActionNoop) {
		t.Errorf("the apply changes the application: %t, %s", changed, problems)
	}
	warned := &overheard{}
	warned.add(problems)
	warned.expect(t, d.said)
	after := core.texts()
	if another := after["id"] != kept["id"]; another != d.then.another() {
		t.Errorf("another application: %t, which is not what %q means", another, d.then.words)
	}
	d.then.expect(t, kept, after)
	d.expectHealed(t, before, find(t, w, platform, after["id"]))
	core.apply(config)
}

func (d drift) happen(t *testing.T, w *acctest.World, platform, id string) {
	t.Helper()
	if d.act != nil {
		d.act(t, w, platform, id)
	} else if err := w.Change(platform, id, d.change); err != nil {
		t.Fatal(err)
	}
}

// expectHealed checks that the changed fields have their values from before the drift.
func (d drift) expectHealed(t *testing.T, before, now map[string]any) {
	t.Helper()
	for field := range d.change {
		if field == "credential_id" || field == "client_secret" || d.then.action == plancheck.ResourceActionNoop {
			continue // a new one by now, or still the changed one
		}
		if !equal(now[field], before[field]) {
			t.Errorf("%s is %v at the platform, and was %v before the drift", field, now[field], before[field])
		}
	}
}

// another reports whether the apply registers another application.
func (e effect) another() bool {
	return e.action == plancheck.ResourceActionReplace || e.action == plancheck.ResourceActionCreate
}

// expect compares the credentials from before a drift with those after the apply.
func (e effect) expect(t *testing.T, before, after map[string]string) {
	t.Helper()
	for name, another := range map[string]bool{"client_id": e.clientID, "client_secret": e.secret} {
		if after[name] == "" || (after[name] != before[name]) != another {
			t.Errorf("another %s: %v, which is not what %q means", name, !another, e.words)
		}
	}
}

func lists(w *acctest.World, platform string) int {
	operation := map[string]string{
		"zitadel": "zitadel.search_apps", "keycard": "keycard.list_applications", "lerian": "lerian.list_applications",
	}[platform]
	return w.Journal.ByOperation()[operation]
}

// companions returns a few applications in addition to the one under test.
func companions(w *acctest.World, platform string) string {
	body := map[string]string{
		"zitadel": fmt.Sprintf("name = \"companion-${count.index}\"\nzitadel {\n  project_id = %q\n}", w.ZITADEL.ProjectID()),
		"keycard": fmt.Sprintf("name = \"Companion\"\nidentifier = \"urn:companion:${count.index}\"\nkeycard {\n  zone_id = %q\n}", w.Keycard.ZoneID()),
		"lerian":  "name = \"plugin-crm\"\ndescription = \"companion\"\nlerian {}",
	}[platform]
	return fmt.Sprintf("\nresource \"idp_application\" \"companion\" {\n  count = 4\n%s\n}\n", body)
}

// idOf returns the ID of the application under test.
func idOf(s *state) string { return attributesOf(s)["id"] }

func attributesOf(s *state) map[string]string {
	return s.RootModule().Resources[address].Primary.Attributes
}

// find returns an application from the platform.
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
			expectDrift(t, "zitadel",
				func(w *acctest.World) string {
					return zitadelConfig(w, "orders", `auth_method = "client_secret_basic"`)
				},
				func(w *acctest.World) attributes { return simple(w, "zitadel", auth("client_secret_basic")) }, d)
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
			}, func(w *acctest.World) attributes {
				return simple(w, "keycard", redirects("https://a.example.com/cb", "https://b.example.com/cb"), attributes{
					"description": "Takes orders", "post_logout_redirect_uris": []string{"https://a.example.com/bye"},
				}, inKeycard(attributes{"docs_url": "https://wiki.example.com", "consent": "required", "traits": []string{"gateway"}}))
			}, d)
		})
	}
}

func TestLerianDriftIsShownAsReplacement(t *testing.T) {
	for _, d := range drifts["lerian"] {
		t.Run(d.name, func(t *testing.T) {
			t.Parallel()
			expectDrift(t, "lerian",
				func(*acctest.World) string { return lerianConfig("plugin-fees", "Nightly fees") },
				func(w *acctest.World) attributes { return simple(w, "lerian") }, d)
		})
	}
}

func TestRead_OldLerianChangedSecret_UpdatesState(t *testing.T) {
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
