package block

import (
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

type keycard struct{}

type keycardModel struct {
	ZoneID  types.String `tfsdk:"zone_id"`
	DocsURL types.String `tfsdk:"docs_url"`
	Consent types.String `tfsdk:"consent"`
	Traits  types.Set    `tfsdk:"traits"`
	JWKSURI types.String `tfsdk:"jwks_uri"`

	Dependency types.Set `tfsdk:"dependency"`

	KeepPreviousCredential types.Bool   `tfsdk:"keep_previous_credential"`
	PreviousClientID       types.String `tfsdk:"previous_client_id"`
}

func (keycard) Schema(c idp.Capabilities) schema.SingleNestedBlock {
	return schema.SingleNestedBlock{
		MarkdownDescription: "Settings of an application at Keycard." + rules.ExactlyOne,
		Attributes: map[string]schema.Attribute{
			"zone_id": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "ID of the zone. Required. Changing this forces a new application.",
			},
			"docs_url": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "URL of the application's documentation (`metadata.docs_url`)" + rules.Limits(c, idp.AttributeDocsURL) + ".",
			},
			"consent": schema.StringAttribute{
				Optional: true, Computed: true,
				MarkdownDescription: "User consent mode: one" + rules.Limits(c, idp.AttributeConsent) +
					". Default: `required`, set by Keycard. If you omit it, an existing application keeps its mode.",
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
			"traits": schema.SetAttribute{
				Optional: true, ElementType: types.StringType,
				MarkdownDescription: "Traits of the application: any" + rules.Limits(c, idp.AttributeTraits) + ".",
			},
			"jwks_uri": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "URL of the application's public keys (JWKS)" + rules.Limits(c, idp.AttributeJWKSURI) +
					". For `auth_method = \"private_key_jwt\"`. If you omit `jwks_uri`, create credentials with `idp_application_credential`. Changing this creates a new credential with a new client ID, " +
					"then deletes the old one.",
			},
			"keep_previous_credential": schema.BoolAttribute{
				Optional: true,
				MarkdownDescription: "Whether a rotation keeps the old credential valid until the next rotation. Default: `false`. `previous_client_id` is the client ID " +
					"of the old credential. Setting this to `false` deletes the old credential.",
			},
			"previous_client_id": schema.StringAttribute{
				Computed: true, MarkdownDescription: "Client ID of the credential from before the last rotation. Null if there is none.",
				PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
			},
		},
		Blocks: map[string]schema.Block{"dependency": dependencySchema()},
	}
}

func (keycard) Replaced(plan, state types.Object, _ string) (names []string) {
	if !fields.Inside[types.String](plan, "zone_id").Equal(fields.Inside[types.String](state, "zone_id")) {
		names = append(names, "zone_id")
	}
	return names
}

func (keycard) Expand(object types.Object, wanted *idp.Application) diag.Diagnostics {
	var m keycardModel
	diags := fields.Fill(object, &m)
	dependencies, d := expandDependencies(m.Dependency)
	wanted.Scope = idp.Scope{ZoneID: m.ZoneID.ValueString()}
	wanted.DocsURL = m.DocsURL.ValueString()
	wanted.Consent = m.Consent.ValueString()
	wanted.Traits = fields.Strings(m.Traits)
	wanted.JWKSURI = m.JWKSURI.ValueString()
	wanted.Dependencies = dependencies
	wanted.KeepPreviousCredential = m.KeepPreviousCredential.ValueBool()
	wanted.PreviousClientID = m.PreviousClientID.ValueString()
	return append(diags, d...)
}

func (keycard) Flatten(ctx context.Context, object types.Object, has idp.Application, keep bool) (types.Object, diag.Diagnostics) {
	var m keycardModel
	diags := fields.Fill(object, &m)
	dependencies, d := flattenDependencies(m.Dependency, has.Dependencies, keep)
	diags.Append(d...)
	before := m
	m = keycardModel{
		ZoneID:  types.StringValue(has.Scope.ZoneID),
		DocsURL: fields.Choose(keep, m.DocsURL, has.DocsURL),
		Consent: fields.Choose(keep, m.Consent, has.Consent),
		Traits:  fields.ChooseSet(keep, m.Traits, has.Traits),
		JWKSURI: fields.Choose(keep, m.JWKSURI, has.JWKSURI),

		Dependency: dependencies,

		KeepPreviousCredential: m.KeepPreviousCredential,
		PreviousClientID:       fields.Choose(keep, m.PreviousClientID, has.PreviousClientID),
	}
	if reflect.DeepEqual(m, before) { // the usual case; packing is slow
		return object, diags
	}
	value, d := fields.Pack(m, object.AttributeTypes(ctx))
	return value, append(diags, d...)
}
