package application_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// expectNamed expects an error for each of the names, which no block has.
func expectNamed(t *testing.T, output string, status int, names ...string) {
	t.Helper()
	said := flat(output)
	for _, name := range names {
		if status != 1 || !strings.Contains(said, fmt.Sprintf("An argument named %q is not expected here.", name)) {
			t.Errorf("status %d, and nothing is said of %s", status, name)
		}
	}
	if t.Failed() {
		t.Log(output)
	}
}

// Terraform silently drops unknown names in an attribute: a misspelt keep_previous_credential got a credential deleted.
func TestValidate_MisspeltNameInABlock_IsNamed(t *testing.T) {
	t.Parallel()
	cli := acctest.New(t).Workspace(required + `
resource "idp_application" "zitadel" {
  name = "orders"
  zitadel {
    project_id    = "1"
    organisation1 = "2"
    oidc {
      grant_type1 = ["implicit"]
    }
  }
  secret {
    verfy1 = true
  }
}
resource "idp_application" "keycard" {
  name       = "orders"
  identifier = "urn:orders"
  keycard {
    zone_id                   = "z"
    keep_previous_credentials = true
    dependency {
      resource_id = "r"
      accessing1  = ["r"]
    }
  }
}
resource "idp_application" "lerian" {
  name        = "plugin-fees"
  description = "Fees"
  lerian { tenant1 = "t" }
}
data "idp_application" "zitadel" {
  name = "orders"
  zitadel {
    project_id    = "1"
    organisation2 = "2"
  }
}
data "idp_application" "keycard" {
  name = "orders"
  keycard { zone2 = "z" }
}
data "idp_application" "lerian" {
  name = "orders"
  lerian { tenant2 = "t" }
}
data "idp_applications" "zitadel" {
  zitadel { project3 = "1" }
}
data "idp_applications" "keycard" {
  keycard { zone3 = "z" }
}
data "idp_applications" "lerian" {
  lerian { tenant3 = "t" }
}`)
	output, status := cli.Run("validate")
	expectNamed(t, output, status, "organisation1", "verfy1", "grant_type1", "keep_previous_credentials", "accessing1", "tenant1",
		"organisation2", "zone2", "tenant2", "project3", "zone3", "tenant3")
}

func TestQuery_MisspeltNameInABlock_IsNamed(t *testing.T) {
	acctest.NeedsQuery(t)
	t.Parallel()
	cli := acctest.New(t).Workspace(required)
	for platform, name := range map[string]string{"zitadel": "project4", "keycard": "zone4", "lerian": "tenant4"} {
		cli.Write("all.tfquery.hcl", acctest.Listing(fmt.Sprintf("%s { %s = \"1\" }", platform, name), 10))
		output, status := cli.Run("query")
		expectNamed(t, output, status, name)
	}
}
