package application_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// knownAfterApply returns a configuration whose block is known only after another resource was applied.
func knownAfterApply(round int, block, body string) string {
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

// An unknown block may turn out to have another project. Terraform does not accept a replacement that was not planned.
func TestBlockThatIsKnownOnlyAfterApplyReplaces(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	here := fmt.Sprintf("{ project_id = %q, organization_id = null }", w.ZITADEL.ProjectID())
	there := fmt.Sprintf("{ project_id = %q, organization_id = %q }", w.ZITADEL.OtherProjectID(), w.ZITADEL.OtherOrganizationID())
	on, off := "deletion_protection = true", "deletion_protection = false"
	w.Test(
		resource.TestStep{Config: knownAfterApply(1, here, on), Check: expectWorking(t, w, "zitadel")},
		unchanged(knownAfterApply(1, here, on)),
		resource.TestStep{
			Config:      knownAfterApply(2, there, on),
			ExpectError: regexp.MustCompile(`(?s)protected\s+from\s+removal.*change\s+to\s+zitadel\.project_id\s+replaces`),
		},
		resource.TestStep{Config: knownAfterApply(1, here, off), ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate))},
		resource.TestStep{
			Config: knownAfterApply(2, there, off), ConfigPlanChecks: before(action(plancheck.ResourceActionReplace)),
			Check: expectWorking(t, w, "zitadel"),
		},
		unchanged(knownAfterApply(2, there, off)),
	)
}

// Terraform does not accept a planned block that turns out to be absent.
func TestPlan_PlatformKnownOnlyAfterApply_IsRefused(t *testing.T) {
	const (
		later = `
resource "terraform_data" "platform" {
  input = "zitadel"
}
locals { platform = terraform_data.platform.output }`
		zitadel = `
  dynamic "zitadel" {
    for_each = local.platform == "zitadel" ? [0] : []
    content { project_id = "1" }
  }`
		keycard = `
  dynamic "keycard" {
    for_each = local.platform == "keycard" ? [0] : []
    content { zone_id = "z" }
  }`
		lerian = `
  dynamic "lerian" {
    for_each = local.platform == "lerian" ? [0] : []
    content {}
  }`
		known = `
  zitadel {
    project_id = "1"
  }`
	)
	for name, row := range map[string]struct{ blocks, message string }{
		"two":                         {zitadel + keycard, `Platform is not known yet`},
		"all":                         {zitadel + keycard + lerian, `Platform is not known yet`},
		"beside a known one":          {known + keycard, `Platform is not known yet`},
		"Lerian's beside a known one": {known + lerian, `(?s)More than one platform chosen.*for_each\s+is\s+not\s+known`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			acctest.New(t).Test(resource.TestStep{
				Config: later + "\nresource \"idp_application\" \"test\" {\n  name = \"orders\"" + row.blocks + "\n}", ExpectError: regexp.MustCompile(row.message),
			})
		})
	}
}

// A block without attributes looks the same whether or not it is known to be set.
func TestPlan_LeriansBlockKnownOnlyAfterApply_Applies(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	config := `
resource "terraform_data" "platform" {
  input = "lerian"
}
resource "idp_application" "test" {
  name        = "plugin-fees"
  description = "Fees"
  dynamic "lerian" {
    for_each = terraform_data.platform.output == "lerian" ? [0] : []
    content {}
  }
}`
	w.Test(resource.TestStep{Config: config}, unchanged(config))
}
