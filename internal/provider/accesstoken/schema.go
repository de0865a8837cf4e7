package accesstoken

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

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

type zitadelModel struct {
	ProjectID types.String `tfsdk:"project_id"`
}

type keycardModel struct {
	ZoneID   types.String `tfsdk:"zone_id"`
	Resource types.String `tfsdk:"resource"`
}

// Schema implements ephemeral.EphemeralResource.
func (e *Ephemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Gets a short-lived access token for an application, with the application's client ID and client secret (client credentials grant). " +
			"Plan and state never contain the token. Needs Terraform 1.10 or OpenTofu 1.11.\n\nEach plan and each apply gets a new token. ZITADEL issues " +
			"tokens to service accounts only. The provider revokes the token at the end of the run, if the Keycard zone has a revocation endpoint on the host of its token endpoint. Do not store the token.",
		Attributes: map[string]schema.Attribute{
			"client_id": schema.StringAttribute{Required: true, MarkdownDescription: "Client ID of the application."},
			"client_secret": schema.StringAttribute{
				Required: true, Sensitive: true,
				MarkdownDescription: "Client secret of the application: `client_secret` of an `idp_application`, or of an ephemeral `idp_client_secret`.",
			},
			"access_token": schema.StringAttribute{Computed: true, Sensitive: true, MarkdownDescription: "Access token."},
			"token_type":   schema.StringAttribute{Computed: true, MarkdownDescription: "Type of the token: `Bearer`."},
			"expires_at": schema.StringAttribute{
				Computed: true, MarkdownDescription: "Expiry time of the token (RFC 3339). Null if the platform does not report one.",
			},
		},
		Blocks: map[string]schema.Block{
			"keycard": schema.SingleNestedBlock{
				MarkdownDescription: "Token from a Keycard zone. Keycard may bill it as a transaction." + rules.ExactlyOne,
				Attributes: map[string]schema.Attribute{
					"zone_id": schema.StringAttribute{Optional: true, MarkdownDescription: "ID of the application's zone. Required."},
					"resource": schema.StringAttribute{
						Optional: true,
						MarkdownDescription: "Identifier of the resource that the token is for. Required. The resource must be a dependency of the application, " +
							"or Keycard answers `access_denied`.",
					},
				},
			},
			"lerian": schema.SingleNestedBlock{
				MarkdownDescription: "Token from Lerian's auth service. Write `lerian {}`." + rules.ExactlyOne,
			},
			"zitadel": schema.SingleNestedBlock{
				MarkdownDescription: "Token from ZITADEL, for a service account (`type = \"service_account\"`). Write `zitadel {}`." + rules.ExactlyOne,
				Attributes: map[string]schema.Attribute{
					"project_id": schema.StringAttribute{
						Optional: true,
						MarkdownDescription: "ID of the project whose applications accept the token (its audience). " +
							"Default: none. The token then only identifies the service account.",
					},
				},
			},
		},
	}
}

// ValidateConfig checks that exactly one platform block is set, and that no required attribute is missing or empty.
func (e *Ephemeral) ValidateConfig(ctx context.Context, req ephemeral.ValidateConfigRequest, resp *ephemeral.ValidateConfigResponse) {
	var m model
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() || rules.Undecided(m.ZITADEL) || rules.Undecided(m.Keycard) || rules.Undecided(m.Lerian) {
		return
	}
	_, _, diags := m.request(ctx)
	resp.Diagnostics.Append(diags...)
}

// request returns the token request of a configuration, and the name of its platform.
func (m model) request(ctx context.Context) (request idp.TokenRequest, platform string, diags diag.Diagnostics) {
	diags.Append(required(path.Root("client_id"), m.ClientID)...)
	diags.Append(required(path.Root("client_secret"), m.ClientSecret)...)
	request = idp.TokenRequest{ClientID: m.ClientID.ValueString(), ClientSecret: idp.Secret(m.ClientSecret.ValueString())}
	platform, d := m.chosen()
	diags.Append(d...)
	switch platform {
	case "zitadel":
		var block zitadelModel
		diags.Append(m.ZITADEL.As(ctx, &block, basetypes.ObjectAsOptions{})...)
		request.Resource = block.ProjectID.ValueString()
		if !block.ProjectID.IsNull() {
			diags.Append(required(path.Root("zitadel").AtName("project_id"), block.ProjectID)...)
		}
	case "keycard":
		var block keycardModel
		diags.Append(m.Keycard.As(ctx, &block, basetypes.ObjectAsOptions{})...)
		request.Scope.ZoneID, request.Resource = block.ZoneID.ValueString(), block.Resource.ValueString()
		diags.Append(required(path.Root("keycard").AtName("zone_id"), block.ZoneID)...)
		diags.Append(required(path.Root("keycard").AtName("resource"), block.Resource)...)
	}
	return request, platform, diags
}

// chosen returns the platform whose block is set.
func (m model) chosen() (platform string, diags diag.Diagnostics) {
	var set []string
	for _, block := range []struct {
		platform string
		value    types.Object
	}{{"zitadel", m.ZITADEL}, {"keycard", m.Keycard}, {"lerian", m.Lerian}} {
		if !block.value.IsNull() {
			set = append(set, block.platform)
		}
	}
	switch len(set) {
	case 0:
		diags.AddError("No platform chosen", "Set one of the blocks zitadel, keycard and lerian: the platform at which the application is registered.")
		return "", diags
	case 1:
		return set[0], nil
	}
	diags.AddAttributeError(path.Root(set[1]), "More than one platform chosen",
		"A token comes from one platform. Set one of the blocks "+strings.Join(set, " and ")+": the platform at which the application is registered.")
	return "", diags
}

// required refuses a null or empty string. Terraform would require a required attribute even if its block is absent.
func required(at path.Path, value types.String) (diags diag.Diagnostics) {
	switch {
	case value.IsNull():
		diags.AddAttributeError(at, "Missing attribute", fmt.Sprintf("%s is required. Set it.", at))
	case value.ValueString() == "" && !value.IsUnknown():
		diags.AddAttributeError(at, "Empty attribute", fmt.Sprintf("%s is empty. Set it.", at))
	}
	return diags
}
