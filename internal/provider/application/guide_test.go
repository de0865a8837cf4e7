package application_test

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	tfresource "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/acctest/standin"
)

// timeProvider stands in for the provider hashicorp/time, whose resource time_rotating is replaced when it has expired.
type timeProvider struct{ days atomic.Int64 }

func (c *timeProvider) now() time.Time {
	return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, int(c.days.Load()))
}

type rotating struct{ *timeProvider }

type rotatingModel struct {
	ID   types.String `tfsdk:"id"`
	Days types.Int64  `tfsdk:"rotation_days"`
}

func (r *rotating) Metadata(_ context.Context, _ tfresource.MetadataRequest, resp *tfresource.MetadataResponse) {
	resp.TypeName = "time_rotating"
}

func (r *rotating) Schema(_ context.Context, _ tfresource.SchemaRequest, resp *tfresource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"id": schema.StringAttribute{
			Computed: true, PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"rotation_days": schema.Int64Attribute{Required: true},
	}}
}

func (r *rotating) Create(ctx context.Context, req tfresource.CreateRequest, resp *tfresource.CreateResponse) {
	var m rotatingModel
	resp.Diagnostics.Append(req.Plan.Get(ctx, &m)...)
	m.ID = types.StringValue(r.now().Format(time.RFC3339))
	resp.Diagnostics.Append(resp.State.Set(ctx, &m)...)
}

func (r *rotating) Read(ctx context.Context, req tfresource.ReadRequest, resp *tfresource.ReadResponse) {
	var m rotatingModel
	resp.Diagnostics.Append(req.State.Get(ctx, &m)...)
	if began, err := time.Parse(time.RFC3339, m.ID.ValueString()); err == nil && !r.now().Before(began.AddDate(0, 0, int(m.Days.ValueInt64()))) {
		resp.State.RemoveResource(ctx)
	}
}

func (r *rotating) Update(context.Context, tfresource.UpdateRequest, *tfresource.UpdateResponse) {}
func (r *rotating) Delete(context.Context, tfresource.DeleteRequest, *tfresource.DeleteResponse) {}

func TestRotationRecipeRotatesEachMonth(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	months := &timeProvider{}
	w.Others = standin.Providers("time", func() tfresource.Resource { return &rotating{months} })
	config := example(t, w, "guides/secrets/rotation.tf")
	secrets := map[string]map[string]bool{}
	collect := func(s *terraform.State) error {
		for platform, name := range map[string]string{"zitadel": "orders", "keycard": "billing", "lerian": "fees"} {
			got := s.RootModule().Resources["idp_application."+name].Primary.Attributes
			if !works(w, platform, got["client_id"], got["client_secret"]) {
				return fmt.Errorf("the secret of %s does not work", name)
			}
			if secrets[name] == nil {
				secrets[name] = map[string]bool{}
			}
			secrets[name][got["client_secret"]] = true
		}
		return nil
	}
	actions := func(zitadel, keycard, lerian plancheck.ResourceActionType) resource.ConfigPlanChecks {
		return before(plancheck.ExpectResourceAction("idp_application.orders", zitadel),
			plancheck.ExpectResourceAction("idp_application.billing", keycard), plancheck.ExpectResourceAction("idp_application.fees", lerian))
	}
	on := func(day int64) func() { return func() { months.days.Store(day) } }
	update := plancheck.ResourceActionUpdate
	w.Test(
		resource.TestStep{Config: config, Check: collect},
		resource.TestStep{PreConfig: on(29), Config: config, PlanOnly: true},
		resource.TestStep{PreConfig: on(31), Config: config, Check: collect, ConfigPlanChecks: actions(update, update, plancheck.ResourceActionCreateBeforeDestroy)},
		resource.TestStep{PreConfig: on(59), Config: config, PlanOnly: true},
		resource.TestStep{PreConfig: on(62), Config: config, Check: collect, ConfigPlanChecks: actions(update, update, plancheck.ResourceActionCreateBeforeDestroy)},
	)
	for name, all := range secrets {
		if len(all) != 3 {
			t.Errorf("%s had %d secrets in three months", name, len(all))
		}
	}
}

func TestGuideExamplesApply(t *testing.T) {
	for _, file := range []string{"by-hand.tf", "encrypted.tf", "no-secret.tf", "verified.tf"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			config := example(t, w, "guides/secrets/"+file)
			w.Test(resource.TestStep{Config: config}, unchanged(config))
		})
	}
}
