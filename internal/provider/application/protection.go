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

// protected refuses what would remove a protected application. What counts is the state: the configuration may be gone.
func protected(ctx context.Context, state tfsdk.State, why string) (diags diag.Diagnostics) {
	var protection types.Bool
	var name types.String
	at := path.Root("deletion_protection")
	diags.Append(state.GetAttribute(ctx, at, &protection)...)
	diags.Append(state.GetAttribute(ctx, path.Root("name"), &name)...)
	if protection.ValueBool() {
		diags.AddAttributeError(at, fmt.Sprintf("Application %q is protected from removal", name.ValueString()), fmt.Sprintf(
			"%s, and deletion_protection is true in state. Its client ID and client secret would stop working.\n\n"+
				"If that is what you want, take two steps: set deletion_protection = false and apply that alone, then do this again.", why))
	}
	return diags
}

const (
	removing  = "This removes the application"
	replacing = "A change of %s replaces the application"
)

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
				resp.Diagnostics.Append(protected(ctx, req.State, fmt.Sprintf(replacing, req.Path))...)
			}
		}, description, description)
}
