package keycard

import (
	"context"
	"errors"
	"fmt"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const againAdvice = "The application is registered but has no credential yet. The next apply creates one."

// issue makes a credential for the application. One whose secret was lost with an answer is of no use to anybody: it is
// removed, and another one made, once. After a failure the application is returned as it was.
func (p *Platform) issue(ctx context.Context, app idp.Application) (idp.Application, error) {
	p.recovery.Claim(app.CredentialID) // during a rotation: it is not what the request made, however young it is
	var lost error
	for range 2 {
		attempt := p.recovery.Begin()
		issued, id, err := p.issueOnce(ctx, app)
		if err == nil {
			p.recovery.Claim(id)
			return issued, nil
		}
		if !errors.Is(err, idp.ErrAmbiguous) {
			return app, idp.WithAdvice(err, againAdvice+" "+adviceOf(err))
		}
		if left, failed := p.clear(ctx, app, attempt, id); failed != nil {
			return stuck(app, left, err)
		}
		lost = err
	}
	return app, idp.WithAdvice(lost, againAdvice)
}

// issueOnce sends one request, and returns the ID of the credential also beside an error.
func (p *Platform) issueOnce(ctx context.Context, app idp.Application) (idp.Application, string, error) {
	answer, err := written[IssuedCredential](p.api.CreateApplicationCredential(ctx, app.Scope.ZoneID, NewPasswordCredential{
		ApplicationID: app.ID, Type: NewPasswordCredentialTypePassword,
	}))
	if err == nil && (answer.ID == "" || answer.Identifier == "" || answer.Password == "") {
		err = unreadable(errors.New("it lacks the ID, the client ID or the client secret"), true)
	}
	if err != nil {
		return app, answer.ID, err
	}
	app.AuthMethod = idp.ClientSecretBasic
	app.CredentialID = answer.ID
	app.ClientID = answer.Identifier
	app.ClientSecret = idp.Secret(answer.Password)
	return app, answer.ID, nil
}

// stuck deals with a credential that nobody can use and that could not be removed. If its ID is known it is kept, so that
// it goes with the application.
func stuck(app idp.Application, id string, err error) (idp.Application, error) {
	if id == "" {
		return app, idp.WithAdvice(err, againAdvice+" This one may be there, too: nobody has its secret, so it can be removed at Keycard.")
	}
	app.CredentialID = id
	app.AuthMethod = idp.ClientSecretBasic
	return app, idp.WithAdvice(err, fmt.Sprintf("The application has a credential whose secret is not known, and which could not be removed again: %s. "+
		"Replace the application, or remove that credential at Keycard and apply again.", id))
}

// revoke removes a credential. That there is none is confirmed: one that is taken for removed would go on working, and
// nobody would know of it.
func (p *Platform) revoke(ctx context.Context, app idp.Application, id string) error {
	return p.recovery.Remove(ctx, app.CreatedAt,
		func() error { return p.removeCredential(ctx, app.Scope.ZoneID, id) },
		func() error { _, err := p.readCredential(ctx, app.Scope.ZoneID, id); return err })
}

func (p *Platform) removeCredential(ctx context.Context, zoneID, id string) error {
	return removed(p.api.DeleteApplicationCredential(ctx, zoneID, id))
}

func (p *Platform) readCredential(ctx context.Context, zoneID, id string) (Credential, error) {
	return read[Credential](p.api.GetApplicationCredential(ctx, zoneID, id))
}
