package keycard

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Update changes the application first, and then its credential. A missing credential is made, whatever else changes, and
// a previous one that is not to be kept is removed.
func (p *Platform) Update(ctx context.Context, change idp.Change) (idp.Application, error) {
	if err := checkAddress(change.Before); err != nil {
		return change.Before, err
	}
	app, err := p.patch(ctx, change)
	if err != nil {
		return change.Before, err
	}
	switch method := change.After.AuthMethod; {
	case method == idp.NoAuth:
		return p.withdraw(ctx, app)
	case method == "" && app.AuthMethod == idp.NoAuth, app.CredentialID != "":
	default:
		if app, err = p.supply(ctx, app); err != nil {
			return app, err
		}
	}
	if change.After.KeepPreviousCredential {
		return app, nil
	}
	return p.dropPrevious(ctx, app)
}

// patch sends what differs, if anything does.
func (p *Platform) patch(ctx context.Context, change idp.Change) (idp.Application, error) {
	body, changed := difference(change.Before.Registration, change.After)
	if !changed {
		return change.Before, nil
	}
	before := change.Before
	answer, err := written[Application](p.api.UpdateApplication(ctx, before.Scope.ZoneID, before.ID, body))
	if err == nil {
		err = identified(answer.ID, before.ID, true)
	}
	switch {
	case errors.Is(err, idp.ErrAlreadyExists) && body.Identifier != "":
		return before, p.taken(ctx, change.After, err)
	case errors.Is(err, idp.ErrAmbiguous):
		return before, idp.WithAdvice(err, "The application may have been changed. Plan again to see what it is like now.")
	case err != nil:
		return before, err
	}
	return application(answer, before), nil
}

// withdraw removes the credential of an application that is to have none.
func (p *Platform) withdraw(ctx context.Context, app idp.Application) (idp.Application, error) {
	if app.CredentialID != "" {
		if err := p.revoke(ctx, app, app.CredentialID); err != nil {
			return app, err
		}
	}
	app, err := p.dropPrevious(ctx, app)
	if err != nil {
		return app, err
	}
	app.AuthMethod = idp.NoAuth
	return withCredential(app, Credential{}), nil
}
