package credential

import (
	"context"
	"errors"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/drift"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
)

// Read updates the state from the platform. A state without an ID belongs to a credential that does not exist yet.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(fields.Load(ctx, req.State, &state)...)
	remembered, diags := r.recall(ctx, req.Private, state)
	resp.Diagnostics.Append(diags...)
	known, platform := r.prepare(state, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	known.Credential = remembered.complete(known.Credential)
	resp.Diagnostics.Append(known.identified(ctx, resp.Identity)...)
	if known.ID == "" {
		resp.State.RemoveResource(ctx)
		return
	}
	ctx, cancel := context.WithTimeout(ctx, r.settings.OperationTimeout())
	defer cancel()
	ctx, report := known.object().CollectWaits(ctx, &resp.Diagnostics)
	defer report()

	found, err := platform.GetCredential(ctx, known.Credential)
	if err != nil {
		r.notRead(ctx, known, remembered, err, resp)
		return
	}
	if !Manages(found) {
		resp.Diagnostics.Append(known.unmanaged())
		return
	}
	if !remembered.Unconfirmed && !known.imported() {
		resp.Diagnostics.Append(drift.WarnCredential(known.object(), known.Credential, found)...)
	}
	refreshed := state.refreshed(ctx, found)
	if known.imported() && refreshed.hasSecret() {
		resp.Diagnostics.Append(known.unknownSecret()...)
	}
	if !reflect.DeepEqual(refreshed, state) { // setting the state is slow
		resp.Diagnostics.Append(resp.State.Set(ctx, refreshed)...)
	}
	after := remembered.of(found)
	if after.Unconfirmed, after.NeverWorked = false, false; after != remembered {
		resp.Diagnostics.Append(r.keep(ctx, after, found.ID, resp.Private)...)
	}
}

// notRead handles a failed read: only a credential that certainly does not exist is removed from state.
func (r *Resource) notRead(ctx context.Context, known target, remembered memory, err error, resp *resource.ReadResponse) {
	switch {
	case errors.Is(err, idp.ErrNotFound) && remembered.NeverWorked:
		resp.Diagnostics.Append(known.hidden(err)) // Terraform replaces it, and only then revokes it
	case errors.Is(err, idp.ErrNotFound) && known.imported():
		resp.Diagnostics.Append(known.notThere(err)) // an error, because there was no state to remove
	case errors.Is(err, idp.ErrNotFound):
		resp.State.RemoveResource(ctx)
		resp.Diagnostics.Append(known.gone(err, expired(known.ExpiresAt, r.settings.Now())))
	case errors.Is(err, idp.ErrHidden) && !known.imported():
		resp.Diagnostics.Append(known.hidden(err)) // the state does not change
	default:
		resp.Diagnostics.Append(known.cannot("read", err))
	}
}
