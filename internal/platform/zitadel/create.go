package zitadel

import (
	"context"
	"errors"
	"fmt"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Create registers an application or a service account. It counts once a read shows it, and once it has all that was asked for: its client
// secret, and its state, which takes a second request because ZITADEL creates enabled applications. One that cannot be
// finished is removed again. Beside an error, an Application is one that could not be removed.
func (p *Platform) Create(ctx context.Context, wanted idp.Registration) (idp.Application, error) {
	if isAccount(wanted) {
		return p.createAccount(ctx, wanted)
	}
	if err := usable(wanted.Scope.ProjectID); err != nil {
		return idp.Application{}, err
	}
	wanted = withDefaults(wanted)
	config, err := configurationOf(wanted)
	if err != nil {
		return idp.Application{}, err
	}
	app, err := p.register(ctx, func(ctx context.Context) (idp.Application, error) { return p.add(ctx, wanted, config) })
	if app.ID == "" {
		return idp.Application{}, p.notCreated(ctx, wanted, err)
	}
	if err == nil {
		app, err = p.finish(ctx, app, wanted)
	}
	if err != nil {
		return p.undo(ctx, app, err)
	}
	app.Name = wanted.Name
	return app, nil
}

// registrations is how often an application is registered that reads never show.
const registrations = 3

// register makes an application that reads show. ZITADEL's reads can lose one, and then refuse its client secret: it is
// removed, and another one registered.
func (p *Platform) register(ctx context.Context, add request) (idp.Application, error) {
	for n := 1; ; n++ {
		app, err := add(ctx)
		if err != nil {
			return idp.Application{}, err
		}
		app, err = p.confirmed(ctx, app)
		if !errors.Is(err, idp.ErrNotFound) {
			return app, prefixed(err, "the new application could not be read")
		}
		if n == registrations {
			return app, neverShown(err, "registered the application")
		}
		if err := p.Delete(ctx, app); err != nil {
			return app, prefixed(err, "reads do not return the new application, and the provider could not delete it")
		}
	}
}

// confirmed reads a new application. ErrNotFound is that reads do not show it.
func (p *Platform) confirmed(ctx context.Context, app idp.Application) (idp.Application, error) {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	read := app
	err := p.persist(ctx, func() error {
		return p.recovery.Look(ctx, func() (err error) {
			read, err = p.read(ctx, app)
			return err
		})
	})
	if err != nil {
		return app, err
	}
	return read, nil
}

// finish gives a new application what it lacks: a create that was never answered took the client secret with it.
func (p *Platform) finish(ctx context.Context, app idp.Application, wanted idp.Registration) (idp.Application, error) {
	ctx, cancel := recovery.Extended(transport.Repeatable(ctx))
	defer cancel()
	if app.AuthMethod.HasSecret() && app.ClientSecret == "" {
		err := p.persist(ctx, func() (err error) {
			app, err = p.newSecret(ctx, app)
			return err
		})
		if err != nil {
			return app, prefixed(err, "the new application got no client secret")
		}
	}
	if wanted.Disabled {
		err := p.persist(ctx, func() (err error) {
			app, err = p.setDisabled(ctx, app, true)
			return err
		})
		return app, prefixed(err, "the new application could not be deactivated")
	}
	return app, nil
}

// undo removes an application that cannot be finished. This operation made it, and nobody else knows its client secret.
func (p *Platform) undo(ctx context.Context, app idp.Application, cause error) (idp.Application, error) {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	err := p.persist(ctx, func() error { return p.Delete(ctx, app) })
	if e, ok := errors.AsType[*idp.Error](cause); ok && e.Kind == idp.ErrAmbiguous {
		known := *e
		known.Kind, cause = idp.ErrUnavailable, &known // whatever was carried out, it is known what there is now
	}
	switch {
	case err == nil:
		return idp.Application{}, idp.WithHint(cause, "The provider deleted the incomplete application; nothing is left. Apply again.")
	case errors.Is(err, idp.ErrStillShown):
		return idp.Application{}, idp.WithHint(cause, "The provider deleted the incomplete application. "+hintStillShown(app))
	}
	return app, idp.WithHint(cause, fmt.Sprintf("Application %s is registered, and the provider could not delete it (%v). It stays in "+
		"state, tainted. Apply again to replace it.", app.ID, err))
}

// notCreated says what is in the way, or what to look for if that is not known.
func (p *Platform) notCreated(ctx context.Context, wanted idp.Registration, err error) error {
	switch {
	case errors.Is(err, idp.ErrAlreadyExists):
		return p.explainNameConflict(ctx, err, wanted.Scope, wanted.Name, "")
	case errors.Is(err, idp.ErrAmbiguous):
		return idp.WithHint(err, findHint(wanted))
	default:
		return blamed(p.explained(err), wanted)
	}
}

func neverShown(denied error, done string) error {
	e, ok := errors.AsType[*idp.Error](denied)
	if !ok {
		return denied
	}
	hidden := *e
	hidden.Kind = idp.ErrUnavailable
	hidden.Message = fmt.Sprintf("ZITADEL %s %d times, but its reads never returned it", done, registrations)
	return &hidden
}
