package keycard

import (
	"cmp"
	"context"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
)

// Create registers an application, and then creates its credential and its dependencies, if it should have any. If the
// response is lost, it finds out the outcome; see recovery.Unique. If the application cannot be completed, Create deletes
// it.
func (p *Platform) Create(ctx context.Context, wanted idp.Registration) (idp.Application, error) {
	if err := cmp.Or(checkZone(wanted.Scope.ZoneID), checkDependencies(wanted.Dependencies)); err != nil {
		return idp.Application{}, err
	}
	if wanted.AuthMethod == "" {
		wanted.AuthMethod = idp.ClientSecretBasic
	}
	app, err := p.recovery.Unique(ctx,
		func(ctx context.Context) (idp.Application, error) { return p.register(ctx, wanted) },
		func(ctx context.Context, attempt recovery.Attempt) (idp.Application, error) {
			return p.find(ctx, wanted, attempt)
		})
	if app.ID == "" {
		return idp.Application{}, p.notCreated(ctx, wanted, err)
	}
	if err != nil {
		app, err = p.reread(ctx, app, err)
	}
	if credential, ok := own(wanted, app.ID); ok && err == nil {
		app, err = p.attachCredential(ctx, app, credential)
	}
	if err != nil {
		return app, err
	}
	if app, err = p.depend(ctx, app, wanted.Dependencies); err != nil {
		return p.undoDependent(ctx, app, err)
	}
	return app, nil
}

// begun returns the part of a registration that the first request of a create sets.
func begun(wanted idp.Registration) idp.Registration {
	wanted.JWKSURI = ""
	if wanted.Dependencies != nil {
		wanted.Dependencies = []idp.Dependency{}
	}
	return wanted
}

// reread completes an application by reading it, because the response to its create could not be read in full.
func (p *Platform) reread(ctx context.Context, app idp.Application, unread error) (idp.Application, error) {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	var shown idp.Application
	read := func() (err error) { shown, _, err = p.read(ctx, app); return err }
	err := p.recovery.Absent(ctx, recovery.JustNow, p.recovery.Persist(ctx, read), read)
	if err == nil {
		return shown, nil
	}
	return app, idp.WithHint(unread, "Keycard registered the application, but the provider cannot read the response or the application. "+replaceHint)
}

// register sends one create request. If the response cannot be read in full, it returns what it could read beside the error.
func (p *Platform) register(ctx context.Context, wanted idp.Registration) (idp.Application, error) {
	answer, err := written[Application](p.api.CreateApplication(ctx, wanted.Scope.ZoneID, newApplication(wanted)))
	if answer.ID == "" && err == nil {
		err = unreadable(errNoID, true)
	}
	if answer.ID == "" {
		return idp.Application{}, err
	}
	return application(answer, idp.Application{Registration: begun(wanted)}), err
}
