package keycard

import "github.com/idpkit/terraform-provider-idp/internal/idp"

// The longest values that Keycard takes, in characters.
const (
	maxID   = 255
	maxName = 255
	maxText = 2048
)

// Capabilities is what an application at Keycard can have.
func Capabilities() idp.Capabilities {
	return idp.Capabilities{
		Platform: "keycard",
		Title:    "Keycard",
		Rules: map[idp.Attribute]idp.Rule{
			idp.AttributeName:                   {Required: true, Max: maxName, Format: idp.FormatSafeText},
			idp.AttributeIdentifier:             {Required: true, Max: maxText, Format: idp.FormatSafeText},
			idp.AttributeDescription:            {Max: maxText, Format: idp.FormatSafeText},
			idp.AttributeAuthMethod:             {},
			idp.AttributeRedirectURIs:           {Format: idp.FormatURI},
			idp.AttributePostLogoutRedirectURIs: {Format: idp.FormatURI},
			idp.AttributeZoneID:                 {Required: true, Max: maxID},
			idp.AttributeDocsURL:                {Max: maxText, Format: idp.FormatURI},
			idp.AttributeConsent:                {Values: []string{string(ConsentImplicit), string(ConsentRequired)}},
			idp.AttributeTraits:                 {Values: []string{string(TraitGateway), string(TraitMcpProvider)}},
		},
		AuthMethods:        []idp.AuthMethod{idp.ClientSecretBasic, idp.NoAuth},
		UpdatesInPlace:     true,
		RotatesInPlace:     true,
		SeparateCredential: true,
		Unique:             idp.AttributeIdentifier,
		Unlisted:           "Applications that belong to Keycard itself are left out.",
		ImportIDs:          []string{"keycard/<zone_id>/<application_id>"},
		Credentials: []idp.CredentialKind{
			idp.CredentialClientSecret, idp.CredentialPublicKey, idp.CredentialWorkloadIdentity, idp.CredentialURL, idp.CredentialPublic,
		},
		CredentialImportIDs: []string{"keycard/<zone_id>/<application_id>/<credential_id>"},
	}
}
