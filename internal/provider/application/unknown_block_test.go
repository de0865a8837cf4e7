package application_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// late is a configuration whose block is known only after another resource was applied.
func late(round int, block, body string) string {
	return fmt.Sprintf(`
resource "terraform_data" "block" {
  input            = %s
  triggers_replace = %d
}
resource "idp_application" "test" {
  name    = "orders"
  dynamic "zitadel" {
    for_each = [terraform_data.block.output]
    content {
      project_id      = zitadel.value.project_id
      organization_id = zitadel.value.organization_id
    }
  }
  %s
}`, block, round, body)
}

// A block that is not known may turn out to be of another project. Terraform accepts no replacement that was not planned.
func TestBlockThatIsKnownOnlyAfterApplyReplaces(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	here := fmt.Sprintf("{ project_id = %q, organization_id = null }", w.ZITADEL.ProjectID())
	there := fmt.Sprintf("{ project_id = %q, organization_id = %q }", w.ZITADEL.OtherProjectID(), w.ZITADEL.OtherOrganizationID())
	on, off := "deletion_protection = true", "deletion_protection = false"
	w.Test(
		resource.TestStep{Config: late(1, here, on), Check: expectWorking(t, w, "zitadel")},
		unchanged(late(1, here, on)),
		resource.TestStep{
			Config:      late(2, there, on),
			ExpectError: regexp.MustCompile(`(?s)protected\s+from\s+removal.*change\s+of\s+zitadel\.project_id\s+replaces`),
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
}`, round) + zitadelConfig(w, "orders", rotated(n)+`
  dynamic "keycard" {
    for_each = terraform_data.other.output == "yes" ? ["z"] : []
    content { zone_id = keycard.value }
  }`)
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
