package credential

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/secret"
)

// expand converts a plan or a state to the domain. Null and unknown values become empty.
func (c catalog) expand(m model) (target, error) {
	platforms, _, _ := c.chosen(&m)
	if len(platforms) != 1 {
		return target{}, errors.New("Exactly one platform block must be set.") //nolint:staticcheck // a sentence for people
	}
	at := func(name string) string {
		return fields.Inside[types.String](*m.platform(platforms[0].Platform), name).ValueString()
	}
	t := target{capabilities: platforms[0], Credential: idp.Credential{
		Scope:         idp.Scope{OrganizationID: at("organization_id"), ProjectID: at("project_id"), ZoneID: at("zone_id")},
		ApplicationID: m.ApplicationID.ValueString(),
		ID:            m.ID.ValueString(),
		ClientID:      m.ClientID.ValueString(),
		Kind:          m.kind(),
		ExpiresAt:     m.text("expires_at").ValueString(),
		PublicKey:     m.text("public_key").ValueString(),
		JWKSURI:       m.text("jwks_uri").ValueString(),
		ProviderID:    m.text("provider_id").ValueString(),
		Subject:       m.text("subject").ValueString(),
	}}
	if identifier := m.text("identifier").ValueString(); identifier != "" {
		t.ClientID = identifier
	}
	t.hasSecret = m.hasSecret()
	return t, nil
}

// settled returns a plan after it was carried out. Unknown values are taken from the credential. Known values are kept, as
// Terraform requires; if the platform changed them, the next read shows that.
func (m model) settled(ctx context.Context, c idp.Credential) model { return m.flatten(ctx, c, true) }

// refreshed returns a state with the platform's values.
func (m model) refreshed(ctx context.Context, c idp.Credential) model {
	return m.flatten(ctx, c, false)
}

func (m model) flatten(ctx context.Context, c idp.Credential, keep bool) model {
	if m.kind() != c.Kind && m.kind() != "" {
		*m.block(m.kind()) = types.ObjectNull(m.block(m.kind()).AttributeTypes(ctx))
	}
	object := m.block(c.Kind)
	*object = show(ctx, *object, c, keep)
	m.ID = fields.Choose(keep, m.ID, c.ID)
	m.ClientID = fields.Choose(keep, m.ClientID, c.ClientID)
	return m
}

// show returns the block of a credential's kind. With keep, known values in it are kept.
func show(ctx context.Context, block types.Object, c idp.Credential, keep bool) types.Object {
	values := block.Attributes()
	if block.IsNull() {
		values = nulls(block.AttributeTypes(ctx))
	}
	for name, value := range map[string]string{
		"expires_at": c.ExpiresAt, "jwks_uri": c.JWKSURI, "provider_id": c.ProviderID, "subject": c.Subject, "identifier": c.ClientID,
	} {
		present, ok := values[name].(types.String)
		same := name == "expires_at" && sameExpiry(present.ValueString(), value)
		if ok {
			values[name] = fields.Choose(keep || same, present, value)
		}
	}
	if present, ok := values["any_subject"].(types.Bool); ok && !keep && present.ValueBool() != (c.Subject == "") {
		values["any_subject"] = types.BoolNull()
		if c.Subject == "" {
			values["any_subject"] = types.BoolValue(true)
		}
	}
	return types.ObjectValueMust(block.AttributeTypes(ctx), values)
}

// nulls returns the values of a block without any attribute set.
func nulls(all map[string]attr.Type) map[string]attr.Value {
	values := map[string]attr.Value{}
	for name, t := range all {
		values[name] = types.StringNull()
		if t.Equal(types.BoolType) {
			values[name] = types.BoolNull()
		}
	}
	return values
}

// keep stores a secret as the configuration wants it: in plain text, or encrypted to its recipients.
func (m *model) keep(keep bool, value idp.Secret, how secret.Terms) diag.Diagnostics {
	k := m.kept()
	diags := k.KeepSecret(keep, value, true, how)
	m.setKept(k)
	return diags
}
