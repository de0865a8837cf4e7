package block

import (
	"cmp"
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// DefaultType is the type of a ZITADEL application if its configuration sets none.
const DefaultType = idp.TypeAPI

type zitadel struct{}

type zitadelModel struct {
	ProjectID       types.String `tfsdk:"project_id"`
	OrganizationID  types.String `tfsdk:"organization_id"`
	Type            types.String `tfsdk:"type"`
	AccessTokenType types.String `tfsdk:"access_token_type"`
	OIDC            types.Object `tfsdk:"oidc"`
}

func (zitadel) Schema(c idp.Capabilities) schema.SingleNestedBlock {
	return schema.SingleNestedBlock{
		MarkdownDescription: "Settings of an application at ZITADEL." + rules.ExactlyOne,
		Attributes: map[string]schema.Attribute{
			"project_id": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "ID of the project. Required, except for service accounts, which belong to the organization. " +
					"Changing this forces a new application.",
			},
			"organization_id": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "ID of the organization that owns the project or service account (`x-zitadel-orgid`). Default: the provider's " +
					"`zitadel.organization_id`, then the organization of the provider's service account. " +
					"Changing this forces a new application. Setting it to the current owner does not replace the application.",
			},
			"type": schema.StringAttribute{
				Optional: true, Computed: true,
				Default: stringdefault.StaticString(string(DefaultType)),
				MarkdownDescription: "Type of the application. `api` (default): your API, which asks ZITADEL to check incoming tokens. `web`, `user_agent` (single-page), `native`: " +
					"users log in to it. `service_account`: gets tokens for itself. Changing this forces a new application. " +
					"Exception: `web`, `user_agent` and `native` change into each other in place.",
			},
			"access_token_type": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Format of access tokens: one" + rules.Limits(c.Of(idp.TypeWeb), idp.AttributeAccessTokenType) +
					". Default: `bearer`, an opaque token. Not for type `api`.",
			},
		},
		Blocks: map[string]schema.Block{"oidc": oidcSchema(c)},
	}
}

func (zitadel) Replaced(plan, state types.Object, owner string) (names []string) {
	var after, before zitadelModel // empty if the block is absent
	fields.Fill(plan, &after)
	fields.Fill(state, &before)
	if !after.ProjectID.Equal(before.ProjectID) {
		names = append(names, "project_id")
	}
	if replacesType(after.Type, before.Type) {
		names = append(names, "type")
	}
	// The configuration may set the organization later, or remove it again. Between a move and the first read, the owner may
	// not be known; that replaces nothing.
	owner = cmp.Or(owner, before.OrganizationID.ValueString())
	if !after.OrganizationID.IsNull() && owner != "" && after.OrganizationID.ValueString() != owner {
		names = append(names, "organization_id")
	}
	return names
}

// replacesType reports whether a change of the type forces a replacement. ZITADEL can change OpenID Connect types into each
// other. Between a move and the first read, the type may not be known; that replaces nothing.
func replacesType(plan, state types.String) bool {
	before, after := idp.Type(state.ValueString()), idp.Type(plan.ValueString())
	inPlace := before.IsOIDC() && after.IsOIDC()
	return before != "" && after != before && !inPlace
}

func (zitadel) Expand(object types.Object, wanted *idp.Application) diag.Diagnostics {
	var m zitadelModel
	diags := fields.Fill(object, &m)
	oidc, d := expandOIDC(m.OIDC)
	wanted.Scope = idp.Scope{ProjectID: m.ProjectID.ValueString(), OrganizationID: m.OrganizationID.ValueString()}
	wanted.Type = idp.Type(m.Type.ValueString())
	wanted.AccessTokenType = idp.TokenType(m.AccessTokenType.ValueString())
	wanted.OIDC = oidc
	return append(diags, d...)
}

func (zitadel) Flatten(ctx context.Context, object types.Object, has idp.Application, keep bool) (types.Object, diag.Diagnostics) {
	var m zitadelModel
	diags := fields.Fill(object, &m)
	oidc, d := flattenOIDC(ctx, m.OIDC, has, keep)
	diags.Append(d...)
	before := m
	m = zitadelModel{
		ProjectID:       fields.Text(has.Scope.ProjectID),
		OrganizationID:  fields.Text(has.Scope.OrganizationID),
		Type:            fields.Choose(keep, m.Type, string(cmp.Or(has.Type, DefaultType))),
		AccessTokenType: fields.ChooseOr(keep, m.AccessTokenType, string(has.AccessTokenType), string(idp.TokenBearer)),
		OIDC:            oidc,
	}
	if reflect.DeepEqual(m, before) { // the usual case; packing is slow
		return object, diags
	}
	value, d := fields.Pack(m, object.AttributeTypes(ctx))
	return value, append(diags, d...)
}
