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

// ModifyPlan completes the plan with what depends on the platform: the default method, what must be replaced, and what
// will only be known afterwards.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	var plan, state model
	if req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(fields.Load(ctx, req.State, &state)...)
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
		resp.Diagnostics.Append(r.preflight(ctx, plan)...)
	} else {
		resp.Diagnostics.Append(fields.Load(ctx, req.State, &state)...)
		known, diags := r.recall(ctx, req.Private, state)
		resp.Diagnostics.Append(diags...)
		plan.planChange(state, capabilities, known, resp)
		resp.Diagnostics.Append(r.notReplaced(state, resp.RequiresReplace)...)
	}
	if !reflect.DeepEqual(plan, state) {
		resp.Diagnostics.Append(r.catalog.checkChange(plan, state, capabilities, resp.RequiresReplace)...)
	}
	if !reflect.DeepEqual(plan, proposed) { // setting it takes a while
		resp.Diagnostics.Append(resp.Plan.Set(ctx, &plan)...)
	}
}

// planChange plans what leads from a state to the plan, or nothing where they are the same.
func (m *model) planChange(state model, c idp.Capabilities, known memory, resp *resource.ModifyPlanResponse) {
	resp.RequiresReplace = append(resp.RequiresReplace, m.replaced(state, c, known)...)
	m.planUpdate(state, c)
	m.planRotation(state, c, m.rotations(state, c, known.SecretRefused), resp)
	resp.Diagnostics.Append(m.warnHeld(state, c, known.SecretRefused)...)
	resp.Diagnostics.Append(m.PlanEncryption(state.Kept, m.Name.ValueString())...)
	if len(resp.RequiresReplace) == 0 { // else it ends with the application
		resp.Diagnostics.Append(m.warnSecretStays(state, c)...)
	}
	resp.Diagnostics.Append(warnReplaced(resp.RequiresReplace, c, state.Name.ValueString())...)
}

// planned returns the platform of a plan. Terraform accepts no block in a plan that turns out not to be there in the apply.
func (c catalog) planned(ctx context.Context, plan *model, config tfsdk.Config) (set rules.Catalog, diags diag.Diagnostics) {
	if set, _ = c.chosen(plan); len(set) < 2 {
		return set, nil
	}
	var configured model // without the defaults, which hide what is not known
	diags = fields.Load(ctx, config, &configured)
	if _, unknown := c.chosen(&configured); unknown {
		diags.AddError("Platform is not known yet", "Which platform block is set depends on values known only after apply. Use only known "+
			"values in the for_each of dynamic blocks, or first apply what they depend on with -target.")
		return nil, diags
	}
	diags.Append(c.WrongNumber(set))
	return nil, diags
}

// reachable finds out already in the plan that a platform is not configured.
func (r *Resource) reachable(capabilities idp.Capabilities) (diags diag.Diagnostics) {
	if r.platforms == nil {
		return nil
	}
	if _, err := r.platforms.Platform(capabilities.Platform); err != nil && !errors.Is(err, provided.ErrUnknown) {
		diags.Append(diagnose.NotConfigured(capabilities, err, r.settings))
	}
	return diags
}

// planCreate puts the default method where the configuration has none; one that is not known yet stays so.
func (m *model) planCreate(capabilities idp.Capabilities, method types.String) {
	if m.AuthMethod.IsUnknown() && method.IsNull() && len(capabilities.AuthMethods) > 0 { // else the type is not known yet
		m.AuthMethod = types.StringValue(string(capabilities.AuthMethods[0]))
	}
	m.PlanPlace()
	m.setPreviousClientID(types.StringNull())
	m.planNone(capabilities)
	m.planClientID()
}

// planNone plans what an application without a secret will not have. With public keys it has a credential all the same.
func (m *model) planNone(capabilities idp.Capabilities) {
	if !m.secretless() {
		return
	}
	m.PlanNone(capabilities)
	if !m.jwksURI().IsNull() {
		m.ClientID = types.StringUnknown()
	}
}

// planClientID is for service accounts, whose client ID is their user name.
func (m *model) planClientID() {
	if m.isServiceAccount() {
		m.ClientID = m.Identifier
	}
}

// planUpdate marks what a change in place will give new values.
func (m *model) planUpdate(state model, capabilities idp.Capabilities) {
	m.planClientID()
	missing := capabilities.SeparateCredential && (m.method().HasSecret() || !m.jwksURI().IsNull()) && state.ClientID.IsNull()
	switched := !m.AuthMethod.Equal(state.AuthMethod) || !m.jwksURI().Equal(state.jwksURI())
	if switched && !capabilities.SeparateCredential && m.method().HasSecret() && !state.ClientSecret.IsNull() {
		return // to a method that uses the present secret
	}
	if missing || switched {
		m.PlanNew(capabilities)
		m.planNone(capabilities)
	}
}

func (m *model) method() idp.AuthMethod { return idp.AuthMethod(m.AuthMethod.ValueString()) }

// secretless reports whether there will certainly be no secret. A method that is not known yet may have one.
func (m *model) secretless() bool { return !m.AuthMethod.IsUnknown() && !m.method().HasSecret() }

// warnSecretStays is for a switch to a method without a secret, where the secret is nothing that could be removed.
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
