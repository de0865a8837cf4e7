package application

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/application/block"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
)

// expand converts a plan or a state to the domain. Null and unknown values become empty.
func (c catalog) expand(m model) (target, diag.Diagnostics) {
	set, _ := c.chosen(&m)
	if len(set) != 1 {
		return target{}, diag.Diagnostics{c.WrongNumber(set)}
	}
	capabilities, _ := c.of(&m, set[0])
	s := target{capabilities: capabilities, Application: idp.Application{
		Registration: idp.Registration{
			Name:                   m.Name.ValueString(),
			Description:            m.Description.ValueString(),
			Identifier:             m.Identifier.ValueString(),
			AuthMethod:             idp.AuthMethod(m.AuthMethod.ValueString()),
			RedirectURIs:           fields.Strings(m.RedirectURIs),
			PostLogoutRedirectURIs: fields.Strings(m.PostLogoutRedirectURIs),
			Disabled:               m.Enabled.Equal(types.BoolValue(false)),
		},
		ID:           m.ID.ValueString(),
		ClientID:     m.ClientID.ValueString(),
		ClientSecret: idp.Secret(m.ClientSecret.ValueString()),
	}}
	name := set[0].Platform
	diags := block.Of(name).Expand(*m.block(name), &s.Application)
	return s, diags
}

// settled returns a plan after its change was carried out. Unknown values are taken from the application. Known values are
// kept, as Terraform requires; if the platform changed them, the next read shows that.
func (m model) settled(ctx context.Context, platform string, app idp.Application) (model, diag.Diagnostics) {
	return m.flatten(ctx, platform, app, true)
}

// refreshed returns a state with the platform's values.
func (m model) refreshed(ctx context.Context, platform string, app idp.Application) (model, diag.Diagnostics) {
	return m.flatten(ctx, platform, app, false)
}

func (m model) flatten(ctx context.Context, platform string, app idp.Application, keep bool) (model, diag.Diagnostics) {
	object := m.block(platform)
	value, diags := block.Of(platform).Flatten(ctx, *object, app, keep)
	*object = value
	m.Name = fields.Choose(keep, m.Name, app.Name)
	m.Description = fields.Choose(keep, m.Description, app.Description)
	m.Identifier = fields.Choose(keep, m.Identifier, app.Identifier)
	m.AuthMethod = fields.Choose(keep, m.AuthMethod, string(app.AuthMethod))
	m.RedirectURIs = fields.ChooseSet(keep, m.RedirectURIs, app.RedirectURIs)
	m.PostLogoutRedirectURIs = fields.ChooseSet(keep, m.PostLogoutRedirectURIs, app.PostLogoutRedirectURIs)
	if !keep || m.Enabled.IsUnknown() {
		m.Enabled = types.BoolValue(!app.Disabled)
	}
	m.ID = fields.Choose(keep, m.ID, app.ID)
	m.ClientID = fields.Choose(keep, m.ClientID, app.ClientID)
	diags.Append(m.Keep(keep, app)...)
	return m, diags
}
