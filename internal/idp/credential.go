package idp

import "context"

// Credential is what an application authenticates with, where that is an object of its own. Credentials are comparable.
type Credential struct {
	ID            string
	ApplicationID string
	ClientID      string // ZITADEL: of the application
	AuthMethod    AuthMethod
	CreatedAt     string // RFC 3339, as the platform wrote it

	Scope      Scope // of the application
	Kind       CredentialKind
	ExpiresAt  string // RFC 3339; empty is never
	JWKSURI    string
	ProviderID string // of the workload's tokens
	Subject    string // of the workload's tokens; empty takes any
	PublicKey  string // PEM, of a key whose private part the platform has not made
}

// CredentialKind is what proves that a client is the application.
type CredentialKind string

// The kinds, by the names of their blocks.
const (
	CredentialClientSecret     CredentialKind = "client_secret"
	CredentialKey              CredentialKind = "key"               // made by the platform, or the public part of one's own
	CredentialPublicKey        CredentialKind = "public_key"        // at a JWKS address
	CredentialWorkloadIdentity CredentialKind = "workload_identity" // tokens of another issuer
	CredentialURL              CredentialKind = "url"               // a client metadata document
	CredentialPublic           CredentialKind = "public"            // nothing but the client ID
)

// WithCredentials is an application with what its credentials say of it. The newest that has a secret is its own, or else the
// only one with keys at an address: several secrets wait for the removal of the older ones after a rotation, and of several keys
// nothing tells which is its own. All others only say how it authenticates.
func (a Application) WithCredentials(all []Credential) Application {
	var own, key Credential
	several := false
	a.AuthMethod = NoAuth
	for _, c := range all {
		switch {
		case c.AuthMethod.HasSecret() && (own.ID == "" || !Older(c.CreatedAt, own.CreatedAt)):
			own = c
		case c.JWKSURI != "" && c.ID != key.ID: // pages may overlap
			several = key.ID != ""
			key = c
		}
		if c.AuthMethod == PrivateKeyJWT {
			a.AuthMethod = PrivateKeyJWT
		}
	}
	if own.ID == "" && !several {
		own = key
	}
	if own.ID != "" {
		a.AuthMethod = own.AuthMethod
	}
	a.CredentialID, a.ClientID, a.JWKSURI = own.ID, own.ClientID, own.JWKSURI
	return a
}

// Issued is a credential that was just made. What is secret of it is shown this once.
type Issued struct {
	Credential
	ClientSecret Secret
	KeyFile      Secret // JSON, as the platform made it

	// Adopted says that the answer was lost, and that the credential was found and taken over on evidence that leaves a doubt.
	Adopted bool
}

// Credentials is implemented by platforms whose applications may have more credentials than their first one.
//
// Every method answers an *Error when the platform refused or could not be reached.
type Credentials interface {
	// Issue gives an application another credential. wanted has no ID; a ClientID is asked for where it is not empty.
	// An Issued with an ID beside an error was made, and may lack what is secret of it.
	Issue(ctx context.Context, wanted Credential) (Issued, error)

	// GetCredential reads the credential that known names by Scope, ApplicationID and ID, with what the platform never shows
	// carried over. Only ErrNotFound says that this very credential does not exist.
	GetCredential(ctx context.Context, known Credential) (Credential, error)

	// UpdateCredential changes the Subject or the ClientID in place, where the platform can.
	UpdateCredential(ctx context.Context, before, after Credential) (Credential, error)

	// Revoke removes a credential. One that is gone already is no error.
	Revoke(ctx context.Context, known Credential) error

	// CredentialPage is one request of a list of credentials: of one application, or of all in the scope where applicationID is
	// empty and the platform can list those.
	CredentialPage(ctx context.Context, scope Scope, applicationID, cursor string) (Page, error)
}

// Resource is what applications ask tokens for, as it is registered at a platform.
type Resource struct {
	ID                   string
	Identifier           string
	Slug                 string
	Name                 string
	Description          string
	ApplicationID        string // of the application that provides it
	CredentialProviderID string
}

// Resources is implemented by platforms that have resources.
type Resources interface {
	// FindResource finds the one resource of a scope that has the identifier, or the slug, of wanted.
	FindResource(ctx context.Context, scope Scope, wanted Resource) (Resource, error)
}
