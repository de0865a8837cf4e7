package application_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// unknowns expects a plan in which exactly these attributes of the application are unknown. The names are sorted.
type unknowns []string

func (u unknowns) CheckPlan(_ context.Context, req plancheck.CheckPlanRequest, resp *plancheck.CheckPlanResponse) {
	for _, change := range req.Plan.ResourceChanges {
		if change.Address == address {
			if got := unknownIn("", change.Change.AfterUnknown); !slices.Equal(got, u) {
				resp.Error = fmt.Errorf("unknown are %q, want %q", got, []string(u))
			}
			return
		}
	}
	resp.Error = fmt.Errorf("the plan has no %s", address)
}

func unknownIn(name string, value any) (names []string) {
	switch value := value.(type) {
	case bool:
		if value {
			names = append(names, name)
		}
	case map[string]any:
		for _, key := range slices.Sorted(maps.Keys(value)) {
			names = append(names, unknownIn(strings.TrimPrefix(name+"."+key, "."), value[key])...)
		}
	}
	return names
}

// Attributes that will be null are null in the plan.
func TestCreate_PlansAsUnknownOnlyWhatWillHaveAValue(t *testing.T) {
	for name, c := range map[string]struct {
		config func(*acctest.World) string
		want   unknowns
	}{
		"zitadel": {platforms["zitadel"], unknowns{"client_id", "client_secret", "id"}},
		"zitadel with an organization": {func(w *acctest.World) string {
			return strings.Replace(platforms["zitadel"](w), "zitadel {", fmt.Sprintf("zitadel {\n organization_id = %q", w.ZITADEL.OrganizationID()), 1)
		}, unknowns{"client_id", "client_secret", "id"}},
		"zitadel without secret": {func(w *acctest.World) string {
			return zitadelConfig(w, "orders", `auth_method = "private_key_jwt"`)
		}, unknowns{"client_id", "id"}},
		"zitadel encrypted": {func(w *acctest.World) string {
			return zitadelConfig(w, "orders", to(newIdentity(t)))
		}, unknowns{"client_id", "id", "secret.encrypted"}},
		"zitadel verified": {func(w *acctest.World) string { return zitadelConfig(w, "orders", verified) }, unknowns{"client_id", "client_secret", "id"}},
		"keycard":          {platforms["keycard"], unknowns{"client_id", "client_secret", "id", "keycard.consent"}},
		"keycard with consent": {func(w *acctest.World) string {
			return keycardConfig(w, "consent = \"required\"\n keep_previous_credential = true", "")
		}, unknowns{"client_id", "client_secret", "id"}},
		"keycard without secret": {func(w *acctest.World) string {
			return keycardConfig(w, `consent = "required"`, `auth_method = "none"`)
		}, unknowns{"id"}},
		"keycard encrypted": {func(w *acctest.World) string {
			return keycardConfig(w, `consent = "required"`, to(newIdentity(t)))
		}, unknowns{"client_id", "id", "secret.encrypted"}},
		"lerian": {platforms["lerian"], unknowns{"client_id", "client_secret", "id"}},
		"lerian encrypted": {func(w *acctest.World) string {
			return with(platforms["lerian"](w), to(newIdentity(t)))
		}, unknowns{"client_id", "id", "secret.encrypted"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			config := c.config(w)
			w.Test(resource.TestStep{Config: config, ConfigPlanChecks: before(c.want)}, unchanged(config))
		})
	}
}

// A change without a new secret leaves everything known, also if a block secret is added or removed.
func TestUpdate_WithoutANewSecret_PlansNothingAsUnknown(t *testing.T) {
	for platform, config := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			steps := []resource.TestStep{{Config: config(w)}}
			for _, body := range []string{"secret {}", verified, verified + "\ndeletion_protection = false", "deletion_protection = false", ""} {
				changed := with(config(w), body)
				steps = append(steps, resource.TestStep{
					Config: changed, ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate), unknowns(nil)),
				}, unchanged(changed))
			}
			w.Test(steps...)
		})
	}
}
