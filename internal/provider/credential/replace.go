package credential

import (
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
)

// replaced returns the attributes whose change requires a new credential.
func (m *model) replaced(state model, c idp.Capabilities) (paths path.Paths) {
	if !m.ApplicationID.Equal(state.ApplicationID) {
		paths.Append(path.Root("application_id"))
	}
	at, before := path.Root(c.Platform), *state.platform(c.Platform)
	if before.IsNull() {
		paths.Append(at)
	}
	for _, name := range []string{"project_id", "zone_id"} {
		now, was := fields.Inside[types.String](*m.platform(c.Platform), name), fields.Inside[types.String](before, name)
		if !before.IsNull() && !now.Equal(was) {
			paths.Append(at.AtName(name))
		}
	}
	paths = append(paths, m.replacedKind(state)...)
	kept := m.kept()
	for _, reason := range kept.Rotations(state.kept(), false) { // changed recipients: the current secret cannot be encrypted to them
		paths.Append(reason.At)
	}
	return paths
}

func (m *model) replacedKind(state model) (paths path.Paths) {
	at := path.Root(string(m.kind()))
	if m.kind() != state.kind() {
		return path.Paths{at}
	}
	changed := func(name string) bool { return !m.text(name).Equal(state.text(name)) }
	switch m.kind() {
	case idp.CredentialKey:
		now, was := m.text("expires_at"), state.text("expires_at")
		if now.IsUnknown() || !sameExpiry(now.ValueString(), was.ValueString()) {
			paths.Append(at.AtName("expires_at"))
		}
		if changed("public_key") && !state.secretless() {
			paths.Append(at.AtName("public_key"))
		}
	case idp.CredentialPublicKey:
		if changed("jwks_uri") {
			paths.Append(at.AtName("jwks_uri"))
		}
		if changed("identifier") {
			paths.Append(at.AtName("identifier"))
		}
	case idp.CredentialWorkloadIdentity:
		if changed("provider_id") {
			paths.Append(at.AtName("provider_id"))
		}
	case idp.CredentialClientSecret, idp.CredentialURL, idp.CredentialPublic:
	}
	return paths
}

// secretless reports whether neither the private nor the public part of a key is known: it was imported, and platforms
// return neither. The configuration may then set its public part.
func (m *model) secretless() bool {
	kept := m.kept()
	return m.text("public_key").IsNull() && kept.ClientSecret.IsNull() && kept.Encrypted().IsNull()
}
