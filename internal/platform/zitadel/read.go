package zitadel

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Get reads an application. ErrNotFound means that its project does not have it; the message says who deleted it and when. A
// wrong host, organization or role gets another error, although ZITADEL returns 404 for them as well. If the project is not
// visible, the error is ErrOtherInstallation. ErrHidden means that the application exists, but reads do not return it. An
// application that cannot be managed, or that is of another kind than known, is ErrInvalid.
func (p *Platform) Get(ctx context.Context, known idp.Application) (idp.Application, error) {
	if err := addressable(known); err != nil {
		return idp.Application{}, err
	}
	app, err := p.read(ctx, known)
	if !errors.Is(err, idp.ErrNotFound) {
		return app, err
	}
	if failed := p.expected(ctx, known); failed != nil {
		return idp.Application{}, failed
	}
	past, failed := p.history(ctx, known)
	switch removal := past.removal(); {
	case failed != nil:
		return idp.Application{}, failed
	case removal != nil:
		return idp.Application{}, removed(err, removal)
	case past.live():
		return p.confirmDenied(ctx, known, err)
	}
	return idp.Application{}, err
}

// confirmDenied reads an application that exists according to its history, although a read returned "not found".
func (p *Platform) confirmDenied(ctx context.Context, known idp.Application, denied error) (app idp.Application, err error) {
	err = p.recovery.Absent(ctx, known.CreatedAt, denied, func() error {
		app, err = p.read(ctx, known)
		return err
	})
	if e, ok := errors.AsType[*idp.Error](err); ok && e.Kind == idp.ErrNotFound {
		hidden := *e
		hidden.Kind, hidden.Hint = idp.ErrHidden, hintHidden
		return idp.Application{}, &hidden
	}
	return app, err
}

// read reads the application once.
func (p *Platform) read(ctx context.Context, known idp.Application) (idp.Application, error) {
	if isAccount(known.Registration) {
		return p.readAccount(ctx, known)
	}
	app, err := p.getApp(ctx, known)
	if err != nil {
		return idp.Application{}, err
	}
	return shown(known, app)
}

func (p *Platform) getApp(ctx context.Context, known idp.Application) (App, error) {
	resp, err := p.api.GetApp(ctx, known.Scope.ProjectID, known.ID, p.inOrganization(known.Scope))
	answer, err := answered[OneApp](resp, err, false)
	switch {
	case err != nil:
		return App{}, p.explained(err)
	case answer.App.Id != known.ID:
		return App{}, &idp.Error{Kind: idp.ErrUnexpected, Message: "the response is not about this application", Hint: hintEndpoint}
	}
	return answer.App, nil
}

// removed returns the "not found" of an application whose history shows who removed it.
func removed(err error, removal *AppChange) error {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok {
		return err
	}
	said := *e
	said.Message, said.Removal = removedBy(removal), true
	return &said
}
