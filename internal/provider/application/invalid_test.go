package application_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// Parts of configurations that are valid on their own.
const (
	atZITADEL = "\n  zitadel { project_id = \"1\" }\n"
	atKeycard = "\n  keycard { zone_id = \"z\" }\n"
	atLerian  = "\n  lerian {}\n"
	named     = "\n  name = \"orders\"\n"
	keycardOK = named + "\n  identifier = \"urn:orders\"\n" + atKeycard
	lerianOK  = "\n  name = \"plugin-fees\"\n  description = \"Fees\"\n" + atLerian
)

// terraform validate refuses each row; the provider has no credentials here. source is the line that the error points at.
func TestInvalidConfigurationIsRefusedWithoutCredentials(t *testing.T) {
	long := func(n int) string { return strings.Repeat("ä", n) }
	for _, row := range []struct{ name, body, message, source string }{
		{"no platform", named, `No platform chosen`, ``},
		{"two platforms", named + atZITADEL + atLerian, `More than one platform chosen`, `resource "idp_application"`},

		{"no name", atZITADEL, `The argument "name" is required`, ``},
		{"empty name", `name = ""` + atZITADEL, `must not be empty`, `name = `},
		{"blank before the name", `name = " orders"` + atZITADEL, `start or end with\s+spaces`, `name = `},
		{"blank after the name", `name = "orders\n"` + atKeycard, `ends with a line\s+break`, `name = `},
		{"long name at ZITADEL", `name = "` + long(201) + `"` + atZITADEL, `at most 200\s+characters long, and has 201`, `name = `},
		{"long name at Keycard", `name = "` + long(256) + `"` + atKeycard, `at most 255\s+characters`, `name = `},
		{"HTML in the name at Keycard", `name = "<b>orders</b>"` + atKeycard, `must not contain HTML tags`, `name = `},
		{"control character in the name at Keycard", `name = "or\tders"` + atKeycard, `control\s+characters`, `name = `},

		{"no project", named + `zitadel {}`, `ZITADEL\s+API\s+applications\s+require\s+zitadel.project_id`, `zitadel {}`},
		{"empty project", named + `zitadel {
  project_id = ""
}`, `zitadel.\w+ must\s+not\s+be\s+empty`, `project_id = `},
		{"project that is a path", named + `zitadel {
  project_id = "1/apps"
}`, `At ZITADEL, zitadel.project_id\s+must\s+not\s+contain\s+any\s+of\s+/`, `project_id = `},
		{"empty organization", named + `zitadel {
  project_id = "1"
  organization_id = ""
}`, `zitadel.\w+ must\s+not\s+be\s+empty`, `organization_id = `},
		{"type that does not exist", named + `zitadel {
  project_id = "1"
  type = "saml"
}`, `zitadel.type\s+must\s+be\s+one\s+of\s+api,\s+web,\s+user_agent,\s+native,\s+service_account,\s+not\s+"saml"`, `type = `},
		{"description at ZITADEL", named + atZITADEL + `description = "x"`, `ZITADEL API applications have no\s+description`, `description = `},
		{"identifier at ZITADEL", named + atZITADEL + `identifier = "x"`, `ZITADEL API applications have no\s+identifier`, `identifier = `},
		{"redirect URIs at ZITADEL", named + atZITADEL + `redirect_uris = ["https://a"]`, `have no redirect_uris`, `redirect_uris = `},
		{"auth method that ZITADEL lacks", named + atZITADEL + `auth_method = "none"`, `ZITADEL API applications cannot authenticate with\s+"none"`, `auth_method = `},
		{"auth method that does not exist", named + atZITADEL + `auth_method = "basic"`, `Use\s+one\s+of\s+client_secret_basic,\s+private_key_jwt`, `auth_method = `},

		{"no zone", keycardName + `keycard {}`, `Keycard applications require\s+keycard.zone_id`, `keycard {}`},
		{"zone that is a path", keycardName + `keycard {
  zone_id = "z/applications"
}`, `At Keycard, keycard.zone_id\s+must\s+not\s+contain\s+any\s+of\s+/`, `zone_id = `},
		{"no identifier at Keycard", named + atKeycard, `Keycard applications require identifier`, ``},
		{"empty identifier", named + atKeycard + `identifier = ""`, `must not be empty`, `identifier = `},
		{"long identifier", named + atKeycard + `identifier = "` + long(2049) + `"`, `at most 2048`, `identifier = `},
		{"empty description", keycardOK + `description = ""`, `leave the attribute out`, `description = `},
		{"long description", keycardOK + `description = "` + long(2049) + `"`, `at most 2048`, `description = `},
		{"empty redirect URI", keycardOK + `redirect_uris = [""]`, `must not be empty`, `redirect_uris = `},
		{"relative redirect URI", keycardOK + `redirect_uris = ["/cb"]`, `must be an absolute URI`, `redirect_uris = `},
		{"redirect URI with a blank", keycardOK + `redirect_uris = ["https://a b"]`, `must be an absolute URI`, `redirect_uris = `},
		{"relative post-logout URI", keycardOK + `post_logout_redirect_uris = ["bye"]`, `must be an absolute URI`, `post_logout_redirect_uris = `},
		{"docs URL that is none", keycardName + `keycard {
  zone_id = "z"
  docs_url = "wiki"
}`, `keycard.docs_url must be an absolute URI`, `docs_url = `},
		{"consent that does not exist", keycardName + `keycard {
  zone_id = "z"
  consent = "explicit"
}`, `keycard.consent must be one of implicit, required`, `consent = `},
		{"trait that does not exist", keycardName + `keycard {
  zone_id = "z"
  traits = ["x"]
}`, `keycard.traits must be one of gateway, mcp-provider`, `traits = `},
		{"disabled at Keycard", keycardOK + `enabled = false`, `Keycard cannot disable an application`, `enabled = `},
		{"auth method that Keycard lacks", keycardOK + `auth_method = "client_secret_post"`, `Keycard applications cannot authenticate`, `auth_method = `},

		{"no description at Lerian", named + atLerian, `require description`, ``},
		{"identifier at Lerian", lerianOK + `identifier = "x"`, `have no identifier`, `identifier = `},
		{"auth method that Lerian lacks", lerianOK + `auth_method = "client_secret_basic"`, `Use\s+one\s+of\s+client_secret_post`, `auth_method = `},
		{"disabled at Lerian", lerianOK + `enabled = false`, `cannot disable an application`, `enabled = `},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			clear(w.Env)
			pattern := row.message
			if row.source != "" {
				source := `\d+:\s+` + strings.ReplaceAll(row.source, " ", `\s+`)
				pattern = `(?s)` + source + `.*` + row.message + `|` + row.message + `.*` + source
			}
			w.Test(resource.TestStep{
				Config:      "resource \"idp_application\" \"test\" {\n" + row.body + "\n}",
				ExpectError: regexp.MustCompile(pattern),
			})
		})
	}
}

const keycardName = named + "\n  identifier = \"urn:orders\"\n"

func TestValuesThatAreNotKnownYetPassValidationAndAreCheckedInThePlan(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	config := func(name string) string {
		return `
resource "terraform_data" "name" {
  input = "` + name + `"
}
resource "idp_application" "test" {
  name    = terraform_data.name.output
  zitadel { project_id = "` + w.ZITADEL.ProjectID() + `" }
}`
	}
	w.Test(
		resource.TestStep{Config: config("orders")},
		resource.TestStep{Config: config(" orders"), ExpectError: regexp.MustCompile(`(?s)start\s+or\s+end\s+with\s+spaces`)},
	)
}
