package keycard

import (
	"context"
	"errors"
	"fmt"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// issue makes a credential for the application. After a failure the application is returned as it was.
func (p *Platform) issue(ctx context.Context, app idp.Application) (idp.Application, error) {
	zone := app.Scope.ZoneID
	answer, err := written[IssuedCredential](p.api.CreateApplicationCredential(ctx, zone, NewPasswordCredential{
		ApplicationID: app.ID, Type: NewPasswordCredentialTypePassword,
	}))
	if err == nil && (answer.ID == "" || answer.Identifier == "" || answer.Password == "") {
		err = unreadable(errors.New("it lacks the ID, the client ID or the client secret"), true)
	}
	if err != nil {
		return p.unissued(ctx, app, answer.ID, err)
	}
	app.AuthMethod = idp.ClientSecretBasic
	app.CredentialID = answer.ID
	app.ClientID = answer.Identifier
	app.ClientSecret = idp.Secret(answer.Password)
	return app, nil
}

const againAdvice = "The application is registered but has no credential yet. The next apply creates one."

// unissued deals with a credential that nobody can use, since its secret is in no answer that could be read: it is
// removed, or its ID is kept so that it will be.
func (p *Platform) unissued(ctx context.Context, app idp.Application, credentialID string, err error) (idp.Application, error) {
	var advice string
	switch {
	case isSegment(credentialID) && p.revoke(ctx, app.Scope.ZoneID, credentialID) != nil:
		app.CredentialID = credentialID
		app.AuthMethod = idp.ClientSecretBasic
		advice = fmt.Sprintf("The application has a credential whose secret is not known, and which could not be removed again: %s. "+
			"Replace the application, or remove that credential at Keycard and apply again.", credentialID)
	case credentialID == "" && errors.Is(err, idp.ErrAmbiguous):
		advice = againAdvice + " This one may be there, too: nobody has its secret, so it can be removed at Keycard."
	default:
		advice = againAdvice + " " + adviceOf(err)
	}
	return app, idp.WithAdvice(err, advice)
}

// revoke removes a credential. One that is gone already is no error.
func (p *Platform) revoke(ctx context.Context, zoneID, id string) error {
	err := removed(p.api.DeleteApplicationCredential(ctx, zoneID, id))
	if errors.Is(err, idp.ErrNotFound) {
		return nil
	}
	return err
}
