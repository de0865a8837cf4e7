package application_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// The platform refuses each row; nothing may be registered.
func TestRefusalByThePlatformIsExplained(t *testing.T) {
	for _, row := range []struct {
		name    string
		config  func(w *acctest.World) string
		message string
	}{
		{"unknown project", func(*acctest.World) string {
			return `resource "idp_application" "test" {
  name    = "orders"
  zitadel { project_id = "999" }
}`
		}, `(?s)QUERY-fk2fs.*zitadel.project_id`},
		{"unknown organization", func(w *acctest.World) string {
			return fmt.Sprintf(`resource "idp_application" "test" {
  name    = "orders"
  zitadel {
    project_id = %q
    organization_id = "999"
  }
}`, w.ZITADEL.ProjectID())
		}, `(?s)AUTH-Bs7Ds.*zitadel.organization_id`},
		{"project of another organization", func(w *acctest.World) string {
			return fmt.Sprintf(`resource "idp_application" "test" {
  name    = "orders"
  zitadel { project_id = %q }
}`, w.ZITADEL.OtherProjectID())
		}, `(?s)MANAG-SFf2a.*organization`},
		{
			"name of an OpenID Connect application", func(w *acctest.World) string { return zitadelConfig(w, "Seeded-Portal", "") },
			`(?s)name += "Seeded-Portal".*no\s+state\s+has\s+application\s+\d+.*id = "zitadel/\d+/\d+"`,
		},
		{"unknown zone", func(*acctest.World) string {
			return `resource "idp_application" "test" {
  name       = "Orders"
  identifier = "urn:orders"
  keycard { zone_id = "nowhere" }
}`
		}, `(?s)Cannot register application.*"Orders"\s+at\s+Keycard.*zone`},
		{
			"name that Lerian does not know", func(*acctest.World) string { return lerianConfig("my-product", "x") },
			`(?s)name += "my-product".*IDE-0012.*plugin-fees`,
		},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			w.Test(resource.TestStep{Config: row.config(w), ExpectError: regexp.MustCompile(row.message)})
		})
	}
}

func TestDuplicateIsRefusedWithAnImportHint(t *testing.T) {
	for platform, row := range map[string]struct{ config, message string }{
		"zitadel": {`
resource "idp_application" "again" {
  name       = "ORDERS"
  zitadel { project_id = %q }
  depends_on = [idp_application.test]
}`, `(?s)name += "ORDERS".*HTTP 409.*id = "zitadel/%s/%s"`},
		"keycard": {`
resource "idp_application" "again" {
  name       = "Another"
  identifier = "https://orders.example.com"
  keycard { zone_id = %q }
  depends_on = [idp_application.test]
}`, `(?s)identifier += .*HTTP 409.*id = "keycard/%s/%s"`},
	} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			scope := map[string]string{"zitadel": w.ZITADEL.ProjectID(), "keycard": w.Keycard.ZoneID()}[platform]
			w.Test(
				resource.TestStep{Config: platforms[platform](w)},
				resource.TestStep{
					Config: platforms[platform](w) + fmt.Sprintf(row.config, scope),
					// The ID is known only at run time; its form is enough to distinguish it from the scope.
					ExpectError: regexp.MustCompile(fmt.Sprintf(row.message, scope, "[0-9a-z-]{15,}")),
				},
			)
		})
	}
}

// Each row makes the provider's configuration unusable; the error must name what to fix.
func TestUnusableProviderConfigurationIsExplained(t *testing.T) {
	for _, row := range []struct {
		name     string
		platform string
		env      map[string]string // "" removes a variable
		provider string            // a provider block
		message  string
	}{
		{
			"ZITADEL without endpoint", "zitadel",
			map[string]string{"ZITADEL_ENDPOINT": ""},
			"",
			`(?s)idp_application.*zitadel.endpoint \(or\s+ZITADEL_ENDPOINT\)`,
		},
		{
			"ZITADEL without login", "zitadel",
			map[string]string{"ZITADEL_JWT_PROFILE_JSON": ""},
			"",
			`(?s)zitadel.access_token\s+\(or\s+ZITADEL_ACCESS_TOKEN\)`,
		},
		{"ZITADEL with two logins", "zitadel", map[string]string{"ZITADEL_ACCESS_TOKEN": "x"}, "", `(?s)More\s+than\s+one\s+way\s+to\s+log\s+in`},
		{
			"ZITADEL with half a login", "zitadel",
			map[string]string{"ZITADEL_JWT_PROFILE_JSON": "", "ZITADEL_CLIENT_ID": "x"},
			"",
			`(?s)zitadel.client_id.*is\s+set\s+without\s+zitadel.client_secret`,
		},
		{"key file that does not exist", "zitadel", nil, `zitadel { jwt_profile_file = "missing.json" }`, `(?s)zitadel.jwt_profile_file.*cannot\s+be\s+read`},
		{"key file that is none", "zitadel", nil, `zitadel { jwt_profile_file = "/etc/hostname" }`, `(?s)not\s+the\s+key\s+of\s+a\s+service\s+account`},
		{"key of an application", "zitadel", nil, `zitadel { jwt_profile_json = "{\"type\":\"application\"}" }`, `(?s)not\s+the\s+key\s+of\s+a\s+service\s+account`},
		{"endpoint that is none", "zitadel", nil, `zitadel { endpoint = "example.com" }`, `(?s)endpoint.*must\s+be\s+an\s+address`},
		{"endpoint without encryption", "zitadel", nil, `zitadel { endpoint = "http://id.example.com" }`, `(?s)uses\s+http.*allow_plaintext`},
		{
			"wrong token", "zitadel",
			map[string]string{"ZITADEL_JWT_PROFILE_JSON": "", "ZITADEL_ACCESS_TOKEN": "wrong"},
			"",
			`(?s)AUTH-7fs1e.*zitadel.access_token`,
		},
		{"Keycard without login", "keycard", map[string]string{"KEYCARD_CLIENT_ID": ""}, "", `(?s)KEYCARD_CLIENT_ID`},
		{"wrong secret at Keycard", "keycard", map[string]string{"KEYCARD_CLIENT_SECRET": "wrong"}, "", `(?s)invalid_client.*keycard.client_secret`},
		{"Lerian without endpoint", "lerian", map[string]string{"LERIAN_IDENTITY_ENDPOINT": ""}, "", `(?s)LERIAN_IDENTITY_ENDPOINT`},
		{"Lerian without auth endpoint", "lerian", map[string]string{"LERIAN_AUTH_ENDPOINT": ""}, "", `(?s)LERIAN_AUTH_ENDPOINT`},
		{"wrong password at Lerian", "lerian", map[string]string{"LERIAN_PASSWORD": "wrong"}, "", `(?s)AUT-1002.*lerian.password`},
		{"wrong timeout", "zitadel", nil, `http { timeout = "soon" }`, `(?s)http.timeout.*must\s+be\s+a\s+positive\s+duration`},
		{"wrong number of retries", "zitadel", map[string]string{"IDP_HTTP_MAX_RETRIES": "many"}, "", `(?s)IDP_HTTP_MAX_RETRIES.*whole\s+number`},
		{"no parallel writes", "zitadel", map[string]string{"ZITADEL_MAX_PARALLEL_WRITES": "0"}, "", `(?s)ZITADEL_MAX_PARALLEL_WRITES.*from\s+1\s+to\s+64`},
		{"too many parallel writes", "zitadel", nil, `zitadel { max_parallel_writes = 65 }`, `(?s)max_parallel_writes.*from\s+1\s+to\s+64`},
		{"CA file that is none", "zitadel", nil, `http { ca_certificate_file = "/etc/hostname" }`, `(?s)holds\s+no\s+PEM\s+certificate`},
		{"own Authorization header", "zitadel", nil, "zitadel {\n headers = { authorization = \"x\" }\n}", `(?s)zitadel.headers.*[Aa]uthorization`},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			for name, value := range row.env {
				w.Env[name] = value
			}
			w.Test(resource.TestStep{
				Config:      "provider \"idp\" {\n" + row.provider + "\n}\n" + platforms[row.platform](w),
				ExpectError: regexp.MustCompile(row.message),
			})
		})
	}
}

func TestUnderPrivilegedCredentialsAreExplained(t *testing.T) {
	for _, row := range []struct {
		name, platform string
		env            func(w *acctest.World) map[string]string
		message        string
	}{
		{"ZITADEL user without a role", "zitadel", func(w *acctest.World) map[string]string {
			return map[string]string{"ZITADEL_JWT_PROFILE_JSON": "", "ZITADEL_ACCESS_TOKEN": w.ZITADEL.StrangerToken()}
		}, `(?s)not\s+allowed.*AUTHZ-cdgFk`},
		{"ZITADEL user who may only look", "zitadel", func(w *acctest.World) map[string]string {
			return map[string]string{"ZITADEL_JWT_PROFILE_JSON": "", "ZITADEL_ACCESS_TOKEN": w.ZITADEL.ViewerToken()}
		}, `(?s)not\s+allowed.*AUTH-`},
		{"Keycard service account that may only look", "keycard", func(w *acctest.World) map[string]string {
			id, secret := w.Keycard.ReadOnlyAccount()
			return map[string]string{"KEYCARD_CLIENT_ID": id, "KEYCARD_CLIENT_SECRET": secret}
		}, `(?s)not\s+allowed.*HTTP\s+403`},
		{"Lerian user who is no administrator", "lerian", func(w *acctest.World) map[string]string {
			viewer := w.Lerian.Credentials().Viewer
			return map[string]string{"LERIAN_USERNAME": viewer.Name, "LERIAN_PASSWORD": viewer.Password}
		}, `(?s)not\s+allowed.*HTTP\s+403.*admin`},
		{"Lerian client credentials", "lerian", func(w *acctest.World) map[string]string {
			client := w.Lerian.Credentials().BuiltIn
			return map[string]string{"LERIAN_USERNAME": "", "LERIAN_PASSWORD": "", "LERIAN_CLIENT_ID": client.ID, "LERIAN_CLIENT_SECRET": client.Secret}
		}, `(?s)not\s+allowed.*HTTP\s+403.*client`},
		{"Lerian user with MFA", "lerian", func(w *acctest.World) map[string]string {
			mfa := w.Lerian.Credentials().MFA
			return map[string]string{"LERIAN_USERNAME": mfa.Name, "LERIAN_PASSWORD": mfa.Password}
		}, `(?s)MFA`},
	} {
		t.Run(row.name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			for name, value := range row.env(w) {
				w.Env[name] = value
			}
			w.Test(resource.TestStep{Config: platforms[row.platform](w), ExpectError: regexp.MustCompile(row.message)})
		})
	}
}
