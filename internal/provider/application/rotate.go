package application

import (
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/secret"
)

// rotations returns the reasons to plan a new client secret. A changed auth_method does not count as a rotation: the secret
// may stay the same.
func (m *model) rotations(state model, c idp.Capabilities, refused bool) []secret.Rotation {
	if !m.method().HasSecret() {
		return nil
	}
	return m.Rotations(state.Kept, m.wantsAnother(refused) && !held(state, c))
}

// wantsAnother reports whether a refused secret is to be rotated.
func (m *model) wantsAnother(refused bool) bool {
	return refused && m.Verifies() && m.method().HasSecret()
}

// planRotation plans what a rotation changes: the secret, and what depends on it.
func (m *model) planRotation(state model, c idp.Capabilities, all []secret.Rotation, resp *resource.ModifyPlanResponse) {
	if len(all) > 0 {
		m.PlanNew(c)
	}
	m.planPrevious(state, c, all)
	for _, reason := range all {
		if !c.RotatesInPlace {
			resp.RequiresReplace = append(resp.RequiresReplace, reason.At)
		}
	}
	if state.method().HasSecret() && (!c.SeparateCredential || !state.ClientID.IsNull()) {
		resp.Diagnostics.Append(secret.WarnRotated(all, c, state.Name.ValueString(), m.keepsPrevious())...)
	}
}

// planPrevious plans which credential stays valid besides the current one, as far as that is certain.
func (m *model) planPrevious(state model, c idp.Capabilities, all []secret.Rotation) {
	keep := m.keepsPrevious()
	rotates := len(all) > 0 && !state.ClientID.IsNull()
	switch {
	case !c.SeparateCredential, !keep.IsUnknown() && !keep.ValueBool(), m.secretless():
		m.setPreviousClientID(types.StringNull())
	case m.AuthMethod.IsUnknown(), rotates && !secret.Certain(all), keep.IsUnknown() && (rotates || !state.previousClientID().IsNull()):
		m.setPreviousClientID(types.StringUnknown())
	case rotates:
		m.setPreviousClientID(state.ClientID)
	default:
		m.setPreviousClientID(state.previousClientID())
	}
}
