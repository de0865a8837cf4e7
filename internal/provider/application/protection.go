package application

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// deletionProtection is kept in state only: no platform knows of it. It has no default, so that a plan after an import is
// empty.
func deletionProtection() schema.BoolAttribute {
	return schema.BoolAttribute{
		Optional: true,
		MarkdownDescription: "Whether Terraform refuses to remove the application (default `false`), also in order to replace it. " +
			"What counts is the value that was applied last: to remove a protected application, apply `false` first. " +
			"Nothing is sent to the platform.",
	}
}

// notRemoved refuses to remove a protected application.
func notRemoved(ctx context.Context, state tfsdk.State) diag.Diagnostics {
	return protected(ctx, state, "This removes the application",
		"The configuration does not reach every object. A tainted one must be untainted before the first step (terraform untaint). A deposed "+
			"one, which create_before_destroy leaves where the removal fails, stays protected: remove that application at the platform, and "+
			"the next plan finds it gone.")
}

// notReplaced refuses a change that would replace a protected application.
func notReplaced(ctx context.Context, state tfsdk.State, changed path.Path) diag.Diagnostics {
	return protected(ctx, state, fmt.Sprintf("A change of %s replaces the application", changed), fmt.Sprintf(
		"The first step must go without the change of %s. If somebody made it at the platform, write what the platform has into the "+
			"configuration for that step.", changed))
}

// keptFrom is notReplaced for several changes.
func keptFrom(ctx context.Context, state tfsdk.State, changed path.Paths) (diags diag.Diagnostics) {
	for _, at := range changed {
		diags.Append(notReplaced(ctx, state, at)...)
	}
	return diags
}

// protected refuses what would remove a protected application. What counts is the state: the configuration may be gone.
func protected(ctx context.Context, state tfsdk.State, why, hurdle string) (diags diag.Diagnostics) {
	var protection types.Bool
	var name types.String
	at := path.Root("deletion_protection")
	diags.Append(state.GetAttribute(ctx, at, &protection)...)
	diags.Append(state.GetAttribute(ctx, path.Root("name"), &name)...)
	if protection.ValueBool() {
		diags.AddAttributeError(at, "Application is protected from removal", fmt.Sprintf(
			"%s, and deletion_protection of application %q is true in state. Its client ID and client secret would stop working.\n\n"+
				"If that is what you want, take two steps: set deletion_protection = false and apply that alone, then do this again.\n\n%s",
			why, name.ValueString(), hurdle))
	}
	return diags
}

// held reports that a secret which the platform refused is not rotated: that would replace a protected application, also in
// the apply that takes the protection off.
func held(state model, c idp.Capabilities) bool {
	return !c.RotatesInPlace && state.DeletionProtection.ValueBool()
}

func (m *model) warnHeld(state model, c idp.Capabilities, refused bool) (diags diag.Diagnostics) {
	if m.wantsAnother(refused) && held(state, c) {
		diags.AddAttributeWarning(m.secretPath(), "Client secret will not be rotated", fmt.Sprintf(
			"%s rotates the client secret of application %q by replacing the application, and deletion_protection is true in state. %s "+
				"To rotate, set deletion_protection = false and apply: the plan after that replaces the application.", c.Title, state.Name.ValueString(), secretRefused))
	}
	return diags
}

// requiresReplace is for attributes whose change replaces the application.
func requiresReplace() planmodifier.String {
	return requiresReplaceIf(func(context.Context, planmodifier.StringRequest, *stringplanmodifier.RequiresReplaceIfFuncResponse) bool {
		return true
	},
		"Changing it registers a new application.")
}

// requiresReplaceIf is for those where it depends.
func requiresReplaceIf(
	replaces func(context.Context, planmodifier.StringRequest, *stringplanmodifier.RequiresReplaceIfFuncResponse) bool, description string,
) planmodifier.String {
	return stringplanmodifier.RequiresReplaceIf(
		func(ctx context.Context, req planmodifier.StringRequest, resp *stringplanmodifier.RequiresReplaceIfFuncResponse) {
			if resp.RequiresReplace = replaces(ctx, req, resp); resp.RequiresReplace {
				resp.Diagnostics.Append(notReplaced(ctx, req.State, req.Path)...)
			}
		}, description, description)
}
