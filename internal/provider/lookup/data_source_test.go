package lookup_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// finding returns a data source that selects one application.
func finding(w *acctest.World, platform, key, value string) string {
	return fmt.Sprintf("data \"idp_application\" \"test\" {\n  %s\n  %s = %q\n}\n", w.Scopes()[platform], key, value)
}

func TestDataSourceFindsAnApplicationByAnyKey(t *testing.T) {
	for platform, keys := range map[string][]string{
		"zitadel": {"id", "name", "client_id"},
		"keycard": {"id", "name", "client_id", "identifier"},
		"lerian":  {"id", "name", "client_id"},
	} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t, func(o *emulator.Options) {
				o.LerianSecretOnRead = true
				if platform != "lerian" { // many of its applications share a name
					o.Seed = 3
				}
			})
			registration := w.Registrations()[platform]
			app := w.Register(platform, registration)
			values := map[string]string{
				"id": app.ID, "name": registration.Name, "client_id": app.ClientID, "identifier": registration.Identifier,
			}
			var steps []resource.TestStep
			for _, key := range keys {
				steps = append(steps, resource.TestStep{
					Config: finding(w, platform, key, values[key]),
					ConfigStateChecks: []statecheck.StateCheck{
						found(text(app.ID), "id"), found(text(registration.Name), "name"), found(text(app.ClientID), "client_id"),
						found(knownvalue.NotNull(), "auth_method"), found(knownvalue.Bool(true), "enabled"),
						found(text(w.ImportID(platform, app.ID)), "import_id"),
						found(knownvalue.StringRegexp(regexp.MustCompile(`^20..-..-..T`)), "created_at"),
						found(own(app.OrganizationID), "organization_id"), found(own(app.CredentialID), "credential_id"), found(own(app.Slug), "slug"),
					},
				})
			}
			w.Test(append(steps, resource.TestStep{Config: `output "none" { value = 0 }`, PreConfig: func() { w.RemoveAll() }})...)
		})
	}
}

// own returns a check for a value that only some platforms have.
func own(value string) knownvalue.Check {
	if value == "" {
		return knownvalue.Null()
	}
	return text(value)
}

func filtered(w *acctest.World, platform, filter string) string {
	return fmt.Sprintf("data \"idp_applications\" \"test\" {\n  %s\n  %s\n}\n", w.Scopes()[platform], filter)
}

func found(value knownvalue.Check, name string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue("data.idp_application.test", at(name), value)
}

func TestDataSource_NoneOrSeveralMatches_ListsCandidates(t *testing.T) {
	t.Parallel()
	w := acctest.New(t, func(o *emulator.Options) { o.Seed = 12 })
	twins := w.Registrations()["keycard"]
	for _, identifier := range []string{"urn:a", "urn:b"} {
		twins.Name, twins.Identifier = "twin", identifier
		w.Register("keycard", twins)
	}
	refused := func(config, message string) resource.TestStep {
		return resource.TestStep{Config: config, ExpectError: regexp.MustCompile(message)}
	}
	w.Test(
		refused(finding(w, "zitadel", "name", "orders"), `(?s)No such application.*"seeded-0001"\s+\(\d+\).*and\s+8\s+more`),
		refused(finding(w, "keycard", "name", "twin"), `(?s)More than one application.*"twin"\s+\(\w+\),\s+"twin"`),
		refused(finding(w, "keycard", "id", "aaaaaaaaaaaaaaaaaaaaaaaaaa"), `no\s+application\s+with\s+ID`),
		refused(fmt.Sprintf("data \"idp_application\" \"test\" {\n %s\n}", w.Scopes()["lerian"]), `(?s)Exactly one of these\s+attributes`),
		refused(`data "idp_application" "test" { name = "orders" }`, `No platform chosen`),
		refused(fmt.Sprintf("data \"idp_applications\" \"test\" {\n%s\n%s\n}", w.Scopes()["lerian"], w.Scopes()["zitadel"]), `More than one platform chosen`),
		refused("data \"idp_application\" \"test\" {\n  name = \"orders\"\n  zitadel {}\n}", `(?s)\d+:\s+zitadel \{\}.*ZITADEL\s+applications\s+require\s+zitadel.project_id`),
		refused("data \"idp_applications\" \"test\" {\n  keycard {}\n}", `(?s)\d+:\s+keycard \{\}.*Keycard\s+applications\s+require\s+keycard.zone_id`),
		refused(finding(w, "zitadel", "identifier", "urn:orders"), `ZITADEL applications have no identifier`),
		refused(finding(w, "zitadel", "name", ""), `name string length must be at least 1`),
		refused(filtered(w, "lerian", `identifier = "urn:orders"`), `Lerian applications have no identifier`),
		refused(filtered(w, "zitadel", `auth_method = "basic"`), `(?s)ZITADEL\s+applications\s+cannot\s+authenticate\s+with\s+"basic".*client_secret_basic,\s+private_key_jwt,\s+client_secret_post,\s+none`),
		refused(filtered(w, "keycard", `name_prefix = ""`), `name_prefix string length must be at least 1`),
		refused("resource \"terraform_data\" \"known\" { input = \"basic\" }\n"+filtered(w, "zitadel", "auth_method = terraform_data.known.output"), `cannot\s+authenticate\s+with\s+"basic"`),
		resource.TestStep{
			Config: finding(w, "zitadel", "name", "orders"), ExpectError: regexp.MustCompile(`(?s)Cannot list applications.*applications\s+at\s+ZITADEL`),
			PreConfig: func() { w.Fault(fault.Fault{Operation: "zitadel.search_apps", Kind: fault.Status, Status: 403}) },
		},
		resource.TestStep{Config: `output "none" { value = 0 }`, PreConfig: func() { w.RemoveAll() }},
	)
}

func TestDataSourceListsApplications(t *testing.T) {
	t.Parallel()
	w := acctest.New(t, func(o *emulator.Options) { o.Seed = 3 })
	w.Register("zitadel", idp.Registration{Type: idp.TypeServiceAccount, Name: "worker", Identifier: "invoices", AuthMethod: idp.ClientSecretBasic})
	const accounts = "data \"idp_application\" \"test\" {\n  identifier = \"invoices\"\n  zitadel { type = \"service_account\" }\n}\n"
	key := w.Registrations()["zitadel"]
	key.AuthMethod = idp.PrivateKeyJWT
	w.Register("zitadel", key)
	names := func(platform, filter string, names ...string) resource.TestStep {
		var want []knownvalue.Check
		for _, name := range names {
			want = append(want, text(name))
		}
		return resource.TestStep{
			Config:            filtered(w, platform, filter) + "output \"names\" {\n  value = data.idp_applications.test.applications[*].name\n}\n",
			ConfigStateChecks: []statecheck.StateCheck{statecheck.ExpectKnownOutputValue("names", knownvalue.TupleExact(want))},
		}
	}
	w.Test(
		resource.TestStep{Config: accounts, ConfigStateChecks: []statecheck.StateCheck{
			found(text("worker"), "name"), found(text("service_account"), "type"), found(text("invoices"), "client_id"),
			found(knownvalue.StringRegexp(regexp.MustCompile(`^zitadel/service_account/`)), "import_id"),
		}},
		resource.TestStep{Config: finding(w, "zitadel", "id", w.ZITADEL.OIDCApplicationID()), ConfigStateChecks: []statecheck.StateCheck{found(text("web"), "type")}},
		names("zitadel", "", "orders", "seeded-0001", "seeded-0002", "seeded-0003", "seeded-portal"),
		names("zitadel", `name_prefix = "seeded-0"`, "seeded-0001", "seeded-0002", "seeded-0003"),
		names("zitadel", `auth_method = "private_key_jwt"`, "orders"),
		names("keycard", `identifier = "https://seeded-0002.example.test"`, "Seeded application 0002"),
		names("keycard", `identifier = "https://nobody.example.test"`),
		resource.TestStep{Config: `output "none" { value = 0 }`, PreConfig: func() { w.RemoveAll() }},
	)
}

// Any number of data sources share one list.
func TestDataSourcesShareAList(t *testing.T) {
	t.Parallel()
	w := acctest.New(t, func(o *emulator.Options) { o.Seed = 150 })
	t.Cleanup(func() { w.RemoveAll() })
	most := map[string]int{"zitadel": 1, "keycard": 4} // pages
	for platform, name := range map[string]string{"zitadel": "seeded-%04d", "keycard": "Seeded application %04d"} {
		cli := w.Workspace(acctest.Required + fmt.Sprintf(`
data "idp_application" "each" {
  for_each = toset([for n in range(1, 31) : format(%q, n)])
  name     = each.value
  %[2]s
}
data "idp_applications" "all" {
  %[2]s
}
output "ids" {
  value = [for application in data.idp_application.each : application.id]
}
output "many" {
  value = length(data.idp_applications.all.applications)
}
`, name, w.Scopes()[platform]))
		w.Sent()
		if said := cli.Must("plan"); !strings.Contains(said, fmt.Sprintf("= %d", 150+ownOf[platform])) {
			t.Fatal(said)
		}
		lists, sent := 0, w.Sent()
		for operation, n := range sent {
			if strings.Contains(operation, "list") || strings.Contains(operation, "search_apps") {
				lists += n
			}
		}
		if lists != most[platform] {
			t.Errorf("%s: %d pages for 31 data sources: %v", platform, lists, sent)
		}
	}
}
