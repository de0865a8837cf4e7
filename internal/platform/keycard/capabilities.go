package keycard

import (
	"cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Maximum lengths at Keycard, in characters.
const (
	maxID   = 255
	maxName = 255
	maxText = 2048
)

// Capabilities returns what Keycard applications support.
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
			idp.AttributeZoneID:                 {Required: true, Max: maxID, Format: idp.FormatID},
			idp.AttributeDocsURL:                {Max: maxText, Format: idp.FormatURI},
			idp.AttributeConsent:                {Values: []string{string(ConsentImplicit), string(ConsentRequired)}},
			idp.AttributeTraits:                 {Values: []string{string(TraitGateway), string(TraitMcpProvider)}},
			idp.AttributeJWKSURI:                {Max: maxText, Format: idp.FormatURI},
			idp.AttributeDependency:             {},
		},
		AuthMethods:        []idp.AuthMethod{idp.ClientSecretBasic, idp.PrivateKeyJWT, idp.NoAuth},
		UpdatesInPlace:     true,
		RotatesInPlace:     true,
		SeparateCredential: true,
		Unique:             idp.AttributeIdentifier,
		UniqueIn:           "the zone",
		Unlisted:           "Applications that belong to Keycard itself are left out.",
		Problems:           problems,
		Credentials: []idp.CredentialKind{
			idp.CredentialClientSecret, idp.CredentialPublicKey, idp.CredentialWorkloadIdentity, idp.CredentialURL, idp.CredentialPublic,
		},
		ImportIDs:           []string{"keycard/<zone_id>/<application_id>"},
		CredentialImportIDs: []string{"keycard/<zone_id>/<application_id>/<credential_id>"},
	}
}

// problems reports public keys that would have no effect.
func problems(r idp.Registration) []idp.Problem {
	if r.JWKSURI == "" || cmp.Or(r.AuthMethod, idp.PrivateKeyJWT) == idp.PrivateKeyJWT {
		return nil
	}
	return []idp.Problem{{
		Attribute: idp.AttributeJWKSURI, Refused: true,
		Message: `keycard.jwks_uri is for applications that authenticate with a private key. Set auth_method to "private_key_jwt", or remove keycard.jwks_uri.`,
	}}
}
