package idp

// Scope is where at a platform an application lives. A platform uses the fields it has words for.
// Scopes are comparable.
type Scope struct {
	OrganizationID string // ZITADEL: the organization that owns the project; empty is the caller's own
	ProjectID      string // ZITADEL; empty for service accounts, which belong to the organization
	ZoneID         string // Keycard
}

// Registration is what the user asks a platform to register. A zero value means "not set".
type Registration struct {
	Scope                  Scope
	Type                   Type // empty at platforms that have one type alone
	Name                   string
	Description            string
	Identifier             string // chosen by the user, unique in the scope
	AuthMethod             AuthMethod
	RedirectURIs           []string // a set: order and repetition mean nothing
	PostLogoutRedirectURIs []string // a set
	Disabled               bool
	DocsURL                string
	Consent                string
	Traits                 []string // a set
	KeepPreviousCredential bool     // after a rotation, until the next one; where a platform can have two at a time
	AccessTokenType        TokenType
	OIDC                   OIDC
	JWKSURI                string       // where the platform finds the application's public keys
	Dependencies           []Dependency // a set; nil is not managed
}

// Dependency is a resource that an application may ask tokens for.
type Dependency struct {
	ResourceID    string
	WhenAccessing []string // a set of resources that the application provides: the dependency counts only while one of them is accessed
}

// Application is a registered application: what was asked for, and what the platform made of it.
type Application struct {
	Registration
	ID           string
	ClientID     string
	ClientSecret Secret // empty where there is none, or where it is not known
	CredentialID string // where the credential is an object of its own

	// The credential before the last rotation, as long as it is there: it is kept, or it still has to be removed.
	PreviousClientID     string
	PreviousCredentialID string

	OrganizationID string // the owner, as the platform reports it
	Slug           string
	CreatedAt      string // RFC 3339, as the platform wrote it

	// Installation identifies the installation that the application was last seen at, where the scope does not: a
	// fingerprint. Empty where it is not known, and at platforms whose scopes can be looked up.
	Installation string

	// Adopted says of a created application that the answer to its create was lost, and that it was found and taken over on
	// evidence that leaves a doubt.
	Adopted bool

	// Problems are what the platform itself finds wrong with the application while it takes it all the same, in its words.
	Problems []string

	// Unmanaged says of an application in a list why the provider cannot manage it: "a SAML application". Empty where it can.
	Unmanaged string
}

// Change leads from a registered application to what is wanted of it. Before and After have the same Scope.
type Change struct {
	Before Application
	After  Registration
}

// AuthMethod is how an application authenticates at a token or introspection endpoint, by its name in RFC 7591,
// section 2 (token_endpoint_auth_method).
type AuthMethod string

// The methods of RFC 7591 and of OpenID Connect Core 1.0, section 9, that the platforms offer.
const (
	ClientSecretBasic AuthMethod = "client_secret_basic"
	ClientSecretPost  AuthMethod = "client_secret_post"
	PrivateKeyJWT     AuthMethod = "private_key_jwt"
	NoAuth            AuthMethod = "none"
)

// HasSecret reports whether a client secret belongs to the method.
func (m AuthMethod) HasSecret() bool { return m == ClientSecretBasic || m == ClientSecretPost }
