package idp

// Scope is the place at a platform where an application lives. Each platform uses the fields that it needs. Scopes are
// comparable.
type Scope struct {
	OrganizationID string // ZITADEL: the organization that owns the project; empty means the caller's own
	ProjectID      string // ZITADEL; empty for service accounts, which belong to the organization
	ZoneID         string // Keycard
}

// Registration is what the user wants a platform to register. A zero value means "not set".
type Registration struct {
	Scope                  Scope
	Type                   Type // empty on platforms with a single type
	Name                   string
	Description            string
	Identifier             string // chosen by the user, unique in the scope
	AuthMethod             AuthMethod
	RedirectURIs           []string // a set: order and duplicates do not matter
	PostLogoutRedirectURIs []string // a set
	Disabled               bool
	DocsURL                string
	Consent                string
	Traits                 []string // a set
	KeepPreviousCredential bool     // from a rotation until the next one; only on platforms that allow two credentials at a time
	AccessTokenType        TokenType
	OIDC                   OIDC
	JWKSURI                string       // where the platform fetches the application's public keys
	Dependencies           []Dependency // a set; nil means not managed
}

// Dependency is a resource that an application may request tokens for.
type Dependency struct {
	ResourceID    string
	WhenAccessing []string // a set of resources that the application provides: the dependency applies only while one of them is accessed
}

// Application is a registered application: the registration and what the platform added to it.
type Application struct {
	Registration
	ID           string
	ClientID     string
	ClientSecret Secret // empty if there is none, or if it is not known
	CredentialID string // where the credential is a separate object

	// The credential before the last rotation, while it still exists: it is kept, or still has to be deleted.
	PreviousClientID     string
	PreviousCredentialID string

	OrganizationID string // the owner, as reported by the platform
	Slug           string
	CreatedAt      string // RFC 3339, as the platform wrote it

	// Installation is a fingerprint of the installation where the application was last seen, if the scope does not identify
	// it. It is empty where it is not known, and on platforms whose scopes can be looked up.
	Installation string

	// Adopted reports that the response to the create was lost, and that the provider took over an application that it
	// found, on evidence that leaves some doubt.
	Adopted bool

	// Problems are the platform's own messages about what is wrong with an application that it accepts nevertheless.
	Problems []string

	// Unmanaged is the reason why the provider cannot manage a listed application, such as "a SAML application". It is empty
	// if it can.
	Unmanaged string
}

// Change leads from a registered application to the wanted one. Before and After have the same Scope.
type Change struct {
	Before Application
	After  Registration
}

// AuthMethod is how an application authenticates to a token or introspection endpoint: a token_endpoint_auth_method of RFC
// 7591, section 2.
type AuthMethod string

// The methods of RFC 7591 and of OpenID Connect Core 1.0, section 9, that the platforms support.
const (
	ClientSecretBasic AuthMethod = "client_secret_basic"
	ClientSecretPost  AuthMethod = "client_secret_post"
	PrivateKeyJWT     AuthMethod = "private_key_jwt"
	NoAuth            AuthMethod = "none"
)

// HasSecret reports whether the method uses a client secret.
func (m AuthMethod) HasSecret() bool { return m == ClientSecretBasic || m == ClientSecretPost }
