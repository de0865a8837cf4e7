package application

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
)

// Update carries out changes in place. State keeps what was done before a failure. Like Create, it ignores cancellation,
// because it may create a secret.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(fields.Load(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(fields.Load(ctx, req.State, &state)...)
	remembered, diags := r.recall(ctx, req.Private, state)
	resp.Diagnostics.Append(diags...)
	wanted, platform := r.prepare(plan, &resp.Diagnostics)
	before, _ := r.prepare(state, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	before.Application = remembered.complete(before.Application)
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), r.settings.OperationTimeout())
	defer cancel()
	ctx, report := wanted.object().CollectWaits(ctx, &resp.Diagnostics)
	defer report()

	before.Scope = wanted.Scope
	if err := before.locate(ctx, platform); err != nil {
		resp.Diagnostics.Append(before.notLocated(err))
		return
	}
	others, err := changeDependencies(ctx, platform, &before, &wanted)
	resp.Diagnostics.Append(others...)
	if err != nil {
		resp.Diagnostics.Append(before.cannot("read", err))
		return
	}
	rotate := len(plan.rotations(state, wanted.capabilities, remembered.SecretRefused)) > 0
	app, err := change(ctx, platform, before, wanted, rotate)
	resp.Diagnostics.Append(wanted.notCompliant(app)...)
	after := remembered.of(app)
	after.Unconfirmed = after.Unconfirmed || open(err) // if the outcome is ambiguous, the next read reports no drift
	if renewed(before.Application, app) {
		after = after.issued(r.settings.Now())
	} else {
		plan.Undo(state.Kept, app, err != nil)
	}
	settle := plan.settled
	if err != nil {
		resp.Diagnostics.Append(wanted.cannot("update", err))
		settle = plan.refreshed
	}
	if app.ID != "" {
		m, diags := settle(ctx, wanted.capabilities.Platform, app)
		resp.Diagnostics.Append(diags...)
		resp.Diagnostics.Append(r.catalog.publish(ctx, m, after, &resp.State, resp.Identity)...)
		resp.Diagnostics.Append(r.keep(ctx, after, app.ID, resp.Private)...)
	}
}

// change updates the application, and then rotates its secret if that is planned.
func change(ctx context.Context, platform idp.Platform, before, wanted target, rotate bool) (idp.Application, error) {
	app, err := platform.Update(ctx, idp.Change{Before: before.Application, After: wanted.Registration})
	if err != nil || !rotate || renewed(before.Application, app) {
		return app, err
	}
	app.KeepPreviousCredential = wanted.KeepPreviousCredential
	return platform.Rotate(ctx, app)
}

// renewed reports whether there is a new secret.
func renewed(before, after idp.Application) bool {
	return after.ClientSecret != "" && after.ClientSecret != before.ClientSecret
}
