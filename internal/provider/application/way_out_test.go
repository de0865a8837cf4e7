package application_test

import (
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// Messages about a protected application must show a way out of each case, also where the configuration alone does not help.

const (
	protectedOn  = "deletion_protection = true"
	protectedOff = "deletion_protection = false"
)

// expectRefusal runs an apply that must delete nothing, and must say what to do.
func expectRefusal(t *testing.T, cli *acctest.Workspace, hint string, command ...string) {
	t.Helper()
	output, status := cli.Run(command...)
	if said := flat(output); status != 1 || !strings.Contains(said, "protected from removal") || !strings.Contains(said, hint) {
		t.Errorf("%d, want 1 and %q: %s", status, hint, output)
	}
}

func TestProtectionRemoved_Tainted_IsReplaced(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	cli := w.Workspace(zitadelConfig(w, "orders", protectedOn))
	cli.Must("apply")
	id := w.ID("zitadel")
	cli.Must("taint", address)
	cli.Write("main.tf", zitadelConfig(w, "orders", protectedOff))
	expectRefusal(t, cli, "run terraform untaint before the first step", "apply")
	cli.Must("untaint", address)
	cli.Must("apply")
	if w.ID("zitadel") != id {
		t.Error("it is another application")
	}
	cli.Must("apply", "-replace="+address)
	if w.ID("zitadel") == id {
		t.Error("it was not replaced")
	}
	cli.Must("destroy")
}

// A deletion that is refused after the replacement was created leaves the old application deposed.
func TestProtectionRemoved_Deposed_IsDestroyed(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	config := func(protection string) string {
		return with(lerianConfig("plugin-fees", "Nightly fees"), protection+"\nlifecycle {\n  create_before_destroy = true\n}")
	}
	cli := w.Workspace(config(protectedOn))
	cli.Must("apply")
	old := w.ID("lerian")
	expectRefusal(t, cli, "IDP_IGNORE_DELETION_PROTECTION", "apply", "-replace="+address)
	cli.Write("main.tf", config(protectedOff))
	expectRefusal(t, cli, "IDP_IGNORE_DELETION_PROTECTION", "apply")
	if n := len(w.Applications()["lerian"]); n != 2 {
		t.Fatalf("Lerian has %d applications, not two", n)
	}
	if err := w.Remove("lerian", old); err != nil {
		t.Fatal(err)
	}
	cli.Must("apply")
	cli.Must("destroy")
	if n := len(w.Applications()["lerian"]); n != 0 {
		t.Errorf("%d applications are left", n)
	}
}

// The apply that removes the protection must not also rotate the refused secret, which would replace the application.
func TestProtectionRemoved_SecretRefused_IsReplacedByNextApply(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	warned := overhear(w)
	config := func(protection string) string {
		return with(lerianConfig("plugin-fees", "Nightly fees"), verified+"\n"+protection)
	}
	const kept = "Client secret will not be rotated"
	var last credentials
	id := ""
	same := func(*terraform.State) error {
		warned.expect(t, []string{kept})
		warned.forget()
		if w.ID("lerian") != id {
			t.Error("the protected application was replaced")
		}
		return nil
	}
	w.Test(
		resource.TestStep{Config: config(protectedOn)},
		resource.TestStep{
			PreConfig: func() { id = w.ID("lerian"); later(w); stolen(t, w, "lerian") },
			Config:    config(protectedOn), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan()), Check: same,
		},
		resource.TestStep{
			Config: config(protectedOff), ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate)), Check: same,
			ExpectNonEmptyPlan: true,
		},
		resource.TestStep{Config: config(protectedOff), ConfigPlanChecks: before(action(plancheck.ResourceActionReplace)), Check: last.take(t)},
		resource.TestStep{PreConfig: func() { last.expect(t, w, "lerian", true) }, Config: config(protectedOff), PlanOnly: true},
	)
}

func TestProtectionRemoved_Drifted_IsReplaced(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	config := func(description, protection string) string {
		return with(lerianConfig("plugin-fees", description), protection)
	}
	w.Test(
		resource.TestStep{Config: config("Nightly", protectedOn)},
		resource.TestStep{
			PreConfig: func() { w.Drift("lerian", map[string]any{"description": "Hourly"}) },
			Config:    config("Nightly", protectedOff),
			ExpectError: regexp.MustCompile(
				`(?s)protected\s+from\s+removal.*without\s+the\s+change\s+to\s+description.*use\s+the\s+platform's\s+value`),
		},
		resource.TestStep{Config: config("Hourly", protectedOff), ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate))},
		resource.TestStep{
			Config: config("Nightly", protectedOff), ConfigPlanChecks: before(action(plancheck.ResourceActionReplace)),
			ConfigStateChecks: []statecheck.StateCheck{has(knownvalue.NotNull(), "client_secret")},
		},
	)
}
