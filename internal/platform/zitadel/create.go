package zitadel

import (
	"context"
	"errors"
	"fmt"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Create creates an application or a service account. It succeeds only after a read returns the application, and once it has
// its client secret and its state. The state takes a second request, because ZITADEL creates enabled applications. If the
// application cannot be completed, Create deletes it. If that fails as well, it returns the application beside the error.
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

// registrations is how often to create an application that reads do not return.
const registrations = 3

// register creates an application, and creates another one if reads do not return it. ZITADEL's reads can lose an
// application, whose client secret is then rejected, so register deletes that application first.
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

// confirmed reads a new application. ErrNotFound means that reads do not return it.
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

// finish adds what a new application lacks: the client secret, if it was in a lost response, and its state.
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

// undo deletes an application that cannot be completed. This operation created it, and nobody else knows its client secret.
func (p *Platform) undo(ctx context.Context, app idp.Application, cause error) (idp.Application, error) {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	err := p.persist(ctx, func() error { return p.Delete(ctx, app) })
	if e, ok := errors.AsType[*idp.Error](cause); ok && e.Kind == idp.ErrAmbiguous {
		known := *e
		known.Kind, cause = idp.ErrUnavailable, &known // the outcome is no longer ambiguous
	}
	switch {
	case err == nil:
		return idp.Application{}, idp.WithOutcome(cause, "The provider deleted the incomplete application; nothing is left. Apply again.")
	case errors.Is(err, idp.ErrStillShown):
		return idp.Application{}, idp.WithOutcome(cause, "The provider deleted the incomplete application. "+hintStillShown(app))
	}
	app, what := p.setAside(ctx, app)
	return app, idp.WithOutcome(cause, fmt.Sprintf("Application %s is registered, and the provider could not delete it (%v). %s It stays in "+
		"state, tainted. Apply again to replace it.", app.ID, err, what))
}

// setAside renames an application that cannot be deleted: with create_before_destroy, its replacement needs the name first.
// It also returns what happened, as a sentence.
func (p *Platform) setAside(ctx context.Context, app idp.Application) (idp.Application, string) {
	after, name := app.Registration, "incomplete-"+app.ID
	if isAccount(after) {
		after.Identifier = name
	} else {
		after.Name = name
	}
	app, err := p.Update(ctx, idp.Change{Before: app, After: after})
	if err != nil {
		return app, "With create_before_destroy, delete it by hand first, because it has the name."
	}
	return app, fmt.Sprintf("It was renamed to %q.", name)
}

// notCreated adds a hint that names the conflicting application, or, if the outcome is unknown, what to look for.
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
	hidden.Kind, hidden.Code, hidden.Status, hidden.RequestID, hidden.Hint = idp.ErrUnavailable, "", 0, "", "" // of the last read alone
	hidden.Message = fmt.Sprintf("ZITADEL %s %d times, but its reads never returned it", done, registrations)
	return &hidden
}
