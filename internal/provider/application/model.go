package application

import (
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
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
	ClientID               types.String `tfsdk:"client_id"`
	ClientSecret           types.String `tfsdk:"client_secret"`
	Secret                 types.Object `tfsdk:"secret"`
	RotateWhenChanged      types.Map    `tfsdk:"rotate_when_changed"`
	DeletionProtection     types.Bool   `tfsdk:"deletion_protection"`
}

// block returns where a platform's block is kept.
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

// subject is what an operation is about: an application in the domain's words, at a platform of these capabilities.
type subject struct {
	idp.Application
	capabilities idp.Capabilities
	causes       Causes // that were explained; nil for errors that stand alone
}
