package application_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// importID returns the import ID of the only application on a platform.
func importID(w *acctest.World, platform string) string {
	return importIDOf(w, platform, w.ID(platform))
}

func TestImportedApplicationPlansEmpty(t *testing.T) {
	for platform, config := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			w.Test(
				resource.TestStep{Config: config(w)},
				resource.TestStep{ // every attribute except the secret is imported
					ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"client_secret"},
					ImportStateIdFunc: importStateID(w, platform),
				},
				resource.TestStep{ // a plan with the import changes nothing else
					ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID, Config: config(w),
					ImportStateIdFunc: importStateID(w, platform),
					ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop),
					}},
				},
			)
		})
	}
}

func TestImport_UnsetAttributes_KeepPlatformValues(t *testing.T) {
	for name, config := range map[string]func(w *acctest.World, body string) string{
		"zitadel private_key_jwt": func(w *acctest.World, body string) string {
			return zitadelConfig(w, "orders", body)
		},
		"keycard none": func(w *acctest.World, body string) string {
			return keycardConfig(w, "", body)
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			var platform, method string
			if _, err := fmt.Sscan(name, &platform, &method); err != nil {
				t.Fatal(err)
			}
			w.Test(
				resource.TestStep{Config: config(w, fmt.Sprintf("auth_method = %q", method))},
				resource.TestStep{
					ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID, Config: config(w, ""),
					ImportStateIdFunc: importStateID(w, platform),
					ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop),
					}},
				},
			)
		})
	}
}

func TestImportWithAnOrganization(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	config := fmt.Sprintf(`
resource "idp_application" "test" {
  name    = "orders"
  zitadel {
    project_id = %q
    organization_id = %q
  }
}`, w.ZITADEL.OtherProjectID(), w.ZITADEL.OtherOrganizationID())
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateVerifyIgnore: []string{"client_secret"},
			ImportStateIdFunc: func(*state) (string, error) {
				return fmt.Sprintf("zitadel/%s/%s/%s", w.ZITADEL.OtherOrganizationID(), w.ZITADEL.OtherProjectID(), w.ID("zitadel")), nil
			},
		},
	)
}

func TestWrongImportIsExplained(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	project, zone := w.ZITADEL.ProjectID(), w.Keycard.ZoneID()
	refused := func(id, message string) resource.TestStep {
		return resource.TestStep{
			ResourceName: address, ImportState: true, ImportStateId: id, ExpectError: regexp.MustCompile(message),
		}
	}
	w.Test(
		resource.TestStep{Config: zitadelConfig(w, "orders", "")},
		refused("something", `does not start with a platform`),
		refused("okta/123", `zitadel/<project_id>/<application_id>`),
		refused("zitadel/123", `not an import ID of\s+ZITADEL`),
		refused("zitadel//123", `not an import ID of\s+ZITADEL`),
		refused("zitadel/1/2/3/4", `not an import ID of\s+ZITADEL`),
		refused("keycard/zone", `keycard/<zone_id>/<application_id>`),
		refused("lerian/", `lerian/<application_id>`),
		refused("lerian/a/b", `lerian/<application_id>`),
		refused("zitadel/"+project+"/999", `(?s)There is no application to import.*ZITADEL\s+has\s+no\s+application\s+999.*`+project+`.*zitadel/<organization_id>/<project_id>/<application_id>`),
		refused("keycard/"+zone+"/aaaaaaaaaaaaaaaaaaaaaaaaaa", `(?s)There is no application to import.*no\s+application\s+a{26}.*zone\s+`+zone+`.*keycard/<zone_id>/<application_id>`),
		refused("lerian/0199b0c4-7d1e-7a52-9c33-5f0e7b1a2c4d", `(?s)There is no application to import.*0199b0c4-7d1e-7a52-9c33-5f0e7b1a2c4d.*lerian/<application_id>`),
		refused("lerian/app-lerian", `Lerian`),
		refused("zitadel/service_account/999", `(?s)There is no application to import.*zitadel/service_account/<application_id>`),
		refused("zitadel/"+w.ZITADEL.OtherProjectID()+"/999", `(?s)Cannot read application|There is no application to import`),
	)
}

// The command and the import block report only that error: there was no state to remove.
func TestImport_NotFound_ReportsOneError(t *testing.T) {
	for platform, config := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			scope := map[string]string{"zitadel": w.ZITADEL.ProjectID() + "/", "keycard": w.Keycard.ZoneID() + "/"}[platform]
			id := platform + "/" + scope + "nothing"
			cli := w.Workspace(config(w))
			command, status := cli.Run("import", address, id)
			expectOneError(t, command, status)
			cli.Write("main.tf", config(w)+fmt.Sprintf("\nimport {\n  to = %s\n  id = %q\n}\n", address, id))
			block, status := cli.Run("plan")
			expectOneError(t, block, status)
		})
	}
}

func expectOneError(t *testing.T, output string, status int) {
	t.Helper()
	if status != 1 || strings.Count(output, "Error:") != 1 || strings.Contains(output, "Warning:") ||
		!strings.Contains(output, "There is no application to import") {
		t.Errorf("status %d:\n%s", status, output)
	}
}
