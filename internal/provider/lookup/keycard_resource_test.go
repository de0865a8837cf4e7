package lookup_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

func TestKeycardResource_ByIdentifierOrSlug_IsFound(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	id, identifier := w.Keycard.Resource()
	other, err := w.Keycard.AddResource(map[string]any{"name": "Calendar", "identifier": "urn:calendar", "description": "Meetings", "credential_provider_id": nil})
	if err != nil {
		t.Fatal(err)
	}
	config := func(key, value string) string {
		return fmt.Sprintf("data \"idp_keycard_resource\" \"test\" {\n  zone_id = %q\n  %s = %s\n}\n", w.Keycard.ZoneID(), key, value)
	}
	has := func(name string, value knownvalue.Check) statecheck.StateCheck {
		return statecheck.ExpectKnownValue("data.idp_keycard_resource.test", at(name), value)
	}
	refused := func(config, message string) resource.TestStep {
		return resource.TestStep{Config: config, ExpectError: regexp.MustCompile(message)}
	}
	w.Test(
		resource.TestStep{Config: config("identifier", fmt.Sprintf("%q", identifier)), ConfigStateChecks: []statecheck.StateCheck{
			has("id", text(id)), has("slug", knownvalue.NotNull()), has("name", knownvalue.NotNull()), has("credential_provider_id", text(w.Keycard.ProviderID())),
			has("application_id", knownvalue.Null()),
		}},
		resource.TestStep{
			Config: config("identifier", `"urn:calendar"`) + fmt.Sprintf("data \"idp_keycard_resource\" \"same\" {\n  zone_id = %q\n  slug = data.idp_keycard_resource.test.slug\n}\n", w.Keycard.ZoneID()),
			ConfigStateChecks: []statecheck.StateCheck{
				has("id", text(other)), has("name", text("Calendar")), has("description", text("Meetings")), has("credential_provider_id", knownvalue.Null()),
				statecheck.ExpectKnownValue("data.idp_keycard_resource.same", at("id"), text(other)),
				statecheck.ExpectKnownValue("data.idp_keycard_resource.same", at("identifier"), text("urn:calendar")),
			},
		},
		refused(config("identifier", `"urn:cal"`), `(?s)No such resource.*Keycard\s+has\s+no\s+resource\s+"urn:cal"\s+in\s+zone`),
		refused(config("identifier", `""`), `identifier string length must be at least 1`),
		refused(fmt.Sprintf("data \"idp_keycard_resource\" \"test\" {\n  zone_id = %q\n}", w.Keycard.ZoneID()), `Missing Attribute Configuration`),
		resource.TestStep{
			PreConfig: func() { w.Fault(fault.Fault{Operation: "keycard.list_resources", Kind: fault.Status, Status: 403}) },
			Config:    config("identifier", `"urn:calendar"`), ExpectError: regexp.MustCompile(`(?s)Cannot find resource.*not\s+allowed`),
		},
	)
}
