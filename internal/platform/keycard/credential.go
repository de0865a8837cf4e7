package keycard

import (
	"context"
	"errors"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
)

const againAdvice = "The application is registered but has no credential yet. The next apply creates one."

// issue makes a credential for an application. One whose secret was lost with an answer is of no use to anybody: it is
// removed, and another one made, once. After a failure the application is returned as it was. There is an error also where
// a credential was made in the end, and a stray may be left beside it.
func (p *Platform) issue(ctx context.Context, app idp.Application) (idp.Application, strays, error) {
	var s strays
	var lost error
	for range 2 {
		clientID := p.newClientID()
		issued, id, err := p.issueOnce(ctx, app, clientID)
		switch {
		case err == nil && len(s.open) > 0:
			err = p.clearLate(ctx, issued, &s, lost)
			return issued, s, err
		case err == nil:
			return issued, s, nil
		case !errors.Is(err, idp.ErrAmbiguous):
			return app, s, err
		}
		lost = err
		if !p.clear(ctx, app, &s, clientID, id) {
			break
		}
	}
	return app, s, lost
}

// issueOnce sends one request. Beside an error it returns the ID of what is certainly the credential that it made, if the
// answer has that.
func (p *Platform) issueOnce(ctx context.Context, app idp.Application, clientID string) (_ idp.Application, id string, err error) {
	answer, err := written[IssuedCredential](p.api.CreateApplicationCredential(ctx, app.Scope.ZoneID, NewPasswordCredential{
		ApplicationID: app.ID, Identifier: clientID, Type: NewPasswordCredentialTypePassword,
	}))
	switch e, _ := errors.AsType[*idp.Error](err); {
	case e != nil && e.Kind == idp.ErrAlreadyExists: // the client ID is new: something on the way has sent the request twice
		e.Kind, e.Advice = idp.ErrAmbiguous, endpointAdvice
	case answer.ID != "" && (answer.ID == app.CredentialID || answer.ID == app.PreviousCredentialID):
		return app, "", unreadable(errors.New("it is about a credential that was there before"), true)
	case err == nil && (answer.ID == "" || answer.Identifier == "" || answer.Password == ""):
		err = unreadable(errors.New("it lacks the ID, the client ID or the client secret"), true)
	}
	if err != nil && answer.Identifier != clientID {
		return app, "", err
	}
	if err != nil {
		return app, answer.ID, err
	}
	p.recovery.Claim(answer.ID)
	app.AuthMethod = idp.ClientSecretBasic
	app.CredentialID = answer.ID
	app.ClientID = answer.Identifier
	app.ClientSecret = idp.Secret(answer.Password)
	return app, "", nil
}

// supply gives a credential to an application that lacks one. A stray takes the place of the previous credential.
func (p *Platform) supply(ctx context.Context, app idp.Application) (idp.Application, error) {
	if err := p.findable(ctx, app); err != nil {
		return app, idp.WithAdvice(err, "No credential was made, because those that the application has could not be listed. "+adviceOf(err))
	}
	issued, s, err := p.issue(ctx, app)
	if err == nil {
		return issued, nil
	}
	advice := []string{"There is a new client ID and client secret, and they are in state."}
	if issued.CredentialID == "" {
		advice = []string{againAdvice, adviceOf(err)}
	}
	issued, about := s.remember(issued)
	return issued, idp.WithAdvice(err, sentences(append(advice, about)...))
}

// revoke removes a credential. That there is none is confirmed: one that is taken for removed would go on working, and
// nobody would know of it.
func (p *Platform) revoke(ctx context.Context, app idp.Application, id string) error {
	return p.remove(ctx, app.Scope.ZoneID, p.born(app, id),
		func() error { return p.removeCredential(ctx, app.Scope.ZoneID, id) },
		func() error { _, err := p.readCredential(ctx, app.Scope.ZoneID, id); return err })
}

// born is when a credential was made, as far as that is known: just now by this process, or some time after its application.
func (p *Platform) born(app idp.Application, credentialID string) string {
	if p.recovery.Claimed(credentialID) {
		return recovery.JustNow
	}
	return app.CreatedAt
}

func (p *Platform) removeCredential(ctx context.Context, zoneID, id string) error {
	return removed(p.api.DeleteApplicationCredential(ctx, zoneID, id))
}

func (p *Platform) readCredential(ctx context.Context, zoneID, id string) (Credential, error) {
	return read[Credential](p.api.GetApplicationCredential(ctx, zoneID, id))
}

func sentences(all ...string) string {
	return strings.Join(strings.Fields(strings.Join(all, " ")), " ")
}
