package application

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/application/block"
)

// replaced returns the attributes whose change requires a new application: the platform, and everything that the platform
// cannot update.
func (m *model) replaced(state model, capabilities idp.Capabilities, known memory) (paths path.Paths) {
	at, before := path.Root(capabilities.Platform), *state.block(capabilities.Platform)
	if before.IsNull() {
		paths.Append(at)
	} else {
		for _, name := range block.Of(capabilities.Platform).Replaced(*m.block(capabilities.Platform), before, known.OrganizationID) {
			paths.Append(at.AtName(name))
		}
	}
	if capabilities.UpdatesInPlace {
		return paths
	}
	for name, changed := range map[string]bool{
		"name":        m.Name.IsUnknown() || !idp.SameText(m.Name.ValueString(), state.Name.ValueString()),
		"description": m.Description.IsUnknown() || !idp.SameText(m.Description.ValueString(), state.Description.ValueString()),
		"auth_method": !m.AuthMethod.Equal(state.AuthMethod),
	} {
		if changed {
			paths.Append(path.Root(name))
		}
	}
	return paths
}

// warnReplaced warns about what a replacement invalidates, on platforms where every change is a replacement.
func warnReplaced(paths path.Paths, capabilities idp.Capabilities, name string) (diags diag.Diagnostics) {
	if len(paths) > 0 && !capabilities.UpdatesInPlace {
		diags.AddWarning(capabilities.Title+" replaces the application", fmt.Sprintf(
			"%s cannot change application %q, so this plan registers a new one. The client ID and client secret will change, "+
				"and the current ones stop working.", capabilities.Title, name))
	}
	return diags
}
