package application_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

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
