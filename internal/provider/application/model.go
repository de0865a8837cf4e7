package application

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/secret"
)

// model is idp_application in a configuration, a plan or a state.
type model struct {
	Name                   types.String `tfsdk:"name"`
	Description            types.String `tfsdk:"description"`
	Identifier             types.String `tfsdk:"identifier"`
	AuthMethod             types.String `tfsdk:"auth_method"`
	RedirectURIs           types.Set    `tfsdk:"redirect_uris"`
	PostLogoutRedirectURIs types.Set    `tfsdk:"post_logout_redirect_uris"`
	Enabled                types.Bool   `tfsdk:"enabled"`
	ZITADEL                types.Object `tfsdk:"zitadel"`
	Keycard                types.Object `tfsdk:"keycard"`
	Lerian                 types.Object `tfsdk:"lerian"`
	ID                     types.String `tfsdk:"id"`
	DeletionProtection     types.Bool   `tfsdk:"deletion_protection"`
	secret.Kept
}

// block returns a pointer to a platform's block.
func (m *model) block(platform string) *types.Object {
	switch platform {
	case "zitadel":
		return &m.ZITADEL
	case "keycard":
		return &m.Keycard
	case "lerian":
		return &m.Lerian
	}
	return nil
}

// kind returns the type of the application, empty on platforms with a single type. It may not be known yet.
func (m *model) kind() (kind idp.Type, known bool) {
	value := fields.Inside[types.String](m.ZITADEL, "type")
	return idp.Type(value.ValueString()), !value.IsUnknown()
}

func (m *model) isServiceAccount() bool {
	kind, _ := m.kind()
	return kind == idp.TypeServiceAccount
}

// jwksURI is null if the platform has no such attribute.
func (m *model) jwksURI() types.String { return fields.Inside[types.String](m.Keycard, "jwks_uri") }

// keepsPrevious returns keep_previous_credential, null if it is not set.
func (m *model) keepsPrevious() types.Bool {
	return fields.Inside[types.Bool](m.Keycard, "keep_previous_credential")
}

func (m *model) previousClientID() types.String {
	return fields.Inside[types.String](m.Keycard, "previous_client_id")
}

func (m *model) setPreviousClientID(value types.String) {
	m.Keycard = fields.With(m.Keycard, "previous_client_id", value)
}
