package provider_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// Terraform silently drops unknown names inside an object attribute, but reports them inside a block.
func TestProviderBlock_MisspeltName_IsAnError(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	var steps []resource.TestStep
	for block, misspelt := range map[string]string{
		"zitadel": "acces_token", "keycard": "client_sekret", "lerian": "pasword", "http": "max_retry",
	} {
		steps = append(steps, resource.TestStep{
			Config: fmt.Sprintf(`
provider "idp" {
  %s {
    %s = "1"
  }
}
data "idp_applications" "test" {
  lerian {}
}`, block, misspelt),
			ExpectError: regexp.MustCompile(fmt.Sprintf(`argument\s+named\s+"%s"\s+is\s+not\s+expected`, misspelt)),
		})
	}
	w.Test(append(steps, resource.TestStep{Config: "provider \"idp\" {\n  http {}\n}\ndata \"idp_applications\" \"test\" {\n  lerian {}\n}"})...)
}
