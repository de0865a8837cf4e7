package application

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/secret"
)

// deletionProtection returns the schema of deletion_protection, which exists only in state: no platform knows it. It has no
// default, so that a plan after an import is empty.
func deletionProtection() schema.BoolAttribute {
	return schema.BoolAttribute{
		Optional: true,
		MarkdownDescription: "Whether Terraform refuses to delete or replace the application. Default: `false`. The value applied last counts: to delete a " +
			"protected application, apply `false` first. The platform does not know this setting.",
	}
}

// notRemoved refuses to delete a protected application.
func (r *Resource) notRemoved(state model) diag.Diagnostics {
	return r.protected(state, "This removes the application", "These cases need more. Tainted application: run terraform untaint before the "+
		"first step. Deposed application (from create_before_destroy), or terraform apply -replace: set ignore_deletion_protection = true "+
		"in the provider's configuration (or IDP_IGNORE_DELETION_PROTECTION=true) for one run.")
}

// notReplaced refuses changes that would replace a protected application.
func (r *Resource) notReplaced(state model, changed path.Paths) (diags diag.Diagnostics) {
	for _, at := range changed {
		diags.Append(r.protected(state, fmt.Sprintf("A change to %s replaces the application", at), fmt.Sprintf(
			"Apply the first step without the change to %s. If the change was made on the platform, use the platform's value in the "+
				"configuration for that step.", at))...)
	}
	return diags
}

// protected refuses the deletion of a protected application. The value in state counts, because the configuration may be
// gone.
func (r *Resource) protected(state model, why, hurdle string) (diags diag.Diagnostics) {
	if state.DeletionProtection.ValueBool() && (r.settings == nil || !r.settings.IgnoreDeletionProtection()) {
		diags.AddAttributeError(path.Root("deletion_protection"), "Application is protected from removal", fmt.Sprintf(
			"%s, but application %q (%s) has deletion_protection = true in state. Its client ID and client secret would stop working.\n\n"+
				"If that is what you want, take two steps: set deletion_protection = false and apply that alone, then repeat this operation.\n\n%s",
			why, state.Name.ValueString(), state.ID.ValueString(), hurdle))
	}
	return diags
}

// held reports whether a refused secret is not rotated, because that would replace a protected application, even in the
// apply that removes the protection.
func held(state model, c idp.Capabilities) bool {
	return !c.RotatesInPlace && state.DeletionProtection.ValueBool()
}

func (m *model) warnHeld(state model, c idp.Capabilities, refused bool) (diags diag.Diagnostics) {
	if m.wantsAnother(refused) && held(state, c) {
		diags.AddAttributeWarning(m.Path(), "Client secret will not be rotated", fmt.Sprintf(
			"%s must replace application %q to rotate its client secret, but deletion_protection is true in state. %s "+
				"To rotate, set deletion_protection = false and apply. The next plan then replaces the application.", c.Title, state.Name.ValueString(), secret.Refused))
	}
	return diags
}
