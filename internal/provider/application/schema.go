package application

import (
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/booldefault"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/application/block"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
	"github.com/idpkit/terraform-provider-idp/internal/provider/secret"
)

const schemaVersion = 0

const overview = "Registers an application (an OAuth client or machine identity) at ZITADEL, Keycard or Lerian, and manages its client ID " +
	"and client secret.\n\nPlatforms show a client secret once, and Terraform then keeps it in state. Use a state backend that encrypts and " +
	"restricts access, or encrypt the secret with `secret.recipients`. The guide [Secrets](../guides/secrets.md) compares the options and " +
	"shows how to rotate."

func (c catalog) schema() schema.Schema {
	attributes := map[string]schema.Attribute{
		"name": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "Display name. Keycard: " + c.limits("keycard", idp.AttributeName) + ". ZITADEL: " + c.limits("zitadel", idp.AttributeName) +
				"; unique in the project, except for service accounts. Lerian: a product slug, such as `midaz` or `plugin-fees`; accepted slugs depend on the release.",
		},
		"description": c.input(idp.AttributeDescription, "Purpose of the application.", schema.StringAttribute{Optional: true}),
		"identifier": c.input(idp.AttributeIdentifier, "Identifier of your choice, such as a URL. For ZITADEL service accounts, the user name and client ID.",
			schema.StringAttribute{Optional: true}),
		"auth_method": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "Authentication method, by its RFC 7591 name. The [table of authentication methods](#authentication-methods) shows the allowed " +
				"values and the default of each platform and type. If you omit it, an existing application keeps its method.",
			PlanModifiers: []planmodifier.String{stringplanmodifier.UseStateForUnknown()},
		},
		"redirect_uris": c.uris(idp.AttributeRedirectURIs,
			"URIs that the platform may redirect users to after login. Compared exactly; order is ignored."),
		"post_logout_redirect_uris": c.uris(idp.AttributePostLogoutRedirectURIs,
			"URIs that the platform may redirect users to after logout. Compared exactly; order is ignored."),
		"enabled": schema.BoolAttribute{
			Optional: true, Computed: true, Default: booldefault.StaticBool(true),
			MarkdownDescription: "Whether the application can be used. Default: `true`. Can be `false` for " + c.Supporting(idp.AttributeEnabled) + " only.",
		},
		"rotate_when_changed": secret.RotateWhenChanged(),
		"deletion_protection": deletionProtection(),
		"id":                  computed("ID of the application at the platform.", false),
		"client_id":           computed("Client ID. Not sensitive. ZITADEL service accounts: the `identifier`. Keycard: the identifier of the credential; null without one.", false),
		"client_secret": computed("Client secret. Null with the methods `private_key_jwt` and `none`, with `secret.recipients`, and after an import. "+
			"Lerian up to 3.9: not null after an import.", true),
	}
	platforms := map[string]schema.Block{"secret": secret.Block()}
	for _, capabilities := range c.Catalog {
		platforms[capabilities.Platform] = block.Of(capabilities.Platform).Schema(capabilities)
	}
	return schema.Schema{Version: schemaVersion, MarkdownDescription: overview, Attributes: attributes, Blocks: platforms}
}

// limits returns the limits of one platform, for a description with its own wording.
func (c catalog) limits(platform string, a idp.Attribute) string {
	capabilities, _ := c.Find(platform)
	return strings.TrimPrefix(rules.Limits(capabilities, a), ", ")
}

// input adds a description of the platforms' rules to an attribute.
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
