package credential

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
)

// Update carries out changes in place. It sends no request for a change that is local to Terraform.
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
	before.Credential = remembered.complete(before.Credential)
	before.Scope = wanted.Scope // the organization may be set or removed
	ctx, cancel := context.WithTimeout(ctx, r.settings.OperationTimeout())
	defer cancel()
	ctx, report := wanted.object().CollectWaits(ctx, &resp.Diagnostics)
	defer report()

	after := before.Credential
	if sent := wanted.inPlace(after); sent != after {
		var err error
		after, err = platform.UpdateCredential(ctx, after, sent)
		if err != nil {
			resp.Diagnostics.Append(before.cannot("update", err))
			remembered.Unconfirmed = remembered.Unconfirmed || open(err) // if the outcome is ambiguous, the next read reports no drift
			resp.Diagnostics.Append(r.keep(ctx, remembered, state.ID.ValueString(), resp.Private)...)
			return
		}
	}
	settled := plan.settled(ctx, after)
	kept := state.kept()
	resp.Diagnostics.Append(settled.keep(true, idp.Secret(kept.ClientSecret.ValueString()), wanted.how())...)
	resp.Diagnostics.Append(wanted.publish(ctx, settled, &resp.State, resp.Identity)...)
}

// inPlace returns a credential with the attributes of the target that the platform can change.
func (t target) inPlace(before idp.Credential) idp.Credential {
	switch t.Kind {
	case idp.CredentialWorkloadIdentity:
		before.Subject = t.Subject
	case idp.CredentialURL, idp.CredentialPublic:
		before.ClientID = t.ClientID
	case idp.CredentialClientSecret, idp.CredentialKey, idp.CredentialPublicKey:
	}
	return before
}

// open reports whether a failed request may have been carried out.
func open(err error) bool {
	return errors.Is(err, idp.ErrAmbiguous) || errors.Is(err, idp.ErrUnavailable)
}
