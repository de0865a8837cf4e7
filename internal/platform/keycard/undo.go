package keycard

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// replaceHint says what to do about an incomplete application that keeps its identifier.
const replaceHint = "It stays in state. Apply again to replace it. With create_before_destroy, delete it by hand first, because it has the identifier."

// undoCreate deletes a new application whose credential could not be created. If another run created one, the application
// belongs to that run.
func (p *Platform) undoCreate(ctx context.Context, app idp.Application, o orphans, cause error) (idp.Application, error) {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	found, err := p.look(ctx, app, o, func(listing) bool { return true })
	if len(found.others) > 0 {
		return p.giveUp(ctx, app, o, fmt.Sprintf("another run gave it a credential, but this one could not: %v", cause))
	}
	if err == nil {
		err = p.removeNew(ctx, app, &o, found.orphans)
	}
	if err == nil {
		return idp.Application{}, undone(cause, "a credential")
	}
	app, about := o.remember(app)
	return app, idp.WithOutcome(cause, sentences(fmt.Sprintf("Application %s is registered but has no credential, and the provider could not delete it: %v.",
		transport.Printable(app.ID), err), replaceHint, about))
}

// removeNew deletes an application with everything that lost requests created for it.
func (p *Platform) removeNew(ctx context.Context, app idp.Application, o *orphans, found []Credential) error {
	p.discard(ctx, app, o, found)
	var failed error
	o.left = slices.DeleteFunc(o.left, func(id string) bool {
		err := p.discardCredential(ctx, app, id)
		failed = errors.Join(failed, err)
		return err == nil
	})
	if failed != nil {
		return failed
	}
	return p.recovery.Persist(ctx, func() error { return p.Delete(ctx, app) })
}

// undoDependent deletes a new application whose dependencies could not be set. Nobody else has its credential yet.
func (p *Platform) undoDependent(ctx context.Context, app idp.Application, cause error) (idp.Application, error) {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	err := p.recovery.Persist(ctx, func() error { return p.Delete(ctx, app) })
	if err == nil {
		return idp.Application{}, undone(cause, "its dependencies")
	}
	return app, idp.WithOutcome(cause, sentences(fmt.Sprintf("Application %s is registered but lacks dependencies, and the provider could not delete it: %v.",
		transport.Printable(app.ID), err), replaceHint))
}

// undone returns the error of a create that left nothing, because a part of the application could not be created.
func undone(cause error, what string) error {
	e, ok := errors.AsType[*idp.Error](cause)
	if !ok {
		return cause
	}
	clean := *e
	if clean.Kind == idp.ErrAmbiguous {
		clean.Kind = idp.ErrUnavailable // it is now certain that nothing was changed
	}
	return idp.WithOutcome(&clean, "The provider could not add "+what+", so it deleted the new application; nothing is left. Apply again.")
}
