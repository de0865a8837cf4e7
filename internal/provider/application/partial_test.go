package application_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

func TestCreate_CannotDisable_LeavesNothing(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	config := zitadelConfig(w, "orders", "enabled = false")
	w.Test(
		resource.TestStep{
			PreConfig:   func() { w.Fault(fault.Fault{Operation: "zitadel.deactivate_app", Kind: fault.Status, Status: 403}) },
			Config:      config,
			ExpectError: regexp.MustCompile(`could\s+not\s+be\s+deactivated(?s:.*)nothing\s+is\s+left`),
		},
		resource.TestStep{
			PreConfig: func() {
				if n := len(w.Applications()["zitadel"]); n != 0 {
					t.Errorf("%d applications are left", n)
				}
			},
			Config: config, ConfigPlanChecks: before(action(plancheck.ResourceActionCreate)),
		},
		unchanged(config),
	)
}

// The create can be neither completed nor undone: the application stays in state, tainted. It must not keep its name, because
// with create_before_destroy the replacement needs it first.
func TestDisabledApplicationWithoutASecretIsReplaced(t *testing.T) {
	for planned, lifecycle := range map[plancheck.ResourceActionType]string{
		plancheck.ResourceActionDestroyBeforeCreate: "",
		plancheck.ResourceActionCreateBeforeDestroy: "\n  lifecycle {\n    create_before_destroy = true\n  }",
	} {
		t.Run(string(planned), func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			config := zitadelConfig(w, "orders", "enabled = false"+lifecycle)
			first := ""
			w.Test(
				resource.TestStep{
					PreConfig: func() {
						w.Fault(fault.Fault{Operation: "zitadel.create_application", Kind: fault.DropAfterCommit})
						w.Fault(fault.Fault{Operation: "zitadel.generate_secret", Kind: fault.Status, Status: 403})
						w.Fault(fault.Fault{Operation: "zitadel.delete_app", Kind: fault.Status, Status: 403})
					},
					Config: config, ExpectError: regexp.MustCompile(`got\s+no\s+client\s+secret`),
				},
				resource.TestStep{
					PreConfig: func() { first = w.ID("zitadel") },
					Config:    config, ConfigPlanChecks: before(action(planned)),
					ConfigStateChecks: []statecheck.StateCheck{has(knownvalue.NotNull(), "client_secret"), has(text("orders"), "name")},
					Check: func(*terraform.State) error {
						if w.ID("zitadel") == first {
							t.Error("the application is the one without a secret")
						}
						return nil
					},
				},
				unchanged(config),
			)
		})
	}
}

// The update changes the name but not the method: state must say so, and the next apply completes it.
func TestUpdate_PartiallyApplied_NextApplyCompletes(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	wanted := zitadelConfig(w, "payments", `auth_method = "private_key_jwt"`)
	w.Test(
		resource.TestStep{Config: zitadelConfig(w, "orders", "")},
		resource.TestStep{
			PreConfig: func() {
				w.Fault(fault.Fault{Operation: "zitadel.update_api_config", Kind: fault.Status, Status: 403})
			},
			Config:      wanted,
			ExpectError: regexp.MustCompile(`(?s)Cannot update application.*"payments"\s+at\s+ZITADEL`),
		},
		resource.TestStep{
			PreConfig: func() { w.Sent() },
			Config:    wanted,
			ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate),
				plancheck.ExpectKnownValue(address, at("name"), text("payments"))),
			Check: func(*terraform.State) error {
				expectSent(t, w, map[string]int{"zitadel.update_app": 0, "zitadel.update_api_config": 1})
				return nil
			},
		},
		unchanged(wanted),
	)
}

// Part of the change is carried out, the rest is refused. State contains that part, and the next plan exactly the rest.
func TestUpdate_EachPartialFailure_NextPlanShowsRest(t *testing.T) {
	const basic, key, none = "client_secret_basic", "private_key_jwt", "none"
	for name, row := range map[string]struct {
		platform      string
		before, after attributes
		refused       string
		sent          map[string]int // by the apply that completes it
	}{
		"renamed, secret made, method refused": {
			"zitadel", auth(key), auth(basic), "zitadel.update_api_config",
			map[string]int{"zitadel.update_app": 0, "zitadel.generate_secret": 0, "zitadel.update_api_config": 1},
		},
		"renamed, secret refused": {
			"zitadel", auth(key), auth(basic), "zitadel.generate_secret",
			map[string]int{"zitadel.update_app": 0, "zitadel.generate_secret": 1, "zitadel.update_api_config": 1},
		},
		"renamed and method changed, switch refused": {
			"zitadel", nil, and(auth(key), attributes{"enabled": false}), "zitadel.deactivate_app",
			map[string]int{"zitadel.update_app": 0, "zitadel.update_api_config": 0, "zitadel.deactivate_app": 1},
		},
		"renamed, credential refused": {
			"keycard", auth(none), auth(basic), "keycard.create_credential",
			map[string]int{"keycard.update_application": 0, "keycard.create_credential": 1},
		},
		"renamed, removal of the credential refused": {
			"keycard", nil, auth(none), "keycard.delete_credential",
			map[string]int{"keycard.update_application": 0, "keycard.delete_credential": 1},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			core := coreOf(t, w)
			core.apply(simple(w, row.platform, row.before))
			after := simple(w, row.platform, row.after, attributes{"name": "Payments"})
			w.Fault(fault.Fault{Operation: row.refused, Kind: fault.Status, Status: 403, Body: `{"message":"no"}`})
			if _, problems := core.Apply(t.Context(), after); !strings.Contains(problems.String(), "Cannot update application") {
				t.Fatalf("the refused update says: %s", problems)
			}
			id := core.Text("id")
			w.Sent()
			core.apply(after)
			expectSent(t, w, row.sent)
			if core.Text("name") != "Payments" || core.Text("id") != id {
				t.Errorf("application %s is named %q", core.Text("id"), core.Text("name"))
			}
			if core.Text("auth_method") == basic {
				core.expectWorking(w, row.platform)
			}
		})
	}
}

// None of these responses means that the application does not exist.
func TestFalseAbsenceNeverDropsAnApplication(t *testing.T) {
	read := map[string]string{"zitadel": "zitadel.get_app", "keycard": "keycard.get_application", "lerian": "lerian.get_application"}
	for platform := range platforms {
		for name, f := range map[string]fault.Fault{
			"a bare 404":      {Kind: fault.Status, Status: 404, Body: `{"message":"no route"}`},
			"a web page":      {Kind: fault.HTML, Times: 9},
			"an empty answer": {Kind: fault.Status, Status: 200},
			"a 403":           {Kind: fault.Status, Status: 403},
		} {
			t.Run(platform+" "+name, func(t *testing.T) {
				t.Parallel()
				w := acctest.New(t)
				f.Operation = read[platform]
				core, config := coreOf(t, w), simple(w, platform)
				core.apply(config)
				w.Fault(f)
				if _, problems := core.Plan(t.Context(), config); !problems.Failed() || !strings.Contains(problems.String(), "Cannot read application") {
					t.Errorf("the plan says: %s", problems)
				}
				w.Faults.Clear()
				if changes := core.plan(config); len(changes) > 0 {
					t.Errorf("the next plan changes %q", changes)
				}
			})
		}
	}
}
