package application_test

import (
	"regexp"
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

func TestHalfCreatedKeycardPairIsFinishedByTheNextApply(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	sameID := statecheck.CompareValue(compare.ValuesSame())
	config := platforms["keycard"](w)
	w.Test(
		resource.TestStep{
			PreConfig:          func() { w.Fault(fault.Fault{Operation: "keycard.create_credential", Kind: fault.Status, Status: 403}) },
			Config:             config,
			ExpectNonEmptyPlan: true,
			ConfigStateChecks: []statecheck.StateCheck{
				has(knownvalue.Null(), "client_secret"), has(knownvalue.Null(), "credential_id"), sameID.AddStateValue(address, at("id")),
			},
		},
		resource.TestStep{
			Config:           config,
			ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate), plancheck.ExpectUnknownValue(address, at("client_secret"))),
			ConfigStateChecks: []statecheck.StateCheck{
				has(knownvalue.NotNull(), "client_secret"), sameID.AddStateValue(address, at("id")),
			},
			Check: func(*terraform.State) error {
				if n := w.Only("keycard")["credentials"]; n != 1 {
					t.Errorf("Keycard has %v credentials, not one", n)
				}
				return nil
			},
		},
		unchanged(config),
	)
}

func TestUnfinishedDisablingIsFinishedByTheNextApply(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	config := zitadelConfig(w, "orders", "enabled = false")
	w.Test(
		resource.TestStep{
			PreConfig:          func() { w.Fault(fault.Fault{Operation: "zitadel.deactivate_app", Kind: fault.Status, Status: 403}) },
			Config:             config,
			ExpectNonEmptyPlan: true,
		},
		resource.TestStep{Config: config, ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate))},
		unchanged(config),
	)
}

// The name is changed, the method is not: state must say so, and the next apply does the rest.
func TestHalfAnUpdateIsKeptAndFinished(t *testing.T) {
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
			ExpectError: regexp.MustCompile(`Cannot update application "payments" at ZITADEL`),
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

// Each platform answers a read with something that is not "this application does not exist".
func TestFalseAbsenceNeverDropsAnApplication(t *testing.T) {
	read := map[string]string{"zitadel": "zitadel.get_app", "keycard": "keycard.get_application", "lerian": "lerian.get_application"}
	for platform, config := range platforms {
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
				w.Test(
					resource.TestStep{Config: config(w)},
					resource.TestStep{
						PreConfig:   func() { w.Fault(f) },
						Config:      config(w),
						ExpectError: regexp.MustCompile(`Cannot read application`),
					},
					resource.TestStep{PreConfig: w.Faults.Clear, Config: config(w), PlanOnly: true},
				)
			})
		}
	}
}
