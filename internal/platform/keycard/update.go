package keycard

import (
	"cmp"
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Update changes the application first, then its credential, and then its dependencies. It always creates a missing
// credential, and deletes a previous one that is not kept.
func (p *Platform) Update(ctx context.Context, change idp.Change) (idp.Application, error) {
	if err := cmp.Or(checkAddress(change.Before), checkDependencies(change.After.Dependencies)); err != nil {
		return change.Before, err
	}
	app, err := p.patch(ctx, change)
	if err != nil {
		return app, err
	}
	if app, err = p.authenticate(ctx, app, change.After); err != nil {
		return app, err
	}
	app, err = p.depend(ctx, app, change.After.Dependencies)
	return app, advised(err, "Apply again to finish its dependencies.")
}

// authenticate sets the credential that a registration requires. It creates a new one before it deletes the current one.
func (p *Platform) authenticate(ctx context.Context, app idp.Application, after idp.Registration) (_ idp.Application, err error) {
	if after.AuthMethod == "" {
		after.AuthMethod, after.JWKSURI = cmp.Or(app.AuthMethod, idp.ClientSecretBasic), app.JWKSURI
	}
	wanted, ok := own(after, app.ID)
	switch {
	case !ok:
		return p.withdraw(ctx, app, after.AuthMethod)
	case app.CredentialID == "":
		if app, err = p.supply(ctx, app, wanted); err != nil {
			return app, err
		}
	case app.AuthMethod != wanted.AuthMethod || app.JWKSURI != wanted.JWKSURI:
		return p.exchange(ctx, app, wanted, false)
	}
	if after.KeepPreviousCredential {
		return app, nil
	}
	return p.dropPrevious(ctx, app)
}

// patch sends the differences, if there are any. The request sets values, so it may be sent twice.
func (p *Platform) patch(ctx context.Context, change idp.Change) (idp.Application, error) {
	before := change.Before
	body, changed := difference(before.Registration, change.After)
	if !changed {
		return inFormOf(before, change.After), nil
	}
	ctx, ambiguous := transport.TrackAmbiguity(transport.Repeatable(ctx))
	answer, err := written[Application](p.api.UpdateApplication(ctx, before.Scope.ZoneID, before.ID, body))
	if err == nil {
		err = identified(answer.ID, before.ID, true)
	}
	e, refused := errors.AsType[*idp.Error](err)
	switch {
	case err == nil:
		return inFormOf(application(answer, before), change.After), nil
	case !refused:
		return before, err
	case e.Kind == idp.ErrAlreadyExists && body.Identifier != "":
		found := p.conflict(ctx, change.After, before.ID, *e)
		return before, idp.WithHint(found, "Choose another identifier, or remove the application that has this one and apply again.")
	case e.Kind == idp.ErrAmbiguous || ambiguous():
		return p.readBack(ctx, change, *e)
	}
	return before, err
}

// readBack reads an application to find out whether a change was carried out whose response was lost. The request may still
// be carried out later, so if the read does not show the change, the outcome remains unknown.
func (p *Platform) readBack(ctx context.Context, change idp.Change, lost idp.Error) (idp.Application, error) {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	shown := change.Before
	err := p.recovery.Look(ctx, func() error {
		answer, _, err := p.read(ctx, change.Before)
		if err != nil {
			return err
		}
		shown = inFormOf(answer, change.After)
		if _, differs := difference(shown.Registration, change.After); differs {
			return &idp.Error{Kind: idp.ErrNotFound, Message: "the application does not show the change"}
		}
		return nil
	})
	if err == nil {
		return shown, nil
	}
	lost.Kind = idp.ErrAmbiguous
	lost.Hint = "The application may have been changed. Plan again to see its present values."
	return shown, &lost
}

// withdraw deletes the credential of an application that should not have one of its own.
func (p *Platform) withdraw(ctx context.Context, app idp.Application, method idp.AuthMethod) (idp.Application, error) {
	if app.CredentialID != "" {
		if err := p.revoke(ctx, app, app.CredentialID); err != nil {
			return app, err
		}
	}
	app, err := p.dropPrevious(ctx, app)
	if err != nil {
		return app, err
	}
	app.AuthMethod = method
	return withCredential(app, Credential{}), nil
}
