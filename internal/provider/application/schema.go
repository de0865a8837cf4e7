package application

import (
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/application/block"
	"github.com/idpkit/terraform-provider-idp/internal/provider/secret"
)

const schemaVersion = 0

const overview = "Registers an application (an OAuth client, a machine identity) at ZITADEL, Keycard or Lerian, and keeps its client ID " +
	"and client secret.\n\nThe client secret is shown by the platforms once, when it is made, and is then kept in Terraform state: " +
	"use a state backend that encrypts and restricts access, or have the secret encrypted with `secret.recipients`. The guide " +
	"[Secrets](../guides/secrets.md) says what to choose when, and how to rotate."

func (c catalog) schema() schema.Schema {
	attributes := map[string]schema.Attribute{
		"name": c.input(idp.AttributeName, "Display name. For Lerian, a product slug such as `midaz`, `plugin-fees` or `plugin-crm`; accepted slugs depend on "+
			"the release.", schema.StringAttribute{Required: true}),
		"description": c.input(idp.AttributeDescription, "What the application is for.", schema.StringAttribute{Optional: true}),
		"identifier": c.input(idp.AttributeIdentifier, "Identifier that you choose: a URL, a URN or a plain word. For ZITADEL service accounts, the user name, which is also the client ID.",
			schema.StringAttribute{Optional: true}),
		"auth_method": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "Authentication method, by its name in RFC 7591." + c.AuthMethods() +
				" If you leave it out, a new application gets the default, and an existing one keeps what it has.",
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"redirect_uris": c.uris(idp.AttributeRedirectURIs,
			"URIs that the platform may redirect users to after login. Compared exactly; order is ignored."),
		"post_logout_redirect_uris": c.uris(idp.AttributePostLogoutRedirectURIs,
			"URIs that the platform may redirect users to after logout. Compared exactly; order is ignored."),
		"enabled": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			MarkdownDescription: "Whether the application can be used (default `true`). Can be `false` at " + c.Supporting(idp.AttributeEnabled) + " only.",
		},
		"rotate_when_changed": secret.RotateWhenChanged(),
		"deletion_protection": deletionProtection(),
		"id":                  computed("The platform's ID of the application.", false),
		"client_id":           computed("Client ID, not secret. Keycard: the credential's identifier; null without a credential. ZITADEL service accounts: the `identifier`.", false),
		"client_secret": computed("Client secret. Null where there is none (`private_key_jwt`, `none`), with "+
			"`secret.recipients`, and after an import, because platforms do not show it again.", true),
	}
	platforms := map[string]schema.Block{"secret": secret.Block()}
	for _, capabilities := range c.Catalog {
		platforms[capabilities.Platform] = block.Of(capabilities.Platform).Schema(capabilities)
	}
	return schema.Schema{Version: schemaVersion, MarkdownDescription: overview, Attributes: attributes, Blocks: platforms}
}

// input completes an attribute whose rules differ by platform with a description of them.
func (c catalog) input(a idp.Attribute, meaning string, s schema.StringAttribute) schema.StringAttribute {
	s.MarkdownDescription = meaning + c.Describe(a)
	return s
}

func (c catalog) uris(a idp.Attribute, meaning string) schema.SetAttribute {
	return schema.SetAttribute{Optional: true, ElementType: types.StringType, MarkdownDescription: meaning + c.Describe(a)}
}

func computed(description string, sensitive bool) schema.StringAttribute {
	return schema.StringAttribute{
		Computed: true, Sensitive: sensitive, MarkdownDescription: description,
		PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
	}
}
