package acctest

import (
	"fmt"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/cli"
)

// Required is the start of a Workspace's configuration.
const Required = `
terraform {
  required_providers {
    idp = { source = "idpkit/idp" }
  }
}
provider "idp" {}
`

// Providers is the start of each example in the documentation. A test that joins examples includes it once or not at all.
const Providers = `terraform {
  required_providers {
    idp = { source = "idpkit/idp", version = "~> 0.1.0" }
  }
}
`

// NeedsQuery skips a test if the command line does not support terraform query.
func NeedsQuery(t *testing.T) {
	t.Helper()
	if cli.IsOpenTofu() {
		t.Skip("OpenTofu has no query")
	}
}

// Listing returns a list block for terraform query.
func Listing(config string, limit int) string {
	return fmt.Sprintf("list \"idp_application\" \"test\" {\n  provider         = idp\n  include_resource = true\n  limit = %d\n  config {\n    %s\n  }\n}\n",
		limit, config)
}
