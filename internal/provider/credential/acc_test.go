package credential_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/querycheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

const address = "idp_application_credential.test"

// atKeycard returns an application with an additional credential. body is the block of its kind.
func atKeycard(w *acctest.World, body string) string {
	return fmt.Sprintf(`
resource "idp_application" "test" {
  name       = "Orders"
  identifier = "https://orders.example.com"
  keycard {
    zone_id = %[1]q
  }
}
resource "idp_application_credential" "test" {
  application_id = idp_application.test.id
  keycard {
    zone_id = %[1]q
  }
  %[2]s
}`, w.Keycard.ZoneID(), body)
}

// atZITADEL does the same for ZITADEL.
func atZITADEL(w *acctest.World, body string) string {
	return fmt.Sprintf(`
resource "idp_application" "test" {
  name        = "orders"
  auth_method = "private_key_jwt"
  zitadel {
    project_id = %[1]q
  }
}
resource "idp_application_credential" "test" {
  application_id = idp_application.test.id
  zitadel {
    project_id = %[1]q
  }
  %[2]s
}`, w.ZITADEL.ProjectID(), body)
}

// at returns the path of an attribute, or, with two names, of an attribute in a block.
func at(names ...string) tfjsonpath.Path {
	p := tfjsonpath.New(names[0])
	for _, name := range names[1:] {
		p = p.AtMapKey(name)
	}
	return p
}

func has(value knownvalue.Check, names ...string) statecheck.StateCheck {
	return statecheck.ExpectKnownValue(address, at(names...), value)
}

func exact(value string) knownvalue.Check { return knownvalue.StringExact(value) }

func planned(a plancheck.ResourceActionType, more ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: append(more, plancheck.ExpectResourceAction(address, a))}
}

// attributes returns the attributes of the credential in state.
func attributes(s *terraform.State) map[string]string {
	return s.RootModule().Resources[address].Primary.Attributes
}

// importID returns the import ID of the credential in state.
func importID(s *terraform.State) (string, error) {
	a := attributes(s)
	if zone := a["keycard.zone_id"]; zone != "" {
		return strings.Join([]string{"keycard", zone, a["application_id"], a["id"]}, "/"), nil
	}
	return strings.Join([]string{"zitadel", a["zitadel.project_id"], a["application_id"], a["id"]}, "/"), nil
}

// kindsOf returns a configuration for each kind of credential that needs no further preparation.
func kindsOf(w *acctest.World) map[string]string {
	return map[string]string{
		"client secret":     atKeycard(w, `client_secret {}`),
		"public key":        atKeycard(w, `public_key { jwks_uri = "https://orders.example.com/jwks" }`),
		"workload identity": atKeycard(w, fmt.Sprintf("workload_identity {\n provider_id = %q\n subject = \"system:serviceaccount:shop:orders\"\n}", w.Keycard.ProviderID())),
		"URL":               atKeycard(w, `url { identifier = "https://orders.example.com/client.json" }`),
		"public":            atKeycard(w, `public { identifier = "orders-cli" }`),
	}
}

func TestAcc_EachKind_IsCreatedAndImported(t *testing.T) {
	for name := range kindsOf(acctest.New(t)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			config := kindsOf(w)[name]
			unknown := []plancheck.PlanCheck{plancheck.ExpectUnknownValue(address, at("id"))}
			if name == "public" {
				unknown = append(unknown, plancheck.ExpectKnownValue(address, at("client_id"), exact("orders-cli")))
			}
			w.Test(
				resource.TestStep{Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionCreate, unknown...)},
				resource.TestStep{Config: config, PlanOnly: true},
				resource.TestStep{
					ResourceName: address, ImportState: true, ImportStateVerify: true, ImportStateIdFunc: importID,
					ImportStateVerifyIgnore: []string{"client_secret.value", "key.file"},
				},
				resource.TestStep{
					ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithID, Config: config, ImportStateIdFunc: importID,
					ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop)}},
				},
				resource.TestStep{
					ResourceName: address, ImportState: true, ImportStateKind: resource.ImportBlockWithResourceIdentity, Config: config,
					ImportPlanChecks: resource.ImportPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(address, plancheck.ResourceActionNoop)}},
				},
			)
		})
	}
}

func TestAcc_DeletedCredential_IsCreatedAgain(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	config := kindsOf(w)["client secret"]
	var first string
	w.Test(
		resource.TestStep{Config: config, Check: func(s *terraform.State) error {
			first = attributes(s)["id"]
			return nil
		}},
		resource.TestStep{
			PreConfig: func() {
				if err := w.Keycard.RemoveCredential(first); err != nil {
					t.Fatal(err)
				}
			},
			Config: config, ConfigPlanChecks: planned(plancheck.ResourceActionCreate),
			Check: func(s *terraform.State) error {
				if a := attributes(s); a["id"] == first || !w.Keycard.VerifySecret(a["client_id"], a["client_secret.value"]) {
					t.Errorf("credential %s does not work", a["id"])
				}
				return nil
			},
		},
	)
}

func TestAcc_RotationWithCreateBeforeDestroy_HasTwoValidThenOne(t *testing.T) {
	t.Parallel()
	var w *acctest.World
	var old, now map[string]string
	var valid []bool // the old secret, just before its revocation
	w = acctest.New(t, onRequest("DELETE", "/application-credentials/", func() {
		if old != nil {
			valid = append(valid, w.Keycard.VerifySecret(old["client_id"], old["client_secret.value"]))
			valid = append(valid, len(w.Keycard.Credentials(old["application_id"])) == 3) // with the application's own
		}
	}))
	config := func(generation int) string {
		return atKeycard(w, "client_secret {}\n  lifecycle {\n    create_before_destroy = true\n    replace_triggered_by  = [terraform_data.generation]\n  }") +
			fmt.Sprintf("\nresource \"terraform_data\" \"generation\" {\n  input = %d\n}\n", generation)
	}
	take := func(into *map[string]string) resource.TestCheckFunc {
		return func(s *terraform.State) error {
			*into = attributes(s)
			return nil
		}
	}
	w.Test(
		resource.TestStep{Config: config(1), Check: take(&old)},
		resource.TestStep{
			Config: config(2), ConfigPlanChecks: planned(plancheck.ResourceActionCreateBeforeDestroy), Check: take(&now),
		},
		resource.TestStep{
			PreConfig: func() {
				if len(valid) != 2 || !valid[0] || !valid[1] {
					t.Errorf("when the old secret was revoked, both were valid: %v", valid)
				}
				if w.Keycard.VerifySecret(old["client_id"], old["client_secret.value"]) || !w.Keycard.VerifySecret(now["client_id"], now["client_secret.value"]) ||
					len(w.Keycard.Credentials(now["application_id"])) != 2 {
					t.Error("afterwards, the new secret is not the only valid one beside the application's own")
				}
				old = nil
			},
			Config: config(2), PlanOnly: true,
		},
	)
}

func TestAcc_Query_FindsCredentials(t *testing.T) {
	acctest.NeedsQuery(t)
	t.Parallel()
	w := acctest.New(t)
	listing := func(config string) resource.TestStep {
		return resource.TestStep{
			Query: true, Config: "provider \"idp\" {}\nlist \"idp_application_credential\" \"test\" {\n  provider = idp\n  include_resource = true\n  config {\n" + config + "\n  }\n}\n",
		}
	}
	zone := fmt.Sprintf("keycard { zone_id = %q }", w.Keycard.ZoneID())
	all, refused, none := listing(zone), listing("zitadel {}"), listing("keycard {}")
	all.QueryResultChecks = []querycheck.QueryResultCheck{querycheck.ExpectLength("idp_application_credential.test", 2)} // with the application's own
	refused.ExpectError = regexp.MustCompile("application_id is missing")
	none.ExpectError = regexp.MustCompile("Keycard applications require keycard.zone_id")
	w.Test(resource.TestStep{Config: kindsOf(w)["workload identity"]}, all, refused, none)
}

// The keys of an application and of a service account are found, and importing what was found changes nothing.
func TestAcc_Query_FindsZITADELKeys(t *testing.T) {
	acctest.NeedsQuery(t)
	for name, row := range map[string]struct{ config, scope func(*acctest.World) string }{
		"application": {
			func(w *acctest.World) string { return atZITADEL(w, "key {}") },
			func(w *acctest.World) string { return fmt.Sprintf("project_id = %q", w.ZITADEL.ProjectID()) },
		},
		"service account": {
			func(*acctest.World) string { return atServiceAccount("") },
			func(*acctest.World) string { return "" },
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			config := acctest.Required + row.config(w)
			cli := w.Workspace(config)
			cli.Must("apply")
			cli.Write("all.tfquery.hcl", fmt.Sprintf(`
list "idp_application_credential" "keys" {
  provider         = idp
  include_resource = true
  config {
    application_id = %q
    zitadel {
      %s
    }
  }
}`, w.ID("zitadel"), row.scope(w)))
			cli.Must("state", "rm", address)
			application, _, _ := strings.Cut(config, `resource "idp_application_credential"`)
			cli.Write("main.tf", application)
			cli.Must("query", "-generate-config-out=generated.tf")
			if said := acctest.Flat(cli.Must("apply")); !strings.Contains(said, "1 imported, 0 added, 0 changed, 0 destroyed.") {
				t.Error(said)
			}
			cli.Must("plan", "-detailed-exitcode")
			cli.Must("destroy")
		})
	}
}

// Terraform creates at the new address and revokes at the old one in any order.
func TestAcc_AddressChanges_PassesTheIdentifierOn(t *testing.T) {
	for _, kind := range []string{"workload identity", "URL", "public"} {
		t.Run(kind, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			before := kindsOf(w)[kind]
			after := strings.Replace(before, `"idp_application_credential" "test"`, `"idp_application_credential" "moved"`, 1)
			w.Test(
				resource.TestStep{Config: before},
				resource.TestStep{Config: after, Check: func(s *terraform.State) error {
					if left := w.Keycard.Credentials(w.ID("keycard")); len(left) != 2 || s.RootModule().Resources["idp_application_credential.moved"] == nil {
						t.Errorf("beside the application's own there must be one credential: %v", left)
					}
					return nil
				}},
				resource.TestStep{Config: after, PlanOnly: true},
			)
		})
	}
}
