package zitadel

import "github.com/idpkit/terraform-provider-idp/internal/idp"

// Maximum lengths at ZITADEL, in characters.
const (
	maxName        = 200
	maxID          = 200
	maxDescription = 500
)

// Capabilities returns what ZITADEL applications and service accounts support.
func Capabilities() idp.Capabilities {
	variants := []idp.Variant{api(), web(), userAgent(), native(), serviceAccount()}
	var types []string
	for _, variant := range variants {
		types = append(types, string(variant.Type))
	}
	return idp.Capabilities{
		Platform:          "zitadel",
		Title:             "ZITADEL",
		Variants:          variants,
		UniqueIgnoresCase: true,
		Rules: map[idp.Attribute]idp.Rule{
			idp.AttributeName:           {Required: true, Max: maxName},
			idp.AttributeEnabled:        {},
			idp.AttributeAuthMethod:     {},
			idp.AttributeOrganizationID: {Max: maxID},
			idp.AttributeType:           {Values: types},
		},
		UpdatesInPlace: true,
		RotatesInPlace: true,
		Unlisted:       "SAML applications are left out.",
		Problems:       problems,
		Credentials:    []idp.CredentialKind{idp.CredentialKey},
		ImportIDs: []string{
			"zitadel/<project_id>/<application_id>",
			"zitadel/<organization_id>/<project_id>/<application_id>",
			"zitadel/service_account/<application_id>",
			"zitadel/<organization_id>/service_account/<application_id>",
		},
		CredentialImportIDs: []string{
			"zitadel/<project_id>/<application_id>/<key_id>",
			"zitadel/<organization_id>/<project_id>/<application_id>/<key_id>",
			"zitadel/service_account/<application_id>/<key_id>",
			"zitadel/<organization_id>/service_account/<application_id>/<key_id>",
		},
	}
}

// api is the variant for API applications. They have no redirects, no description, and no identifier.
func api() idp.Variant {
	return idp.Variant{
		Type:        idp.TypeAPI,
		Title:       "API applications",
		Rules:       map[idp.Attribute]idp.Rule{idp.AttributeProjectID: {Required: true, Max: maxID, Format: idp.FormatID}},
		AuthMethods: []idp.AuthMethod{idp.ClientSecretBasic, idp.PrivateKeyJWT},
		Unique:      idp.AttributeName, // across all types, ignoring case
		UniqueIn:    "the project",
	}
}

func web() idp.Variant {
	return oidc(idp.TypeWeb, "web applications", idp.ClientSecretBasic, idp.ClientSecretPost, idp.NoAuth, idp.PrivateKeyJWT)
}

func userAgent() idp.Variant {
	return oidc(idp.TypeUserAgent, "user agent applications", idp.NoAuth, idp.ClientSecretBasic, idp.ClientSecretPost, idp.PrivateKeyJWT)
}

func native() idp.Variant {
	return oidc(idp.TypeNative, "native applications", idp.NoAuth, idp.ClientSecretBasic, idp.ClientSecretPost, idp.PrivateKeyJWT)
}

// oidc returns the variant for an OpenID Connect type. It accepts redirect URIs of any form, because ZITADEL also accepts
// patterns that are not URIs, for development mode.
func oidc(t idp.Type, title string, methods ...idp.AuthMethod) idp.Variant {
	return idp.Variant{
		Type:  t,
		Title: title,
		Rules: map[idp.Attribute]idp.Rule{
			idp.AttributeProjectID:              {Required: true, Max: maxID, Format: idp.FormatID},
			idp.AttributeRedirectURIs:           {Kept: true},
			idp.AttributePostLogoutRedirectURIs: {Kept: true},
			idp.AttributeAccessTokenType:        {Values: oidcTokens.names()},
			idp.AttributeOIDC:                   {},
			idp.AttributeGrantTypes:             {Values: oidcGrants.names()},
			idp.AttributeResponseTypes:          {Values: oidcResponses.names()},
			idp.AttributeClockSkew:              {Longest: longestSkew},
			idp.AttributeAdditionalOrigins:      {Format: idp.FormatOrigin, Kept: true},
			idp.AttributeBackChannelLogoutURI:   {Format: idp.FormatURI},
		},
		AuthMethods: methods,
		Unique:      idp.AttributeName,
		UniqueIn:    "the project",
	}
}

// serviceAccount is the variant for service accounts. They belong to an organization, without a project. The identifier is
// the user name, and so the client ID.
func serviceAccount() idp.Variant {
	return idp.Variant{
		Type:  idp.TypeServiceAccount,
		Title: "service accounts",
		Rules: map[idp.Attribute]idp.Rule{
			idp.AttributeIdentifier:      {Required: true, Max: maxName},
			idp.AttributeDescription:     {Max: maxDescription},
			idp.AttributeAccessTokenType: {Values: oidcTokens.names()},
		},
		AuthMethods: []idp.AuthMethod{idp.ClientSecretBasic, idp.PrivateKeyJWT},
		Unique:      idp.AttributeIdentifier, // ignoring case
		UniqueIn:    "the instance by default",
	}
}
