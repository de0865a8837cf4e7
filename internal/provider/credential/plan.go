package credential

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
)

var pathExpiresAt = path.Root(string(idp.CredentialKey)).AtName("expires_at")

// ModifyPlan adds to the plan what forces a replacement, and which attributes will be null.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if req.Plan.Raw.IsNull() {
		return
	}
	var plan, state model
	resp.Diagnostics.Append(fields.Load(ctx, req.Plan, &plan)...)
	proposed := plan
	platforms, set, _ := r.catalog.chosen(&plan)
	if len(platforms) != 1 || len(set) != 1 { // validation allows this only while it may still turn out valid
		resp.Diagnostics.AddError("Blocks of the credential are not known yet", "Which platform and kind are set depends on values known only after apply. "+
			"Use only known values in the for_each of dynamic blocks, or first apply what they depend on with -target.")
		return
	}
	resp.Diagnostics.Append(r.reachable(platforms[0])...)
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		plan.planCreate()
		resp.Diagnostics.Append(plan.checkExpiry(r.now())...)
		resp.Diagnostics.Append(r.preflight(ctx, plan)...)
	} else {
		resp.Diagnostics.Append(fields.Load(ctx, req.State, &state)...)
		plan.planChange(state, platforms[0], r.now(), resp)
	}
	if !reflect.DeepEqual(plan, proposed) { // setting the plan is slow
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
}

// now returns the current time, or the zero time before the provider is configured: then nothing has expired.
func (r *Resource) now() time.Time {
	if r.settings == nil {
		return time.Time{}
	}
	return r.settings.Now()
}

// reachable reports during the plan that a platform is not configured.
func (r *Resource) reachable(capabilities idp.Capabilities) (diags diag.Diagnostics) {
	if r.platforms == nil {
		return nil
	}
	if _, err := r.platforms.Credentials(capabilities.Platform); err != nil && !errors.Is(err, provided.ErrUnknown) {
		diags.Append(diagnose.NotConfigured(capabilities, err, r.settings))
	}
	return diags
}

// planCreate plans the values that are known, and null for attributes that will have no value.
func (m *model) planCreate() {
	m.planClientID()
	k := m.kept()
	k.PlanPlace()
	if m.kind() == idp.CredentialKey && !m.hasSecret() && !m.text("public_key").IsUnknown() {
		k.ClientSecret = types.StringNull()
	}
	m.setKept(k)
}

// planClientID plans client_id: the user's identifier becomes the client ID. Workloads have no client ID: the subject of
// their token identifies the application.
func (m *model) planClientID() {
	switch identifier := m.text("identifier"); {
	case m.kind() == idp.CredentialWorkloadIdentity:
		m.ClientID = types.StringNull()
	case !identifier.IsNull():
		m.ClientID = identifier
	}
}

// checkExpiry refuses to create a credential that has already expired.
func (m *model) checkExpiry(now time.Time) (diags diag.Diagnostics) {
	if at := m.text("expires_at").ValueString(); expired(at, now) {
		diags.AddAttributeError(pathExpiresAt, "Credential would have expired already", fmt.Sprintf(
			"key.expires_at is %s, and this plan creates a credential. Set a later time.", at))
	}
	return diags
}

// planChange plans the changes from state to plan.
func (m *model) planChange(state model, c idp.Capabilities, now time.Time, resp *resource.ModifyPlanResponse) {
	label := target{Credential: idp.Credential{Kind: state.kind(), ID: state.ID.ValueString(), ApplicationID: state.ApplicationID.ValueString()}}
	replaced := m.replaced(state, c)
	if expiresAt := state.text("expires_at").ValueString(); expired(expiresAt, now) {
		m.ID, replaced = types.StringUnknown(), append(replaced, path.Root("id"))
		resp.Diagnostics.AddAttributeWarning(pathExpiresAt, "Credential has expired", fmt.Sprintf(
			"The credential %s at %s expired at %s. This plan replaces it.", label.label(), c.Title, expiresAt))
	} else if len(replaced) == 0 && expiresSoon(expiresAt, now) {
		resp.Diagnostics.AddAttributeWarning(pathExpiresAt, "Credential expires soon", fmt.Sprintf(
			"The credential %s at %s expires at %s. To replace it in time, change key.expires_at. With create_before_destroy, the new credential "+
				"is there before the current one is revoked.", label.label(), c.Title, expiresAt))
	}
	if len(replaced) > 0 {
		resp.RequiresReplace = append(resp.RequiresReplace, replaced...)
		resp.Diagnostics.Append(m.checkExpiry(now)...)
		return
	}
	m.planClientID()
	k := m.kept()
	resp.Diagnostics.Append(k.PlanEncryptionOf(state.kept(), label.how())...)
	m.setKept(k)
}
