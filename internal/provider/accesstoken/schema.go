package accesstoken

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

var titles = map[string]string{"zitadel": "ZITADEL", "keycard": "Keycard", "lerian": "Lerian"}

type model struct {
	ClientID     types.String `tfsdk:"client_id"`
	ClientSecret types.String `tfsdk:"client_secret"`
	ZITADEL      types.Object `tfsdk:"zitadel"`
	Keycard      types.Object `tfsdk:"keycard"`
	Lerian       types.Object `tfsdk:"lerian"`
	AccessToken  types.String `tfsdk:"access_token"`
	TokenType    types.String `tfsdk:"token_type"`
	ExpiresAt    types.String `tfsdk:"expires_at"`
}

type keycardModel struct {
	ZoneID   types.String `tfsdk:"zone_id"`
	Resource types.String `tfsdk:"resource"`
}

// Schema describes the ephemeral resource.
func (e *Ephemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	const exactlyOne = " Exactly one of `keycard` and `lerian` must be set."
	resp.Schema = schema.Schema{
		MarkdownDescription: "Gets a short-lived access token for an application, with the application's own client ID and secret (the client credentials " +
			"grant). Neither plan nor state holds it. Each plan and each apply gets a token of its own. A token of a Keycard zone that has a revocation " +
			"endpoint is revoked when Terraform is done with it: do not keep it for later. ZITADEL's API applications cannot get tokens: they check those " +
			"of others. Needs Terraform 1.10 or OpenTofu 1.11.",
		Attributes: map[string]schema.Attribute{
			"client_id": schema.StringAttribute{Required: true, MarkdownDescription: "The application's client ID."},
			"client_secret": schema.StringAttribute{
				Required: true, Sensitive: true,
				MarkdownDescription: "The application's client secret: `client_secret` of an `idp_application`, or of an ephemeral `idp_client_secret`.",
			},
			"keycard": schema.SingleNestedAttribute{
				Optional:            true,
				MarkdownDescription: "Gets the token from a zone of Keycard. An issued token may count as a transaction there." + exactlyOne,
				Attributes: map[string]schema.Attribute{
					"zone_id": schema.StringAttribute{Required: true, MarkdownDescription: "ID of the zone that the application belongs to."},
					"resource": schema.StringAttribute{
						Required:            true,
						MarkdownDescription: "Identifier of the resource that the token is for. The application must have it as a dependency: Keycard answers `access_denied` otherwise.",
					},
				},
			},
			"lerian": schema.SingleNestedAttribute{
				Optional:            true,
				MarkdownDescription: "Gets the token from Lerian's auth service; write `lerian {}`." + exactlyOne,
				Attributes:          map[string]schema.Attribute{},
			},
			"zitadel": schema.SingleNestedAttribute{
				Optional:            true,
				MarkdownDescription: "Always refused: API applications of ZITADEL cannot get tokens. A service account can, with a key or a client secret of its own.",
				Attributes:          map[string]schema.Attribute{},
			},
			"access_token": schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "The access token."},
			"token_type":   schema.StringAttribute{Computed: true, MarkdownDescription: "How to use it: `Bearer`."},
			"expires_at": schema.StringAttribute{
				Computed: true, MarkdownDescription: "When it ends (RFC 3339); null where the platform does not say.",
			},
		},
	}
}

// ValidateConfig checks that there is one platform, and one that issues tokens.
func (e *Ephemeral) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || m.ZITADEL.IsUnknown() || m.Keycard.IsUnknown() || m.Lerian.IsUnknown() {
		return
	}
	_, _, diags := m.request(ctx)
	resp.Diagnostics.Append(diags...)
}

// request is what a configuration asks for, and the name of the platform that it asks.
func (m model) request(ctx context.Context) (request idp.TokenRequest, platform string, diags diag.Diagnostics) {
	for name, value := range map[string]types.String{"client_id": m.ClientID, "client_secret": m.ClientSecret} {
		diags.Append(filled(path.Root(name), value)...)
	}
	request = idp.TokenRequest{ClientID: m.ClientID.ValueString(), ClientSecret: idp.Secret(m.ClientSecret.ValueString())}
	switch {
	case !m.ZITADEL.IsNull():
		diags.AddAttributeError(path.Root("zitadel"), "ZITADEL applications cannot get tokens",
			"The client ID and secret of an API application at ZITADEL are good for one thing: to ask at the introspection endpoint whether a token that "+
				"the API has received is valid. A workload that needs tokens is a service account at ZITADEL, which logs in with a key (JWT "+
				"profile) or with client credentials of its own.")
	case m.Keycard.IsNull() == m.Lerian.IsNull():
		diags.AddError("Exactly one platform is needed", "Set either keycard or lerian, to say where the application is registered.")
	case !m.Lerian.IsNull():
		return request, "lerian", diags
	default:
		var block keycardModel
		diags.Append(m.Keycard.As(ctx, &block, basetypes.ObjectAsOptions{})...)
		request.Scope.ZoneID, request.Resource = block.ZoneID.ValueString(), block.Resource.ValueString()
		for name, value := range map[string]types.String{"zone_id": block.ZoneID, "resource": block.Resource} {
			diags.Append(filled(path.Root("keycard").AtName(name), value)...)
		}
	}
	return request, "keycard", diags
}

// filled refuses the empty text.
func filled(at path.Path, value types.String) (diags diag.Diagnostics) {
	if value.ValueString() == "" && !value.IsUnknown() {
		diags.AddAttributeError(at, "Empty value", fmt.Sprintf("%s must not be empty.", at))
	}
	return diags
}
