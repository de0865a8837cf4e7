package application_test

import (
	"fmt"
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"github.com/hashicorp/terraform-plugin-testing/tfjsonpath"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

func TestMain(m *testing.M) { acctest.Main(m) }

const address = "idp_application.test"

// zitadelConfig returns an application on ZITADEL. body contains further attributes.
func zitadelConfig(w *acctest.World, name, body string) string {
	return fmt.Sprintf(`
resource "idp_application" "test" {
  name = %q
  zitadel {
    project_id = %q
  }
  %s
}`, name, w.ZITADEL.ProjectID(), body)
}

// keycardConfig returns an application on Keycard. block contains further attributes of the block, body those outside of it.
func keycardConfig(w *acctest.World, block, body string) string {
	return fmt.Sprintf(`
resource "idp_application" "test" {
  name       = "Orders"
  identifier = "https://orders.example.com"
  keycard {
    zone_id = %q
    %s
  }
  %s
}`, w.Keycard.ZoneID(), block, body)
}

// lerianConfig returns an application on Lerian.
func lerianConfig(name, description string) string {
	return fmt.Sprintf(`
resource "idp_application" "test" {
  name        = %q
  description = %q
  lerian {}
}`, name, description)
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

func text(value string) knownvalue.Check { return knownvalue.StringExact(value) }

func before(checks ...plancheck.PlanCheck) resource.ConfigPlanChecks {
	return resource.ConfigPlanChecks{PreApply: checks}
}

func action(a plancheck.ResourceActionType) plancheck.PlanCheck {
	return plancheck.ExpectResourceAction(address, a)
}

// unchanged returns a step that expects an empty plan.
func unchanged(config string) resource.TestStep {
	return resource.TestStep{Config: config, PlanOnly: true}
}

// expectSent checks the requests since the last check.
func expectSent(t *testing.T, w *acctest.World, want map[string]int) {
	t.Helper()
	got := w.Sent()
	for operation, n := range want {
		if got[operation] != n {
			t.Errorf("%s was sent %d times, not %d", operation, got[operation], n)
		}
	}
}

// reading matches the operations that change nothing: reads, searches, logins and discovery.
var reading = regexp.MustCompile(`\.(get_\w+|list_\w+|search_\w+|token|login|discovery)$`)

// expectOnlyReads checks that requests were sent since the last check, and that none of them can have changed anything.
func expectOnlyReads(t *testing.T, w *acctest.World) {
	t.Helper()
	sent := w.Sent()
	if len(sent) == 0 {
		t.Error("nothing was sent at all")
	}
	for operation, n := range sent {
		if !reading.MatchString(operation) {
			t.Errorf("%s was sent %d times", operation, n)
		}
	}
}

// platforms returns a simple application on each platform.
var platforms = map[string]func(*acctest.World) string{
	"zitadel": func(w *acctest.World) string { return zitadelConfig(w, "orders", "") },
	"keycard": func(w *acctest.World) string { return keycardConfig(w, "", "") },
	"lerian":  func(*acctest.World) string { return lerianConfig("plugin-fees", "Nightly fees") },
}

// equal compares two values from the emulator. A nil value equals an empty one.
func equal(a, b any) bool {
	return fmt.Sprint(a) == fmt.Sprint(b) || isEmpty(a) && isEmpty(b)
}

func isEmpty(v any) bool { return v == nil || fmt.Sprint(v) == "" || fmt.Sprint(v) == "[]" }

type state = terraform.State

func importStateID(w *acctest.World, platform string) resource.ImportStateIdFunc {
	return func(*state) (string, error) { return importID(w, platform), nil }
}
