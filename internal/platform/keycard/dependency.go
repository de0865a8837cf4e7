package keycard

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// depend sets the wanted dependencies of an application, and sends only the differences. All requests are idempotent, so the
// next apply can send what is missing.
func (p *Platform) depend(ctx context.Context, app idp.Application, wanted []idp.Dependency) (idp.Application, error) {
	if wanted == nil {
		app.Dependencies = nil
		return app, nil
	}
	before, after := conditionsOf(app.Dependencies), conditionsOf(wanted)
	if app.Dependencies == nil { // they were not managed before
		var err error
		if before, err = p.conditions(ctx, app); err != nil {
			return app, err
		}
	}
	app.Dependencies = before.dependencies()
	if before.equal(after) {
		return app, nil
	}
	return p.confirmDependencies(ctx, app, after, p.change(ctx, app, before, after))
}

// change sends the differences between two sets of dependencies. Keycard does not document whether a PUT replaces the
// conditions of a dependency or adds to them, so a dependency with other conditions is deleted first.
func (p *Platform) change(ctx context.Context, app idp.Application, before, after conditions) error {
	all := maps.Clone(before)
	maps.Copy(all, after)
	for _, id := range slices.Sorted(maps.Keys(all)) {
		was, had := before[id]
		is, has := after[id]
		if had == has && slices.Equal(was, is) {
			continue
		}
		if had {
			err := confirmed(p.api.DeleteDependency(ctx, app.Scope.ZoneID, app.ID, id))
			if err != nil && !errors.Is(err, idp.ErrNotFound) {
				return aboutDependency(err, id)
			}
		}
		if has {
			if err := p.put(ctx, app, id, is); err != nil {
				return aboutDependency(err, id)
			}
		}
	}
	return nil
}

// put sets one dependency. It retries a 404, because a replica may not know a new application or resource yet.
func (p *Platform) put(ctx context.Context, app idp.Application, resourceID string, whenAccessing []string) (err error) {
	p.recovery.Few(ctx, func() bool {
		params := PutDependencyParams{WhenAccessing: whenAccessing}
		err = confirmed(p.api.PutDependency(transport.Repeatable(ctx), app.Scope.ZoneID, app.ID, resourceID, &params))
		e, refused := errors.AsType[*idp.Error](err)
		return !refused || e.Status != http.StatusNotFound
	})
	return err
}

// advised adds a hint to an error.
func advised(err error, hint string) error {
	if err == nil {
		return nil
	}
	return idp.WithHint(err, sentences(hintOf(err), hint))
}

func aboutDependency(err error, resourceID string) error {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok || e.Kind != idp.ErrInvalid {
		return err
	}
	return idp.WithHint(err, fmt.Sprintf("Check that %s is the ID of a resource of the zone, and that the application provides the resources of its when_accessing.",
		transport.Printable(resourceID)))
}

// confirmDependencies reads the dependencies back after a change. The result of the read counts, not the response to the
// change.
func (p *Platform) confirmDependencies(ctx context.Context, app idp.Application, wanted conditions, failed error) (idp.Application, error) {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	done := false
	err := p.recovery.Look(ctx, func() error {
		shown, err := p.conditions(ctx, app)
		if err != nil {
			return err
		}
		app.Dependencies, done = shown.dependencies(), shown.equal(wanted)
		if !done && failed == nil {
			return &idp.Error{Kind: idp.ErrNotFound, Message: "the list does not show the change"}
		}
		return nil
	})
	switch {
	case done:
		return app, nil
	case failed != nil:
		return app, failed
	case errors.Is(err, idp.ErrNotFound):
		return app, &idp.Error{
			Kind: idp.ErrUnexpected, Attribute: idp.AttributeDependency, Message: "the change was confirmed, and the application does not show it",
			Hint: "Plan again to see the dependencies that it has now.",
		}
	}
	return app, idp.WithOutcome(err, "The dependencies were changed, and could not be read back.")
}
