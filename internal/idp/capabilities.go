package idp

import "slices"

// Attribute names a part of an application that a user sets. Attributes inside a platform's block are written with it:
// "keycard.docs_url".
type Attribute string

// The attributes that a platform may support.
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
	AttributeResource               Attribute = "keycard.resource" // of a request for a token
	AttributeType                   Attribute = "zitadel.type"
	AttributeAccessTokenType        Attribute = "zitadel.access_token_type"
	AttributeOIDC                   Attribute = "zitadel.oidc"
	AttributeGrantTypes             Attribute = "zitadel.oidc.grant_types"
	AttributeResponseTypes          Attribute = "zitadel.oidc.response_types"
	AttributeClockSkew              Attribute = "zitadel.oidc.clock_skew"
	AttributeAdditionalOrigins      Attribute = "zitadel.oidc.additional_origins"
	AttributeBackChannelLogoutURI   Attribute = "zitadel.oidc.back_channel_logout_uri"
)

// Capabilities is what a platform can do, as data: validation, plan and documentation read it from here.
type Capabilities struct {
	Platform string // the name of its block: "zitadel"
	Title    string // as its makers write it: "ZITADEL"

	// Applications is what messages call its applications; see Of.
	Applications string

	// Variants are the types of its applications, the default first, where there are several. What is said below holds for all.
	Variants []Variant

	// Rules has the attributes that the platform supports. Any other is refused.
	Rules map[Attribute]Rule

	// AuthMethods are the methods on offer, the default first.
	AuthMethods []AuthMethod

	// UpdatesInPlace is false where any change means a new application with a new client ID and secret.
	UpdatesInPlace bool

	// RotatesInPlace is false where another client secret takes another application.
	RotatesInPlace bool

	// SeparateCredential is true where the credential is an object beside the application, which can be missing. Another
	// client secret is another credential then, with a client ID of its own.
	SeparateCredential bool

	// Unique is the attribute that no two applications of a scope may share, or empty.
	Unique Attribute

	// UniqueIn is that scope in the documentation: "the zone".
	UniqueIn string

	// UniqueIgnoresCase says that values of Unique which differ in case alone are the same.
	UniqueIgnoresCase bool

	// Unlisted says which applications of the platform lists leave out because they cannot be managed: a sentence.
	Unlisted string

	// Problems finds what no rule for one attribute says. Nil finds nothing.
	Problems func(Registration) []Problem

	// Credentials are the kinds of credentials that an application can have beside its first one.
	Credentials []CredentialKind

	// CredentialImportIDs are the shapes of an import ID of such a credential.
	CredentialImportIDs []string

	// ImportIDs are the shapes of an import ID: "keycard/<zone_id>/<application_id>".
	ImportIDs []string
}

// Supports reports whether the platform has the attribute at all.
func (c Capabilities) Supports(a Attribute) bool {
	_, ok := c.Rules[a]
	return ok
}

// Offers reports whether the platform offers the authentication method.
func (c Capabilities) Offers(m AuthMethod) bool { return slices.Contains(c.AuthMethods, m) }
