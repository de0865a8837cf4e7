package application

import (
	"context"
	"errors"
	"fmt"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// ModifyPlan adds what depends on the platform: the default method, what forces a replacement, and what is known only after
// the apply.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state model
	if req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(fields.Load(ctx, req.State, &state)...)
		r.manage(state)
		resp.Diagnostics.Append(r.notRemoved(state)...)
		return
	}
	resp.Diagnostics.Append(fields.Load(ctx, req.Plan, &plan)...)
	proposed := plan
	set, diags := r.catalog.planned(ctx, &plan, req.Config)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() || len(set) != 1 {
		return
	}
	capabilities, _ := r.catalog.of(&plan, set[0])
	resp.Diagnostics.Append(r.reachable(capabilities)...)
	if resp.Diagnostics.HasError() {
		return
	}
	if req.State.Raw.IsNull() {
		var method types.String
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("auth_method"), &method)...)
		plan.planCreate(capabilities, method)
		resp.Diagnostics.Append(r.preflight(ctx, plan, "register")...)
	} else {
		resp.Diagnostics.Append(fields.Load(ctx, req.State, &state)...)
		refreshed := r.settings != nil && r.settings.Manages(state.ID.ValueString()) // an apply plans again without a read
		known, diags := r.recall(ctx, req.Private, state)
		resp.Diagnostics.Append(diags...)
		plan.planChange(state, capabilities, known, resp)
		resp.Diagnostics.Append(r.notReplaced(state, resp.RequiresReplace)...)
		if refreshed && len(resp.RequiresReplace) == 0 && plan.renamed(state, capabilities) { // a replacement is planned as a create, too
			resp.Diagnostics.Append(r.preflight(ctx, plan, "update")...)
		}
	}
	if !reflect.DeepEqual(plan, state) {
		resp.Diagnostics.Append(r.catalog.checkChange(plan, state, capabilities, resp.RequiresReplace)...)
	}
	if !reflect.DeepEqual(plan, proposed) { // setting the plan is slow
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
}

// planChange plans the changes from state to plan; nothing if they are equal.
func (m *model) planChange(state model, c idp.Capabilities, known memory, resp *resource.ModifyPlanResponse) {
	resp.RequiresReplace = append(resp.RequiresReplace, m.replaced(state, c, known)...)
	m.planUpdate(state, c)
	m.planRotation(state, c, m.rotations(state, c, known.SecretRefused), resp)
	resp.Diagnostics.Append(m.warnHeld(state, c, known.SecretRefused)...)
	resp.Diagnostics.Append(m.PlanEncryption(state.Kept, m.Name.ValueString())...)
	if len(resp.RequiresReplace) == 0 { // a replacement invalidates the secret anyway
		resp.Diagnostics.Append(m.warnSecretStays(state, c)...)
	}
	resp.Diagnostics.Append(warnReplaced(resp.RequiresReplace, c, state.Name.ValueString())...)
}

// planned returns the platform of a plan. Terraform does not accept a planned block that turns out to be absent in the
// apply.
func (c catalog) planned(ctx context.Context, plan *model, config tfsdk.Config) (set rules.Catalog, diags diag.Diagnostics) {
	if set, _ = c.chosen(plan); len(set) < 2 {
		return set, nil
	}
	var configured model // without defaults, which hide unknown values
	diags = fields.Load(ctx, config, &configured)
	if _, unknown := c.chosen(&configured); unknown {
		diags.AddError("Platform is not known yet", "Which platform block is set depends on values known only after apply. Use only known "+
			"values in the for_each of dynamic blocks, or first apply what they depend on with -target.")
		return nil, diags
	}
	diags.Append(c.WrongNumber(set))
	return nil, diags
}

// reachable reports during the plan that a platform is not configured.
func (r *Resource) reachable(capabilities idp.Capabilities) (diags diag.Diagnostics) {
	if r.platforms == nil {
		return nil
	}
	if _, err := r.platforms.Platform(capabilities.Platform); err != nil && !errors.Is(err, provided.ErrUnknown) {
		diags.Append(diagnose.NotConfigured(capabilities, err, r.settings))
	}
	return diags
}

// planCreate plans the default method if the configuration sets none. A method that is not known yet stays unknown.
func (m *model) planCreate(capabilities idp.Capabilities, method types.String) {
	if m.AuthMethod.IsUnknown() && method.IsNull() && len(capabilities.AuthMethods) > 0 { // otherwise the type is not known yet
		m.AuthMethod = types.StringValue(string(capabilities.AuthMethods[0]))
	}
	m.PlanPlace()
	m.setPreviousClientID(types.StringNull())
	m.planNone(capabilities)
	m.planClientID()
}

// planNone plans null for the attributes of a secret if there will be none. With public keys, there is still a credential.
func (m *model) planNone(capabilities idp.Capabilities) {
	if !m.secretless() {
		return
	}
	m.PlanNone(capabilities)
	if !m.jwksURI().IsNull() {
		m.ClientID = types.StringUnknown()
	}
}

// planClientID plans the client ID of a service account, which is its user name.
func (m *model) planClientID() {
	if m.isServiceAccount() {
		m.ClientID = m.Identifier
	}
}

// planUpdate marks as unknown what an update in place changes.
func (m *model) planUpdate(state model, capabilities idp.Capabilities) {
	m.planClientID()
	missing := capabilities.SeparateCredential && (m.method().HasSecret() || !m.jwksURI().IsNull()) && state.ClientID.IsNull()
	switched := !m.AuthMethod.Equal(state.AuthMethod) || !m.jwksURI().Equal(state.jwksURI())
	if switched && !capabilities.SeparateCredential && m.method().HasSecret() && !state.ClientSecret.IsNull() {
		return // the new method uses the current secret
	}
	if missing || switched {
		m.PlanNew(capabilities)
		m.planNone(capabilities)
	}
}

func (m *model) method() idp.AuthMethod { return idp.AuthMethod(m.AuthMethod.ValueString()) }

// secretless reports whether there will certainly be no secret. A method that is not known yet may have one.
func (m *model) secretless() bool { return !m.AuthMethod.IsUnknown() && !m.method().HasSecret() }

// warnSecretStays warns about a switch to a method without a secret on a platform that cannot delete the secret.
func (m *model) warnSecretStays(state model, c idp.Capabilities) (diags diag.Diagnostics) {
	leaves := state.method().HasSecret() && m.secretless() && !m.isServiceAccount()
	if leaves && c.UpdatesInPlace && !c.SeparateCredential {
		diags.AddAttributeWarning(path.Root("auth_method"), "Client secret stays valid", fmt.Sprintf(
			"%s keeps accepting the client secret of application %q after the switch to %s. "+
				"To invalidate it, apply, then generate a new secret at %[1]s and discard the new one, or replace the application.",
			c.Title, m.Name.ValueString(), m.method()))
	}
	return diags
}
