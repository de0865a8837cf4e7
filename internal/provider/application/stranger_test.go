package application_test

import (
	"maps"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// The pipeline has the credentials of another organization, and the platform denies it everything. Nothing may be removed
// from state, and a destroy must fail while the secret works.
func TestRead_ForeignCredentials_KeepsState(t *testing.T) {
	for name, more := range map[string]func(*acctest.World) string{
		"individual": func(w *acctest.World) string {
			w.Env["IDP_REFRESH"] = "individual"
			return ""
		},
		"coalesced": func(w *acctest.World) string { return companions(w, "keycard") },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			config := platforms["keycard"](w) + more(w)
			own := maps.Clone(w.Env)
			zone := regexp.MustCompile(`keycard\.zone_id`)
			var made credentials
			w.Test(
				resource.TestStep{Config: config, Check: made.take(t)},
				resource.TestStep{
					PreConfig: func() { w.Env["KEYCARD_CLIENT_ID"], w.Env["KEYCARD_CLIENT_SECRET"] = w.Keycard.StrangerAccount() },
					Config:    config, PlanOnly: true, ExpectError: zone,
				},
				resource.TestStep{Config: config, Destroy: true, ExpectError: zone},
				resource.TestStep{
					PreConfig: func() { maps.Copy(w.Env, own); made.expect(t, w, "keycard", true) },
					Config:    config, PlanOnly: true,
				},
			)
			if listed := lists(w, "keycard") > 0; listed != (name == "coalesced") {
				t.Errorf("listed: %t", listed)
			}
		})
	}
}

// A destroy reads first. Without a refresh, it is the deletion that the platform denies.
func TestDestroy_ForeignCredentialsWithoutRefresh_Fails(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	cli := w.Workspace(platforms["keycard"](w))
	cli.Must("apply")
	own := maps.Clone(w.Env)
	w.Env["KEYCARD_CLIENT_ID"], w.Env["KEYCARD_CLIENT_SECRET"] = w.Keycard.StrangerAccount()
	if said, status := cli.Run("destroy", "-refresh=false"); status == 0 || len(w.Applications()["keycard"]) != 1 {
		t.Errorf("status %d: %s", status, said)
	}
	maps.Copy(w.Env, own)
	cli.Must("plan", "-detailed-exitcode")
	cli.Must("destroy")
}

// Something in place of Keycard confirms every deletion.
func TestDelete_FalseConfirmation_Fails(t *testing.T) {
	for _, operation := range []string{"keycard.delete_credential", "keycard.delete_application"} {
		for name, f := range map[string]fault.Fault{
			"empty": {Status: 200}, "accepted": {Status: 202}, "JSON": {Status: 200, Body: `{"deleted":true}`},
		} {
			t.Run(operation+" "+name, func(t *testing.T) {
				t.Parallel()
				w := acctest.New(t)
				f.Operation, f.Kind, f.Times = operation, fault.Status, 99
				core, config := coreOf(t, w), simple(w, "keycard")
				core.apply(config)
				w.Fault(f)
				if problems := core.Destroy(t.Context()); !problems.Failed() || !strings.Contains(problems.String(), "the response is not from the API") {
					t.Errorf("the destroy says: %s", problems)
				}
				w.Faults.Clear()
				core.apply(config)
				core.expectWorking(w, "keycard")
			})
		}
	}
}
