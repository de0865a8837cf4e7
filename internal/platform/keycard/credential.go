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

const missingOutcome = "The application is registered but has no credential yet. The next apply creates one."

// issue creates a credential with a new random client ID, and retries if that is safe. A credential whose response was lost
// is useless without its secret, so it is deleted before the next attempt. Issued has no ID if no credential was created.
// There can be an error beside a new credential, if an orphaned one may remain.
func (p *Platform) issue(
	ctx context.Context, app idp.Application, wanted idp.Credential, backoff *recovery.Backoff,
) (idp.Issued, orphans, error) {
	var o orphans
	var lost error
	for {
		wanted.ClientID = p.newClientID()
		o.chosen = append(o.chosen, wanted.ClientID)
		issued, err := p.issueOnce(ctx, app, wanted)
		if e, refused := errors.AsType[*idp.Error](err); refused && e.Kind == idp.ErrAlreadyExists {
			e.Kind, e.Hint = idp.ErrAmbiguous, endpointHint // the client ID is random: something on the network has sent the request twice
		}
		switch {
		case err == nil && len(o.open) > 0:
			err = p.clearLate(ctx, withIssued(app, issued), &o, lost)
			return issued, o, err
		case err == nil:
			return issued, o, nil
		case errors.Is(err, idp.ErrAmbiguous):
			lost = err
			if !p.clear(ctx, app, &o, wanted.ClientID, issued.ID) {
				return idp.Issued{}, o, lost
			}
		case !turnedAway(err):
			return idp.Issued{}, o, err
		}
		if !backoff.Wait(ctx) {
			return idp.Issued{}, o, cmp.Or(lost, err)
		}
	}
}

// turnedAway reports whether a request was not carried out but can succeed later. A replica that does not know a new
// application yet returns 404.
func turnedAway(err error) bool {
	e, ok := errors.AsType[*idp.Error](err)
	return ok && (e.Kind == idp.ErrUnavailable || e.Kind == idp.ErrRateLimited || e.Kind == idp.ErrUnexpected && e.Status == http.StatusNotFound)
}

// issueOnce sends one request. Beside an error, it returns the ID of the new credential if the response contains it and is
// certainly about it.
func (p *Platform) issueOnce(ctx context.Context, app idp.Application, wanted idp.Credential) (idp.Issued, error) {
	body, err := newCredential(wanted)
	if err != nil {
		return idp.Issued{}, err
	}
	answer, err := written[IssuedCredential](p.api.CreateApplicationCredential(ctx, wanted.Scope.ZoneID, body))
	switch {
	case answer.ID != "" && (answer.ID == app.CredentialID || answer.ID == app.PreviousCredentialID):
		return idp.Issued{}, unreadable(errors.New("it is about a credential that was there before"), true)
	case err == nil && incomplete(answer, wanted):
		err = unreadable(errors.New("it lacks the ID, the client ID or the client secret"), true)
	}
	if err != nil && (wanted.ClientID == "" || answer.Identifier != wanted.ClientID) {
		return idp.Issued{}, err
	}
	issued := idp.Issued{Credential: wanted, ClientSecret: idp.Secret(answer.Password)}
	issued.ID, issued.CreatedAt = answer.ID, answer.CreatedAt
	if err != nil {
		return issued, err
	}
	p.recovery.Claim(answer.ID)
	if wanted.Kind != idp.CredentialWorkloadIdentity {
		issued.ClientID = answer.Identifier
	}
	return issued, nil
}

// incomplete reports whether a response lacks something that is required to use the credential.
func incomplete(answer IssuedCredential, wanted idp.Credential) bool {
	return answer.ID == "" ||
		wanted.Kind != idp.CredentialWorkloadIdentity && answer.Identifier == "" ||
		wanted.Kind == idp.CredentialClientSecret && answer.Password == ""
}

// supply creates the credential of an application that has none. If a credential is orphaned, it is stored as the previous
// credential.
func (p *Platform) supply(ctx context.Context, app idp.Application, wanted idp.Credential) (idp.Application, error) {
	if err := p.findable(ctx, app); err != nil {
		return app, idp.WithOutcome(err, "The provider created no credential because it could not list the existing ones.")
	}
	issued, o, err := p.issue(ctx, app, wanted, p.recovery.Backoff(ctx))
	outcome := missingOutcome
	if issued.ID != "" {
		app = withIssued(app, issued)
		outcome, err = inState(app), idp.WithHint(err, "") // of a request that another one has replaced
	}
	if err == nil {
		return app, nil
	}
	app, about := o.remember(app)
	return app, idp.WithOutcome(err, sentences(outcome, about))
}

// inState returns a sentence about the new credential of an application.
func inState(app idp.Application) string {
	if app.AuthMethod.HasSecret() {
		return "The new client ID and client secret are in state."
	}
	return "The new client ID is in state."
}

// revoke deletes a credential. It confirms a "not found", because otherwise a credential that still works could be
// forgotten.
func (p *Platform) revoke(ctx context.Context, app idp.Application, id string) error {
	return p.remove(ctx, app.Scope.ZoneID, p.born(app, id),
		func() error { return p.removeCredential(ctx, app.Scope.ZoneID, id) },
		func() error { _, err := p.readCredential(ctx, app.Scope.ZoneID, id); return err })
}

// born returns the creation timestamp of a credential as far as it is known: JustNow if this process created it, otherwise
// that of its application.
func (p *Platform) born(app idp.Application, credentialID string) string {
	if p.recovery.Claimed(credentialID) {
		return recovery.JustNow
	}
	return app.CreatedAt
}

func (p *Platform) removeCredential(ctx context.Context, zoneID, id string) error {
	return confirmed(p.api.DeleteApplicationCredential(ctx, zoneID, id))
}

func (p *Platform) readCredential(ctx context.Context, zoneID, id string) (Credential, error) {
	return read[Credential](p.api.GetApplicationCredential(ctx, zoneID, id))
}

func sentences(all ...string) string {
	return strings.Join(strings.Fields(strings.Join(all, " ")), " ")
}
