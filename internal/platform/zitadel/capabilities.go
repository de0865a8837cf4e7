package zitadel

import "github.com/idpkit/terraform-provider-idp/internal/idp"

// Capabilities says what an API application at ZITADEL has: a name, an authentication method and a switch. It takes no
// part in redirects, and has no description and no identifier of the user's own.
func Capabilities() idp.Capabilities {
	return idp.Capabilities{
		Platform: "zitadel",
		Title:    "ZITADEL",
		Rules: map[idp.Attribute]idp.Rule{
			idp.AttributeName:           {Required: true, Max: 200},
			idp.AttributeEnabled:        {},
			idp.AttributeAuthMethod:     {},
			idp.AttributeProjectID:      {Required: true, Max: 200},
			idp.AttributeOrganizationID: {Max: 200},
		},
		AuthMethods:    []idp.AuthMethod{idp.ClientSecretBasic, idp.PrivateKeyJWT},
		UpdatesInPlace: true,
		RotatesInPlace: true,
		Unique:         idp.AttributeName, // in the project, ignoring case
		Unlisted:       "OpenID Connect and SAML applications are left out.",
		ImportIDs: []string{
			"zitadel/<project_id>/<application_id>",
			"zitadel/<organization_id>/<project_id>/<application_id>",
		},
		Credentials: []idp.CredentialKind{idp.CredentialKey},
		CredentialImportIDs: []string{
			"zitadel/<project_id>/<application_id>/<key_id>",
			"zitadel/<organization_id>/<project_id>/<application_id>/<key_id>",
			"zitadel/service_account/<application_id>/<key_id>",
			"zitadel/<organization_id>/service_account/<application_id>/<key_id>",
		},
	}
}
