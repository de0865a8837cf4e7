package application_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// The platform's address comes from a resource of the same configuration, as when that creates the instance.
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
  zitadel { endpoint = terraform_data.instance.output }
}`, endpoint) + zitadelConfig(w, "orders", "")
	}
	w.Test(
		resource.TestStep{Config: config(endpoint)},
		resource.TestStep{ // the application exists, but its platform is not known yet
			Config:      config(endpoint + "/"),
			ExpectError: regexp.MustCompile(`(?s)ZITADEL is not configured.*not\s+known\s+yet.*zitadel.endpoint`),
		},
		resource.TestStep{Config: config(endpoint)},
	)
}

func TestConfigurationWinsOverTheEnvironment(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	w.Env["ZITADEL_ACCESS_TOKEN"] = "of somebody else" // would be a second login
	w.Test(resource.TestStep{Config: fmt.Sprintf(`
provider "idp" {
  zitadel { jwt_profile_json = %q }
}`, w.ZITADEL.JWTProfileJSON()) + zitadelConfig(w, "orders", "")})
}

// Terraform first validates with unknown variables, of which it knows only the type.
func TestValidate_UnknownVariable_IsAccepted(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	w.Test(resource.TestStep{Config: fmt.Sprintf(`
variable "platform" {
  default = "zitadel"
}
variable "none" {
  type    = string
  default = null
}
data "idp_applications" "test" {
  identifier = var.none
  dynamic "zitadel" {
    for_each = var.platform == "zitadel" ? [%q] : []
    content { project_id = zitadel.value }
  }
  dynamic "keycard" {
    for_each = var.platform == "keycard" ? ["z"] : []
    content { zone_id = keycard.value }
  }
  dynamic "lerian" {
    for_each = var.platform == "lerian" ? [0] : []
    content {}
  }
}`, w.ZITADEL.ProjectID()) + zitadelConfig(w, "orders", "description = var.none\n  identifier = var.none")})
}

// Two platforms that are known to be set are an error, whatever the third one is.
func TestTwoKnownPlatformsAreRefusedAtOnce(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	w.Test(resource.TestStep{
		Config: `
variable "any" {
  type    = list(string)
  default = []
}
data "idp_applications" "test" {
  zitadel { project_id = "1" }
  keycard { zone_id = "z" }
  dynamic "lerian" {
    for_each = var.any
    content {}
  }
}`,
		ExpectError: regexp.MustCompile(`More than one platform chosen`),
	})
}
