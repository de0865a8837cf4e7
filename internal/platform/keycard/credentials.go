package keycard

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

var _ idp.Credentials = (*Platform)(nil)

// GetCredential reads a credential. A "not found" counts only if the login can see the zone, and if reading the application
// does not fail.
func (p *Platform) GetCredential(ctx context.Context, known idp.Credential) (idp.Credential, error) {
	if err := checkCredential(known); err != nil {
		return idp.Credential{}, err
	}
	answer, err := p.credential(ctx, applicationOf(known), known.ID)
	if errors.Is(err, idp.ErrNotFound) {
		if _, _, failed := p.read(ctx, applicationOf(known)); failed != nil && !errors.Is(failed, idp.ErrNotFound) {
			err = failed
		}
	}
	if err != nil {
		return idp.Credential{}, err
	}
	shown := describe(answer, known)
	if shown.ApplicationID != known.ApplicationID || known.Kind != "" && shown.Kind != known.Kind {
		return idp.Credential{}, &idp.Error{
			Kind: idp.ErrUnexpected, Message: "the credential is another application's, or of another kind",
			Hint: "Import the credential again, as keycard/<zone_id>/<application_id>/<credential_id>.",
		}
	}
	return shown, nil
}

// Revoke deletes the credential with this ID, and nothing else.
func (p *Platform) Revoke(ctx context.Context, known idp.Credential) error {
	if err := checkCredential(known); err != nil {
		return err
	}
	return p.revoke(ctx, applicationOf(known), known.ID)
}

// CredentialPage lists all credentials of an application, including its own, or those of all applications of a zone.
func (p *Platform) CredentialPage(ctx context.Context, scope idp.Scope, applicationID, cursor string) (idp.Page, error) {
	known := idp.Credential{Scope: scope, ApplicationID: applicationID}
	if err := checkZone(scope.ZoneID); err != nil {
		return idp.Page{}, err
	}
	if applicationID != "" && !isSegment(applicationID) {
		return idp.Page{}, unusable()
	}
	at, err := parseProgress(cursor)
	if err != nil {
		return idp.Page{}, err
	}
	at.Applications.End = true // this list contains no applications
	var found []Credential
	var next place
	if applicationID == "" {
		found, next, err = p.credentialPage(ctx, scope.ZoneID, at.Credentials.At)
	} else {
		found, next, err = p.credentialsOfPage(ctx, scope.ZoneID, applicationID, at.Credentials.At)
	}
	return idp.Page{Credentials: credentials(found, known), Next: at.afterCredentials(next)}, err
}
