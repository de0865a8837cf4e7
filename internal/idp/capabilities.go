package idp

import "slices"

// Attribute names an attribute of an application that a user sets. Those in a platform's block include the block's name:
// "keycard.docs_url".
type Attribute string

// The attributes that a platform can support.
const (
	AttributeName                   Attribute = "name"
	AttributeDescription            Attribute = "description"
	AttributeIdentifier             Attribute = "identifier"
	AttributeAuthMethod             Attribute = "auth_method"
	AttributeRedirectURIs           Attribute = "redirect_uris"
	AttributePostLogoutRedirectURIs Attribute = "post_logout_redirect_uris"
	AttributeEnabled                Attribute = "enabled"
	AttributeProjectID              Attribute = "zitadel.project_id"
	AttributeOrganizationID         Attribute = "zitadel.organization_id"
	AttributeZoneID                 Attribute = "keycard.zone_id"
	AttributeDocsURL                Attribute = "keycard.docs_url"
	AttributeConsent                Attribute = "keycard.consent"
	AttributeTraits                 Attribute = "keycard.traits"
	AttributeJWKSURI                Attribute = "keycard.jwks_uri"
	AttributeDependency             Attribute = "keycard.dependency"
	AttributeResource               Attribute = "keycard.resource" // of a token request
	AttributeType                   Attribute = "zitadel.type"
	AttributeAccessTokenType        Attribute = "zitadel.access_token_type"
	AttributeOIDC                   Attribute = "zitadel.oidc"
	AttributeGrantTypes             Attribute = "zitadel.oidc.grant_types"
	AttributeResponseTypes          Attribute = "zitadel.oidc.response_types"
	AttributeClockSkew              Attribute = "zitadel.oidc.clock_skew"
	AttributeAdditionalOrigins      Attribute = "zitadel.oidc.additional_origins"
	AttributeBackChannelLogoutURI   Attribute = "zitadel.oidc.back_channel_logout_uri"
)

// Capabilities is what a platform can do, as data. Validation, plan and documentation use it.
type Capabilities struct {
	Platform string // the name of its block: "zitadel"
	Title    string // as its makers spell it: "ZITADEL"

	// Applications is what messages call the platform's applications; see Of.
	Applications string

	// Variants are the platform's types of applications, the default first. It is empty if there is only one type. The
	// fields below apply to all types.
	Variants []Variant

	// Rules has the attributes that the platform supports. All others are rejected.
	Rules map[Attribute]Rule

	// AuthMethods are the supported methods, the default first.
	AuthMethods []AuthMethod

	// UpdatesInPlace is false if any change forces a new application with a new client ID and secret.
	UpdatesInPlace bool

	// RotatesInPlace is false if a new client secret requires a new application.
	RotatesInPlace bool

	// SeparateCredential is true if the credential is a separate object, which can be missing. A rotation then creates a new
	// credential with a new client ID.
	SeparateCredential bool

	// Unscoped is true if nothing in a Scope identifies the installation, so that an absence counts only where the application
	// was last seen; see Application.Installation.
	Unscoped bool

	// Unique is the attribute that two applications of a scope cannot share, or empty.
	Unique Attribute

	// UniqueIn is that scope in the documentation: "the zone".
	UniqueIn string

	// UniqueIgnoresCase reports whether values of Unique that differ only in case are the same.
	UniqueIgnoresCase bool

	// Unlisted is a sentence that says which applications lists omit because the provider cannot manage them.
	Unlisted string

	// Problems finds what a rule for a single attribute cannot express. It may be nil.
	Problems func(Registration) []Problem

	// Credentials are the kinds of credentials that an application can have besides its first one.
	Credentials []CredentialKind

	// CredentialImportIDs are the forms of the import ID of such a credential.
	CredentialImportIDs []string

	// ImportIDs are the forms of an import ID: "keycard/<zone_id>/<application_id>".
	ImportIDs []string
}

// Supports reports whether the platform supports the attribute.
func (c Capabilities) Supports(a Attribute) bool {
	_, ok := c.Rules[a]
	return ok
}

// Offers reports whether the platform supports the authentication method.
func (c Capabilities) Offers(m AuthMethod) bool { return slices.Contains(c.AuthMethods, m) }
