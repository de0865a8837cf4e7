package application

import (
	"context"
	"errors"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/drift"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/secret"
)

// Read updates the state from the platform. A state without an ID belongs to an application that does not exist yet.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(fields.Load(ctx, req.State, &state)...)
	remembered, diags := r.recall(ctx, req.Private, state)
	resp.Diagnostics.Append(diags...)
	known, platform := r.prepare(state, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	known.Application = remembered.complete(known.Application)
	resp.Diagnostics.Append(known.identified(ctx, resp.Identity)...)
	if known.ID == "" {
		resp.State.RemoveResource(ctx)
		return
	}
	ctx, cancel := context.WithTimeout(ctx, r.settings.OperationTimeout())
	defer cancel()
	ctx, report := known.object().CollectWaits(ctx, &resp.Diagnostics)
	defer report()

	app, err := get(ctx, platform, known.Application)
	if err != nil {
		known.notRead(ctx, err, resp)
		return
	}
	if !remembered.Unconfirmed && !known.imported() && known.AuthMethod != "" {
		resp.Diagnostics.Append(drift.Warn(ctx, platform, known.object(), known.Application, app)...)
	}
	after := remembered.of(app)
	after.Unconfirmed = false
	refreshed, diags := state.refreshed(ctx, known.capabilities.Platform, app)
	resp.Diagnostics.Append(diags...)
	if known.AuthMethod == "" && app.AuthMethod.HasSecret() && app.ClientSecret == "" {
		resp.Diagnostics.Append(secret.WarnUnknown(known.object())...)
	}
	after.SecretRefused, err = refreshed.Verify(ctx, r.settings, platform, app, after.SecretIssued)
	if err != nil {
		resp.Diagnostics.Append(secret.Unverified(target{app, known.capabilities, nil}.object(), err))
	}
	if !reflect.DeepEqual(refreshed, state) || after.OrganizationID != remembered.OrganizationID { // setting the state is slow
		resp.Diagnostics.Append(r.catalog.publish(ctx, refreshed, after, &resp.State, resp.Identity)...)
	}
	if after != remembered {
		resp.Diagnostics.Append(r.keep(ctx, after, app.ID, resp.Private)...)
	}
}

// notRead handles a failed read: only an application that certainly does not exist is removed from state.
func (t target) notRead(ctx context.Context, err error, resp *resource.ReadResponse) {
	switch {
	case t.neverConfirmed() && (errors.Is(err, idp.ErrNotFound) || t.Type == idp.TypeServiceAccount && errors.Is(err, idp.ErrOtherInstallation)):
		resp.Diagnostics.Append(t.notThere(err)) // an error, because there was no state to remove
	case t.organizationUnknown() && !t.imported() && !isRemoval(err):
		resp.Diagnostics.Append(t.notLocated(err))
	case errors.Is(err, idp.ErrNotFound):
		resp.State.RemoveResource(ctx)
		resp.Diagnostics.Append(t.gone(err))
	case errors.Is(err, idp.ErrHidden) && !t.imported():
		resp.Diagnostics.Append(t.hidden(err)) // the state does not change
	default:
		resp.Diagnostics.Append(t.cannot("read", err))
	}
}

// isRemoval reports whether the platform's history shows that the application was removed. That is proof even while its
// organization is not known: IDs are unique.
func isRemoval(err error) bool {
	e, ok := errors.AsType[*idp.Error](err)
	return ok && e.Removal
}

type answerKey struct{}

// answer is a platform's response about an application, for the Read of the same call.
type answer struct {
	app idp.Application
	err error
}

// get reads the application from the platform, unless the same call has already done so.
func get(ctx context.Context, platform idp.Platform, known idp.Application) (idp.Application, error) {
	if a, ok := ctx.Value(answerKey{}).(answer); ok {
		return a.app, a.err
	}
	return platform.Get(ctx, known)
}
