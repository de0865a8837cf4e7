package lookup

import (
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/importid"
)

// result is an application as the data sources return it, without a secret.
type result struct {
	ID                     types.String `tfsdk:"id"`
	ImportID               types.String `tfsdk:"import_id"`
	Type                   types.String `tfsdk:"type"`
	Name                   types.String `tfsdk:"name"`
	Description            types.String `tfsdk:"description"`
	Identifier             types.String `tfsdk:"identifier"`
	AuthMethod             types.String `tfsdk:"auth_method"`
	ClientID               types.String `tfsdk:"client_id"`
	CredentialID           types.String `tfsdk:"credential_id"`
	OrganizationID         types.String `tfsdk:"organization_id"`
	Enabled                types.Bool   `tfsdk:"enabled"`
	RedirectURIs           types.Set    `tfsdk:"redirect_uris"`
	PostLogoutRedirectURIs types.Set    `tfsdk:"post_logout_redirect_uris"`
	DocsURL                types.String `tfsdk:"docs_url"`
	Consent                types.String `tfsdk:"consent"`
	Traits                 types.Set    `tfsdk:"traits"`
	JWKSURI                types.String `tfsdk:"jwks_uri"`
	Slug                   types.String `tfsdk:"slug"`
	CreatedAt              types.String `tfsdk:"created_at"`
}

// resultAttributes returns the schema of an application in the data sources.
func resultAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"enabled": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the application can be used."},
	}
	for name, description := range map[string]string{
		"id":              "ID of the application at the platform.",
		"import_id":       "Import ID of the application, for `idp_application`.",
		"type":            "Type of the application (ZITADEL).",
		"name":            "Display name.",
		"description":     "Purpose of the application.",
		"identifier":      "Identifier, chosen by the owner (Keycard, ZITADEL service accounts).",
		"auth_method":     "Authentication method, by its RFC 7591 name.",
		"client_id":       "Client ID. Not sensitive. Null without a credential.",
		"credential_id":   "ID of the credential at the platform (Keycard).",
		"organization_id": "ID of the organization that owns the application. Lerian: null.",
		"docs_url":        "URL of the application's documentation (Keycard).",
		"jwks_uri":        "URL of the application's public keys (Keycard).",
		"consent":         "User consent mode (Keycard).",
		"slug":            "Name for use in URLs, created by the platform (Keycard).",
		"created_at":      "Creation time, as the platform reports it (RFC 3339).",
	} {
		attributes[name] = schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	for name, description := range map[string]string{
		"redirect_uris":             "URIs that the platform may redirect users to after login.",
		"post_logout_redirect_uris": "URIs that the platform may redirect users to after logout.",
		"traits":                    "Traits of the application (Keycard).",
	} {
		attributes[name] = schema.SetAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: description}
	}
	return attributes
}

func show(c idp.Capabilities, app idp.Application) result {
	return result{
		ID: fields.Text(app.ID), ImportID: fields.Text(importid.OfApplication(c, app.Scope, app.ID)), Type: fields.Text(string(app.Type)),
		Name: fields.Text(app.Name), Description: fields.Text(app.Description), Identifier: fields.Text(app.Identifier), AuthMethod: fields.Text(string(app.AuthMethod)),
		ClientID: fields.Text(app.ClientID), CredentialID: fields.Text(app.CredentialID), OrganizationID: fields.Text(app.OrganizationID),
		Enabled:      types.BoolValue(!app.Disabled),
		RedirectURIs: fields.Set(app.RedirectURIs), PostLogoutRedirectURIs: fields.Set(app.PostLogoutRedirectURIs),
		DocsURL: fields.Text(app.DocsURL), Consent: fields.Text(app.Consent), Traits: fields.Set(app.Traits), JWKSURI: fields.Text(app.JWKSURI),
		Slug: fields.Text(app.Slug), CreatedAt: fields.Text(app.CreatedAt),
	}
}
