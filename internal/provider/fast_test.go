package provider_test

import (
	"fmt"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// All acceptance tests compare the fast path's responses with the framework's; see acctest.
func TestUnchangedApplicationsAreAnsweredByTheFastPath(t *testing.T) {
	w := acctest.New(t)
	orders, _ := w.Keycard.Resource()
	other, err := w.Keycard.AddResource(map[string]any{"name": "Other", "identifier": "urn:other"})
	if err != nil {
		t.Fatal(err)
	}
	config := fmt.Sprintf(`
resource "idp_application" "zitadel" {
  name = "orders"
  zitadel {
    project_id = %[1]q
  }
}

resource "idp_application" "keycard" {
  name          = "Billing"
  identifier    = "urn:billing"
  redirect_uris = ["https://b.example.com", "https://a.example.com"]
  keycard {
    zone_id = %[2]q
    traits  = ["gateway"]
  }
}

resource "idp_application" "lerian" {
  name        = "plugin-fees"
  description = "Calculates fees"
  lerian {}
}

resource "idp_application" "web" {
  name          = "portal"
  enabled       = false
  redirect_uris = ["https://b.example.com", "https://a.example.com"]
  zitadel {
    project_id = %[1]q
    type       = "web"
    oidc {
      grant_types = ["refresh_token", "authorization_code"]
      clock_skew  = "1500ms"
    }
  }
}

resource "idp_application" "worker" {
  name       = "Worker"
  identifier = "worker"
  zitadel {
    type              = "service_account"
    access_token_type = "bearer"
  }
}

resource "idp_application" "agent" {
  name        = "Agent"
  identifier  = "urn:agent"
  auth_method = "private_key_jwt"
  keycard {
    zone_id  = %[2]q
    jwks_uri = "https://agent.example.com/keys"
    dependency {
      resource_id = %[3]q
    }
    dependency {
      resource_id = %[4]q
    }
  }
}
`, w.ZITADEL.ProjectID(), w.Keycard.ZoneID(), orders, other)
	w.Test(resource.TestStep{Config: config}, resource.TestStep{
		PreConfig: func() { w.FastAnswers() }, Config: config, PlanOnly: true,
	})
	answered := w.FastAnswers()
	for _, request := range []string{"ValidateResourceConfigRequest", "UpgradeResourceStateRequest", "ReadResourceRequest", "PlanResourceChangeRequest"} {
		if answered[request] < 6 {
			t.Errorf("%s: %d of six applications", request, answered[request])
		}
	}
}
