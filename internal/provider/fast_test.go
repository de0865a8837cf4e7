package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// The answers are compared with the framework's in all acceptance tests; see acctest.
func TestUnchangedApplicationsAreAnsweredByTheFastPath(t *testing.T) {
	w := acctest.New(t)
	config := fmt.Sprintf(`
resource "idp_application" "zitadel" {
  name = "orders"
  zitadel {
    project_id = %q
  }
}

resource "idp_application" "keycard" {
  name          = "Billing"
  identifier    = "urn:billing"
  redirect_uris = ["https://b.example.com", "https://a.example.com"]
  keycard {
    zone_id = %q
    traits  = ["gateway"]
  }
}

resource "idp_application" "lerian" {
  name        = "plugin-fees"
  description = "Calculates fees"
  lerian {}
}
`, w.ZITADEL.ProjectID(), w.Keycard.ZoneID())
	w.Test(resource.TestStep{Config: config}, resource.TestStep{
		PreConfig: func() { w.FastAnswers() }, Config: config, PlanOnly: true,
	})
	answered := w.FastAnswers()
	for _, request := range []string{"ValidateResourceConfigRequest", "UpgradeResourceStateRequest", "ReadResourceRequest", "PlanResourceChangeRequest"} {
		if answered[request] < 3 {
			t.Errorf("%s: %d of three applications", request, answered[request])
		}
	}
}
