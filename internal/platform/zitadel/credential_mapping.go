package zitadel

import (
	"fmt"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// ownerOf returns the application that a key belongs to. It is a service account if the scope has no project.
func ownerOf(c idp.Credential) idp.Application {
	app := idp.Application{Registration: idp.Registration{Scope: c.Scope}, ID: c.ApplicationID}
	if c.Scope.ProjectID == "" {
		app.Type = idp.TypeServiceAccount
	}
	return app
}

// issuable rejects a credential that ZITADEL does not support, or of which it would silently ignore a part.
func issuable(wanted idp.Credential) error {
	switch {
	case wanted.Kind != idp.CredentialKey:
		return &idp.Error{Kind: idp.ErrInvalid, Message: fmt.Sprintf("ZITADEL has no credentials of the kind %s", wanted.Kind)}
	case wanted.PublicKey != "" && wanted.Scope.ProjectID != "":
		return &idp.Error{
			Kind: idp.ErrInvalid, Message: "ZITADEL makes the keys of a project's applications itself, and takes no public key",
			Hint: "Leave the public key out, or use a service account.",
		}
	}
	return addressable(ownerOf(wanted))
}

// addressableKey rejects a key whose IDs would change the path of a request.
func addressableKey(known idp.Credential) error {
	if err := addressable(ownerOf(known)); err != nil {
		return err
	}
	return usable(known.ID)
}

// shownKey returns the key in a response. ZITADEL never returns the public key, so it is carried over from known.
func shownKey(known idp.Credential, key AuthnKey, app idp.Application) (idp.Credential, error) {
	if known.ID != "" && key.Id != known.ID {
		return idp.Credential{}, &idp.Error{Kind: idp.ErrUnexpected, Message: "the response is not about this key"}
	}
	return idp.Credential{
		ID: key.Id, ApplicationID: known.ApplicationID, Scope: known.Scope, ClientID: app.ClientID,
		Kind: idp.CredentialKey, AuthMethod: idp.PrivateKeyJWT, PublicKey: known.PublicKey,
		CreatedAt: text(key.Details.CreationDate), ExpiresAt: expiry(known.ExpiresAt, key.ExpirationDate),
	}, nil
}

// noExpiry is the expiration date that ZITADEL returns for keys without one.
const noExpiry = "9999-12-31T23:59:59Z"

// expiry returns the expiration date of a key, as known writes it if it is the same time. ZITADEL stores microseconds.
func expiry(known, shown string) string {
	at, err := time.Parse(time.RFC3339, shown)
	same, unknown := time.Parse(time.RFC3339, known)
	switch {
	case err == nil && unknown == nil && same.Truncate(time.Microsecond).Equal(at.Truncate(time.Microsecond)):
		return known
	case shown == noExpiry:
		return ""
	}
	return shown
}

// expirationDate is the inverse, in UTC.
func expirationDate(expiresAt string) (string, error) {
	if expiresAt == "" {
		return "", nil
	}
	at, err := time.Parse(time.RFC3339, expiresAt)
	if err != nil {
		return "", &idp.Error{
			Kind: idp.ErrInvalid, Message: fmt.Sprintf("the expiration date %q is not an RFC 3339 time", expiresAt),
			Hint: "Write it like 2030-01-31T00:00:00Z.",
		}
	}
	return at.UTC().Format(time.RFC3339Nano), nil
}
