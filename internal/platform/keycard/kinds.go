package keycard

import (
	"cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// newCredential returns the request body for a credential. Its fields depend on its type.
func newCredential(wanted idp.Credential) (body NewCredential, err error) {
	switch wanted.Kind {
	case idp.CredentialClientSecret:
		err = body.FromNewPasswordCredential(NewPasswordCredential{
			ApplicationID: wanted.ApplicationID, Identifier: wanted.ClientID, Type: NewPasswordCredentialTypePassword,
		})
	case idp.CredentialPublicKey:
		err = body.FromNewPublicKeyCredential(NewPublicKeyCredential{
			ApplicationID: wanted.ApplicationID, Identifier: wanted.ClientID, JwksURI: wanted.JWKSURI, Type: NewPublicKeyCredentialTypePublicKey,
		})
	case idp.CredentialWorkloadIdentity:
		err = body.FromNewTokenCredential(NewTokenCredential{
			ApplicationID: wanted.ApplicationID, ProviderID: wanted.ProviderID, Subject: wanted.Subject, Type: NewTokenCredentialTypeToken,
		})
	case idp.CredentialURL:
		err = body.FromNewURLCredential(NewURLCredential{
			ApplicationID: wanted.ApplicationID, Identifier: wanted.ClientID, Type: NewURLCredentialTypeURL,
		})
	case idp.CredentialPublic:
		err = body.FromNewPublicCredential(NewPublicCredential{
			ApplicationID: wanted.ApplicationID, Identifier: wanted.ClientID, Type: NewPublicCredentialTypePublic,
		})
	default:
		err = &idp.Error{Kind: idp.ErrInvalid, Message: "Keycard has no such credentials", Hint: "Choose one of the kinds that Keycard has."}
	}
	return body, err
}

// kinds maps Keycard's types of credentials to their kinds.
var kinds = map[CredentialType]idp.CredentialKind{
	CredentialTypePassword:  idp.CredentialClientSecret,
	CredentialTypePublicKey: idp.CredentialPublicKey,
	CredentialTypeToken:     idp.CredentialWorkloadIdentity,
	CredentialTypeURL:       idp.CredentialURL,
	CredentialTypePublic:    idp.CredentialPublic,
}

// method returns how a client with a credential of this kind authenticates. Unknown kinds are assumed to use assertions,
// like all known ones except two.
func method(kind idp.CredentialKind) idp.AuthMethod {
	switch kind {
	case idp.CredentialClientSecret:
		return idp.ClientSecretBasic
	case idp.CredentialPublic:
		return idp.NoAuth
	default:
		return idp.PrivateKeyJWT
	}
}

// describe returns the credential in a response. The identifier of a workload identity repeats its subject and is not a
// client ID. Immutable fields that the response lacks are carried over from known. A credential of an unknown type has no
// kind.
func describe(answer Credential, known idp.Credential) idp.Credential {
	c := idp.Credential{
		Scope: known.Scope, ID: answer.ID, CreatedAt: answer.CreatedAt,
		ApplicationID: cmp.Or(answer.ApplicationID, known.ApplicationID),
		Kind:          kinds[answer.Type],
		JWKSURI:       cmp.Or(answer.JwksURI, known.JWKSURI),
		ProviderID:    cmp.Or(answer.ProviderID, known.ProviderID),
		Subject:       value(answer.Subject),
	}
	if answer.Type == "" {
		c.Kind = known.Kind
	}
	if c.Kind != idp.CredentialWorkloadIdentity {
		c.ClientID = cmp.Or(answer.Identifier, known.ClientID)
	}
	c.AuthMethod = method(c.Kind)
	return c
}

// own returns the credential that belongs to the application itself, without its ID, and whether there is one. Credentials
// of other kinds are created separately, and so are keys without a JWKS URI.
func own(r idp.Registration, applicationID string) (idp.Credential, bool) {
	c := idp.Credential{Scope: r.Scope, ApplicationID: applicationID, AuthMethod: r.AuthMethod}
	switch {
	case r.AuthMethod == idp.PrivateKeyJWT && r.JWKSURI != "":
		c.Kind, c.JWKSURI = idp.CredentialPublicKey, r.JWKSURI
	case r.AuthMethod.HasSecret():
		c.Kind = idp.CredentialClientSecret
	default:
		return idp.Credential{}, false
	}
	return c, true
}

// usable reports whether a credential is of a type that the provider creates for the application itself.
func usable(c Credential) bool {
	return isSegment(c.ID) && (c.Type == CredentialTypePassword || c.Type == CredentialTypePublicKey && c.JwksURI != "")
}

// withIssued returns the application with its new credential.
func withIssued(app idp.Application, issued idp.Issued) idp.Application {
	app.AuthMethod, app.JWKSURI = issued.AuthMethod, issued.JWKSURI
	app.CredentialID, app.ClientID, app.ClientSecret = issued.ID, issued.ClientID, issued.ClientSecret
	return app
}

// withCredential returns the application with the credential; an empty one means none. The secret is kept only if the
// credential is the same.
func withCredential(app idp.Application, c Credential) idp.Application {
	if c.ID == "" || c.ID != app.CredentialID {
		app.ClientSecret = ""
	}
	app.CredentialID, app.ClientID, app.JWKSURI = c.ID, c.Identifier, c.JwksURI
	return app
}
