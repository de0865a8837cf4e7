package application

import (
	"cmp"

	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
)

// found is an application as the data sources show it. It has no secret.
type found struct {
	ID                     types.String `tfsdk:"id"`
	ImportID               types.String `tfsdk:"import_id"`
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
	Slug                   types.String `tfsdk:"slug"`
	CreatedAt              types.String `tfsdk:"created_at"`
}

// foundAttributes describes what the data sources show of an application.
func foundAttributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		"enabled": schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the application can be used."},
	}
	for name, description := range map[string]string{
		"id":              "The platform's ID of the application.",
		"import_id":       "What `idp_application` takes as import ID for the application.",
		"name":            "Name that people see.",
		"description":     "What the application is for.",
		"identifier":      "Identifier that its owner chose (Keycard).",
		"auth_method":     "How the application authenticates, by its name in RFC 7591.",
		"client_id":       "The client ID, which is not secret. Null where there is no credential.",
		"credential_id":   "The platform's ID of the credential (Keycard).",
		"organization_id": "ID of the organization that owns the application. Not at Lerian.",
		"docs_url":        "Where the application is documented (Keycard).",
		"consent":         "Whether users are asked for consent (Keycard).",
		"slug":            "Name for use in URLs, made by the platform (Keycard).",
		"created_at":      "When the application was registered, as the platform writes it (RFC 3339).",
	} {
		attributes[name] = schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	for name, description := range map[string]string{
		"redirect_uris":             "Where the platform may send users back to after they logged in.",
		"post_logout_redirect_uris": "Where the platform may send users back to after they logged out.",
		"traits":                    "What the application is used as (Keycard).",
	} {
		attributes[name] = schema.SetAttribute{Computed: true, ElementType: types.StringType, MarkdownDescription: description}
	}
	return attributes
}

func show(s subject) found {
	return found{
		ID: fields.Text(s.ID), ImportID: fields.Text(s.importID()),
		Name: fields.Text(s.Name), Description: fields.Text(s.Description), Identifier: fields.Text(s.Identifier), AuthMethod: fields.Text(string(s.AuthMethod)),
		ClientID: fields.Text(s.ClientID), CredentialID: fields.Text(s.CredentialID), OrganizationID: fields.Text(s.OrganizationID),
		Enabled:      types.BoolValue(!s.Disabled),
		RedirectURIs: set(s.RedirectURIs), PostLogoutRedirectURIs: set(s.PostLogoutRedirectURIs),
		DocsURL: fields.Text(s.DocsURL), Consent: fields.Text(s.Consent), Traits: set(s.Traits),
		Slug: fields.Text(s.Slug), CreatedAt: fields.Text(s.CreatedAt),
	}
}

func set(values []string) types.Set {
	return chooseSet(false, types.SetUnknown(types.StringType), values)
}

// byName orders applications by what a reader looks for; platforms list them in no order.
func byName(a, b idp.Application) int {
	return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID))
}
