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
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

func TestProtectedApplicationIsNotRemoved(t *testing.T) {
	const refused = `(?s)protected from removal.*deletion_protection.*two steps`
	for name, row := range map[string]struct {
		platform string
		config   func(*acctest.World, string) string // body contains further attributes
		replaced func(*acctest.World, string) string
	}{
		"zitadel": {
			"zitadel",
			func(w *acctest.World, body string) string { return zitadelConfig(w, "orders", body) },
			func(w *acctest.World, body string) string {
				return strings.Replace(zitadelConfig(w, "orders", body), w.ZITADEL.ProjectID(), "123", 1)
			},
		},
		"keycard": {
			"keycard",
			func(w *acctest.World, body string) string { return keycardConfig(w, "", body) },
			func(w *acctest.World, body string) string {
				return strings.Replace(keycardConfig(w, "", body), w.Keycard.ZoneID(), "elsewhere", 1)
			},
		},
		"lerian": {
			"lerian",
			func(_ *acctest.World, body string) string {
				return strings.Replace(lerianConfig("plugin-fees", "Nightly"), "lerian ", body+"\n  lerian ", 1)
			},
			func(_ *acctest.World, body string) string {
				return strings.Replace(lerianConfig("plugin-fees", "Hourly"), "lerian ", body+"\n  lerian ", 1)
			},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			on, off := "deletion_protection = true", "deletion_protection = false"
			w.Test(
				resource.TestStep{Config: row.config(w, on)},
				unchanged(row.config(w, on)),
				resource.TestStep{Config: row.config(w, on), Destroy: true, ExpectError: regexp.MustCompile(refused)},
				resource.TestStep{Config: row.replaced(w, on), ExpectError: regexp.MustCompile(refused)},
				resource.TestStep{Config: row.replaced(w, off), ExpectError: regexp.MustCompile(refused)}, // a single step is not enough
				resource.TestStep{Config: "# the resource is gone\n", ExpectError: regexp.MustCompile(refused)},
				resource.TestStep{
					PreConfig:         func() { w.ID(row.platform); w.Sent() },
					Config:            row.config(w, off),
					ConfigPlanChecks:  before(action(plancheck.ResourceActionUpdate)),
					ConfigStateChecks: []statecheck.StateCheck{has(knownvalue.Bool(false), "deletion_protection"), has(knownvalue.NotNull(), "client_secret")},
					Check:             func(*terraform.State) error { expectOnlyReads(t, w); return nil },
				},
			)
		})
	}
}

// A rotation is allowed unless the platform replaces the application for it.
func TestProtectedApplicationIsRotatedInPlaceOnly(t *testing.T) {
	for platform, config := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			protected := func(value string, n int) string {
				return with(config(w), "deletion_protection = "+value+"\n"+rotated(n))
			}
			rotation := resource.TestStep{Config: protected("true", 2), ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate))}
			if platform == "lerian" {
				rotation = resource.TestStep{Config: protected("true", 2), ExpectError: regexp.MustCompile(`(?s)protected from removal.*rotate_when_changed`)}
			}
			w.Test(resource.TestStep{Config: protected("true", 1)}, rotation, resource.TestStep{Config: protected("false", 1)})
		})
	}
}

// A plan does not tell the provider about -replace. The apply must still delete nothing.
func TestProtection_ReplaceFlag_IsRefused(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	cli := w.Workspace(zitadelConfig(w, "orders", "deletion_protection = true"))
	cli.Must("apply")
	id := w.ID("zitadel")
	if output, status := cli.Run("apply", "-replace="+address); status != 1 || !strings.Contains(output, "protected from removal") || w.ID("zitadel") != id {
		t.Errorf("%d: %s", status, output)
	}
	cli.Write("main.tf", zitadelConfig(w, "orders", ""))
	cli.Must("apply")
	cli.Must("destroy")
}

// Terraform replaces an application whose create did not finish. Protection must not prevent that.
func TestProtectedApplicationThatCameWithoutSecretIsReplaced(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	config := zitadelConfig(w, "orders", "deletion_protection = true")
	w.Test(
		resource.TestStep{
			PreConfig: func() {
				w.Fault(fault.Fault{Operation: "zitadel.create_application", Kind: fault.DropAfterCommit})
				w.Fault(fault.Fault{Operation: "zitadel.generate_secret", Kind: fault.Status, Status: 403})
				w.Fault(fault.Fault{Operation: "zitadel.delete_app", Kind: fault.Status, Status: 403})
			},
			Config: config, ExpectError: regexp.MustCompile(`got\s+no\s+client\s+secret`),
		},
		resource.TestStep{Config: config, Check: expectWorking(t, w, "zitadel")},
		resource.TestStep{Config: zitadelConfig(w, "orders", "")},
	)
}

func TestLocalChangeSendsNothing(t *testing.T) {
	for platform, config := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			local := with(config(w), rotated(1)+"\ndeletion_protection = false")
			w.Test(
				resource.TestStep{Config: config(w)},
				resource.TestStep{
					PreConfig:        func() { w.Sent() },
					Config:           local,
					ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate)),
					Check:            func(*terraform.State) error { expectOnlyReads(t, w); return nil },
				},
			)
		})
	}
}
