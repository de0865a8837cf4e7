package application_test

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// Someone changes the method in the console, and the user requests a rotation. ZITADEL still accepts the current secret,
// which is in state: restoring the method must not count as the rotation.
func TestRotation_AuthMethodDrifted_StillRotates(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	config := func(n int) string {
		return zitadelConfig(w, "orders", "auth_method = \"client_secret_basic\"\n"+rotated(n))
	}
	var first, second credentials
	w.Test(
		resource.TestStep{Config: config(1), Check: first.take(t)},
		resource.TestStep{
			PreConfig: func() {
				w.Drift("zitadel", map[string]any{"auth_method": "private_key_jwt"})
				w.Sent()
			},
			Config: config(2), Check: second.take(t),
			ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate), plancheck.ExpectUnknownValue(address, at("client_secret"))),
		},
		resource.TestStep{
			PreConfig: func() {
				expectSent(t, w, map[string]int{"zitadel.update_api_config": 1, "zitadel.generate_secret": 1})
				first.expect(t, w, "zitadel", false)
				second.expect(t, w, "zitadel", true)
			},
			Config: config(2), PlanOnly: true,
		},
	)
}

// A missing credential is created. A trigger that changes in the same apply must not create another one.
func TestRotation_CredentialDeleted_CreatesOnlyOne(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	config := func(n int) string {
		return keycardConfig(w, "keep_previous_credential = true", "auth_method = \"client_secret_basic\"\n"+rotated(n))
	}
	w.Test(
		resource.TestStep{Config: config(1)},
		resource.TestStep{
			PreConfig: func() {
				w.Drift("keycard", map[string]any{"credential_id": nil})
				w.Sent()
			},
			Config: config(2),
			Check: resource.ComposeTestCheckFunc(expectWorking(t, w, "keycard"), func(*terraform.State) error {
				expectSent(t, w, map[string]int{"keycard.create_credential": 1})
				return nil
			}),
		},
		unchanged(config(2)),
	)
}
