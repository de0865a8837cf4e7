package keycard

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
)

const missingAdvice = "The application is registered but has no credential yet. The next apply creates one."

// issue makes a credential for an application, with more tries while nothing speaks against it. One whose secret was lost with an
// answer is of no use to anybody: it is removed before the next try. After a failure the application is returned as it was. There
// is an error also where a credential was made in the end, and an orphan may be left beside it.
func (p *Platform) issue(ctx context.Context, app idp.Application, backoff *recovery.Backoff) (idp.Application, orphans, error) {
	var o orphans
	var lost error
	for {
		clientID := p.newClientID()
		o.chosen = append(o.chosen, clientID)
		issued, id, err := p.issueOnce(ctx, app, clientID)
		switch {
		case err == nil && len(o.open) > 0:
			err = p.clearLate(ctx, issued, &o, lost)
			return issued, o, err
		case err == nil:
			return issued, o, nil
		case errors.Is(err, idp.ErrAmbiguous):
			lost = err
			if !p.clear(ctx, app, &o, clientID, id) {
				return app, o, lost
			}
		case !turnedAway(err):
			return app, o, err
		}
		if !backoff.Wait(ctx) {
			return app, o, cmp.Or(lost, err)
		}
	}
}

// turnedAway reports whether a request was not carried out, and may be at another time. A replica that has not heard of a new
// application denies it.
func turnedAway(err error) bool {
	e, ok := errors.AsType[*idp.Error](err)
	return ok && (e.Kind == idp.ErrUnavailable || e.Kind == idp.ErrRateLimited || e.Kind == idp.ErrUnexpected && e.Status == http.StatusNotFound)
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

// supply gives a credential to an application that lacks one. An orphan takes the place of the previous credential.
func (p *Platform) supply(ctx context.Context, app idp.Application) (idp.Application, error) {
	if err := p.findable(ctx, app); err != nil {
		return app, idp.WithAdvice(err, "No credential was made, because those that the application has could not be listed. "+adviceOf(err))
	}
	issued, o, err := p.issue(ctx, app, p.recovery.Backoff(ctx))
	if err == nil {
		return issued, nil
	}
	advice := []string{"There is a new client ID and client secret, and they are in state."}
	if issued.CredentialID == "" {
		advice = []string{missingAdvice, adviceOf(err)}
	}
	issued, about := o.remember(issued)
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
