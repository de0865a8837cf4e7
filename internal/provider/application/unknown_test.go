package application_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// The platform's address comes from a resource of the same configuration, as after making an instance.
func TestProviderSettingThatIsKnownOnlyAfterApplyIsTolerated(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	endpoint := w.Env["ZITADEL_ENDPOINT"]
	delete(w.Env, "ZITADEL_ENDPOINT")
	config := func(endpoint string) string {
		return fmt.Sprintf(`
resource "terraform_data" "instance" {
  input = %q
}
provider "idp" {
  zitadel = { endpoint = terraform_data.instance.output }
}`, endpoint) + zitadelConfig(w, "orders", "")
	}
	w.Test(
		resource.TestStep{Config: config(endpoint)},
		resource.TestStep{ // the application exists, and its platform cannot be asked
			Config:      config(endpoint + "/"),
			ExpectError: regexp.MustCompile(`(?s)ZITADEL is not configured.*not\s+known\s+yet.*zitadel.endpoint`),
		},
		resource.TestStep{Config: config(endpoint)},
	)
}

func TestConfigurationWinsOverTheEnvironment(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	w.Env["ZITADEL_ACCESS_TOKEN"] = "of somebody else" // would be a second way to log in
	w.Test(resource.TestStep{Config: fmt.Sprintf(`
provider "idp" {
  zitadel = { jwt_profile_json = %q }
}`, w.ZITADEL.JWTProfileJSON()) + zitadelConfig(w, "orders", "")})
}

// late is a configuration whose block is known only after another resource was applied.
func late(round int, block, body string) string {
	return fmt.Sprintf(`
resource "terraform_data" "block" {
  input            = %s
  triggers_replace = %d
}
resource "idp_application" "test" {
  name    = "orders"
  zitadel = terraform_data.block.output
  %s
}`, block, round, body)
}

// A block that is not known may turn out to be of another project. Terraform accepts no replacement that was not planned.
func TestBlockThatIsKnownOnlyAfterApplyReplaces(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	here := fmt.Sprintf("{ project_id = %q }", w.ZITADEL.ProjectID())
	there := fmt.Sprintf("{ project_id = %q, organization_id = %q }", w.ZITADEL.OtherProjectID(), w.ZITADEL.OtherOrganizationID())
	on, off := "deletion_protection = true", "deletion_protection = false"
	w.Test(
		resource.TestStep{Config: late(1, here, on), Check: expectWorking(t, w, "zitadel")},
		unchanged(late(1, here, on)),
		resource.TestStep{
			Config:      late(2, there, on),
			ExpectError: regexp.MustCompile(`(?s)protected\s+from\s+removal.*change\s+of\s+zitadel\s+replaces`),
		},
		resource.TestStep{Config: late(1, here, off), ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate))},
		resource.TestStep{
			Config: late(2, there, off), ConfigPlanChecks: before(action(plancheck.ResourceActionReplace)),
			Check: expectWorking(t, w, "zitadel"),
		},
		unchanged(late(2, there, off)),
	)
}

// The platform is certain as soon as one block is: another one, not known yet, can only turn out to be null.
func TestOtherBlockThatIsKnownOnlyAfterApplyReplacesNothing(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	config := func(round, n int) string {
		return fmt.Sprintf(`
resource "terraform_data" "other" {
  input            = "no"
  triggers_replace = %d
}`, round) + zitadelConfig(w, "orders", rotated(n)+"\n  keycard = terraform_data.other.output == \"yes\" ? { zone_id = \"z\" } : null")
	}
	id := ""
	w.Test(
		resource.TestStep{Config: config(1, 1)},
		resource.TestStep{
			PreConfig: func() { id = w.ID("zitadel") },
			Config:    config(2, 2),
			ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate),
				plancheck.ExpectUnknownValue(address, at("client_secret"))),
			Check: expectWorking(t, w, "zitadel"),
		},
		resource.TestStep{
			PreConfig: func() {
				if w.ID("zitadel") != id {
					t.Error("it is another application")
				}
			},
			Config: config(2, 2), PlanOnly: true,
		},
	)
}
