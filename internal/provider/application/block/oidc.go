package block

import (
	"context"
	"reflect"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// oidcModel is the block zitadel.oidc. Null attributes mean ZITADEL's defaults.
type oidcModel struct {
	GrantTypes               types.Set    `tfsdk:"grant_types"`
	ResponseTypes            types.Set    `tfsdk:"response_types"`
	AccessTokenRoleAssertion types.Bool   `tfsdk:"access_token_role_assertion"`
	IDTokenRoleAssertion     types.Bool   `tfsdk:"id_token_role_assertion"`
	IDTokenUserinfoAssertion types.Bool   `tfsdk:"id_token_userinfo_assertion"`
	DevelopmentMode          types.Bool   `tfsdk:"development_mode"`
	SkipNativeAppSuccessPage types.Bool   `tfsdk:"skip_native_app_success_page"`
	ClockSkew                types.String `tfsdk:"clock_skew"`
	AdditionalOrigins        types.Set    `tfsdk:"additional_origins"`
	BackChannelLogoutURI     types.String `tfsdk:"back_channel_logout_uri"`
}

func emptyOIDC() oidcModel {
	none := types.SetNull(types.StringType)
	return oidcModel{GrantTypes: none, ResponseTypes: none, AdditionalOrigins: none}
}

func oidcSchema(c idp.Capabilities) schema.SingleNestedBlock {
	web := c.Of(idp.TypeWeb)
	set := func(description string) schema.SetAttribute {
		return schema.SetAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: description}
	}
	flag := func(description string) schema.BoolAttribute {
		return schema.BoolAttribute{Optional: true, MarkdownDescription: description + " Default: `false`."}
	}
	return schema.SingleNestedBlock{
		MarkdownDescription: "OpenID Connect settings. For the types `web`, `user_agent` and `native` only.",
		Attributes: map[string]schema.Attribute{
			"grant_types": set("OAuth grant types. Default: `" + idp.GrantAuthorizationCode + "`. Any" + rules.Limits(web, idp.AttributeGrantTypes) + "."),
			"response_types": set("OAuth response types. Default: `" + idp.ResponseCode + "`. Any" + rules.Limits(web, idp.AttributeResponseTypes) +
				". `code` needs the grant type `authorization_code` or device code; the others need `implicit`."),
			"access_token_role_assertion":  flag("Whether access tokens contain the user's roles."),
			"id_token_role_assertion":      flag("Whether ID tokens contain the user's roles."),
			"id_token_userinfo_assertion":  flag("Whether ID tokens contain the user's profile (`idTokenUserinfoAssertion`)."),
			"development_mode":             flag("Whether insecure redirect URIs and wildcards are allowed (`devMode`). Not for production."),
			"skip_native_app_success_page": flag("Whether login to a native application skips ZITADEL's success page."),
			"clock_skew": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "Clock difference that ZITADEL allows for in ID tokens. Default: `0s`. A duration such as `1.5s`" +
					rules.Limits(web, idp.AttributeClockSkew) + ".",
			},
			"additional_origins": set("Origins that may call ZITADEL, in addition to those of the redirect URIs, such as `https://example.com`." + cannotBeEmptied),
			"back_channel_logout_uri": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "URI that ZITADEL calls when a user's session ends. ZITADEL resolves the host name when you set the URI, and refuses local addresses.",
			},
		},
	}
}

const cannotBeEmptied = " ZITADEL cannot empty this set once it has values."

func expandOIDC(object types.Object) (idp.OIDC, diag.Diagnostics) {
	if object.IsNull() || object.IsUnknown() {
		return idp.OIDC{}, nil
	}
	var m oidcModel
	diags := fields.Fill(object, &m)
	skew, _ := time.ParseDuration(m.ClockSkew.ValueString()) // already validated; zero without a value
	return idp.OIDC{
		GrantTypes:               fields.Strings(m.GrantTypes),
		ResponseTypes:            fields.Strings(m.ResponseTypes),
		AccessTokenRoleAssertion: m.AccessTokenRoleAssertion.ValueBool(),
		IDTokenRoleAssertion:     m.IDTokenRoleAssertion.ValueBool(),
		IDTokenUserinfoAssertion: m.IDTokenUserinfoAssertion.ValueBool(),
		DevelopmentMode:          m.DevelopmentMode.ValueBool(),
		SkipNativeAppSuccessPage: m.SkipNativeAppSuccessPage.ValueBool(),
		ClockSkew:                skew,
		AdditionalOrigins:        fields.Strings(m.AdditionalOrigins),
		BackChannelLogoutURI:     m.BackChannelLogoutURI.ValueString(),
	}, diags
}

// flattenOIDC keeps an absent block as long as all of the platform's values are defaults.
func flattenOIDC(ctx context.Context, object types.Object, has idp.Application, keep bool) (types.Object, diag.Diagnostics) {
	if object.IsNull() && !has.Type.IsOIDC() {
		return object, nil
	}
	m := emptyOIDC()
	var diags diag.Diagnostics
	present := !object.IsNull() && !object.IsUnknown()
	if present {
		diags = fields.Fill(object, &m)
	}
	oidc := has.OIDC
	m = oidcModel{
		GrantTypes:               fields.ChooseSetOr(keep, m.GrantTypes, oidc.GrantTypes, idp.GrantAuthorizationCode),
		ResponseTypes:            fields.ChooseSetOr(keep, m.ResponseTypes, oidc.ResponseTypes, idp.ResponseCode),
		AccessTokenRoleAssertion: fields.ChooseBool(keep, m.AccessTokenRoleAssertion, oidc.AccessTokenRoleAssertion),
		IDTokenRoleAssertion:     fields.ChooseBool(keep, m.IDTokenRoleAssertion, oidc.IDTokenRoleAssertion),
		IDTokenUserinfoAssertion: fields.ChooseBool(keep, m.IDTokenUserinfoAssertion, oidc.IDTokenUserinfoAssertion),
		DevelopmentMode:          fields.ChooseBool(keep, m.DevelopmentMode, oidc.DevelopmentMode),
		SkipNativeAppSuccessPage: fields.ChooseBool(keep, m.SkipNativeAppSuccessPage, oidc.SkipNativeAppSuccessPage),
		ClockSkew:                fields.ChooseDuration(keep, m.ClockSkew, oidc.ClockSkew),
		AdditionalOrigins:        fields.ChooseSet(keep, m.AdditionalOrigins, oidc.AdditionalOrigins),
		BackChannelLogoutURI:     fields.Choose(keep, m.BackChannelLogoutURI, oidc.BackChannelLogoutURI),
	}
	attributes := object.AttributeTypes(ctx)
	if !present && reflect.DeepEqual(m, emptyOIDC()) {
		return types.ObjectNull(attributes), diags
	}
	value, d := fields.Pack(m, attributes)
	return value, append(diags, d...)
}
