package credential

import (
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
	"github.com/idpkit/terraform-provider-idp/internal/provider/secret"
)

// model is idp_application_credential in a configuration, a plan or a state.
type model struct {
	ApplicationID    types.String `tfsdk:"application_id"`
	ZITADEL          types.Object `tfsdk:"zitadel"`
	Keycard          types.Object `tfsdk:"keycard"`
	ClientSecret     types.Object `tfsdk:"client_secret"`
	Key              types.Object `tfsdk:"key"`
	PublicKey        types.Object `tfsdk:"public_key"`
	WorkloadIdentity types.Object `tfsdk:"workload_identity"`
	URL              types.Object `tfsdk:"url"`
	Public           types.Object `tfsdk:"public"`
	Secret           types.Object `tfsdk:"secret"`
	ID               types.String `tfsdk:"id"`
	ClientID         types.String `tfsdk:"client_id"`
}

// kinds lists the blocks of which a credential has exactly one, in the order of the documentation.
var kinds = []idp.CredentialKind{
	idp.CredentialClientSecret, idp.CredentialKey, idp.CredentialPublicKey,
	idp.CredentialWorkloadIdentity, idp.CredentialURL, idp.CredentialPublic,
}

// Manages reports whether the resource supports the kind of a credential. Platforms may add kinds.
func Manages(c idp.Credential) bool { return slices.Contains(kinds, c.Kind) }

// platform returns a pointer to a platform's block.
func (m *model) platform(name string) *types.Object {
	if name == "zitadel" {
		return &m.ZITADEL
	}
	return &m.Keycard
}

// block returns a pointer to the block of a kind.
func (m *model) block(kind idp.CredentialKind) *types.Object {
	switch kind {
	case idp.CredentialClientSecret:
		return &m.ClientSecret
	case idp.CredentialKey:
		return &m.Key
	case idp.CredentialPublicKey:
		return &m.PublicKey
	case idp.CredentialWorkloadIdentity:
		return &m.WorkloadIdentity
	case idp.CredentialURL:
		return &m.URL
	case idp.CredentialPublic:
		return &m.Public
	}
	return nil
}

// kind returns the kind whose block is set; empty during an import.
func (m *model) kind() idp.CredentialKind {
	i := slices.IndexFunc(kinds, func(k idp.CredentialKind) bool { return !m.block(k).IsNull() })
	if i < 0 {
		return ""
	}
	return kinds[i]
}

// text returns an attribute of the kind's block.
func (m *model) text(name string) types.String {
	if kind := m.kind(); kind != "" {
		return fields.Inside[types.String](*m.block(kind), name)
	}
	return types.StringNull()
}

// chosen returns the platforms and the kinds whose block is set. unknown means that this is not known yet.
func (c catalog) chosen(m *model) (platforms rules.Catalog, set []idp.CredentialKind, unknown bool) {
	platforms, unknown = c.Choose(func(platform string) types.Object { return *m.platform(platform) })
	set, open := rules.Choose(kinds, func(kind idp.CredentialKind) types.Object { return *m.block(kind) })
	return platforms, set, unknown || open
}

// places are the attributes that hold secrets in plain text, by kind.
var places = map[idp.CredentialKind]string{idp.CredentialClientSecret: "value", idp.CredentialKey: "file"}

// hasSecret reports whether the platform generates a secret for the credential. It does not if public_key is set or unknown.
func (m *model) hasSecret() bool {
	return places[m.kind()] != "" && (m.kind() != idp.CredentialKey || m.text("public_key").IsNull())
}

// kept returns the secret as package secret handles it.
func (m *model) kept() secret.Kept {
	k := secret.Kept{ClientID: m.ClientID, ClientSecret: types.StringNull(), Secret: m.Secret, RotateWhenChanged: types.MapNull(types.StringType)}
	if place := places[m.kind()]; place != "" {
		k.ClientSecret = m.text(place)
	}
	return k
}

// setKept writes the secret back to the model.
func (m *model) setKept(k secret.Kept) {
	m.Secret = k.Secret
	if place := places[m.kind()]; place != "" {
		object := m.block(m.kind())
		*object = fields.With(*object, place, k.ClientSecret)
	}
}
