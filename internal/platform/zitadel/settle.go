package zitadel

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
)

type request func(context.Context) (idp.Application, error)

// settled sends a create. If the response is lost, it finds out the outcome, as long as the operation has time left. send is
// safe to repeat, because the name is unique. look returns what the request created, ErrNotFound if there is nothing, or
// ErrAlreadyExists. If the outcome remains unknown, settled returns the error of the first request.
func (p *Platform) settled(ctx context.Context, send, look request) (idp.Application, error) {
	app, lost := send(ctx)
	if !errors.Is(lost, idp.ErrAmbiguous) {
		return app, lost
	}
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	var err error
	p.recovery.Outlast(ctx, func() bool {
		app, err = look(ctx)
		if errors.Is(err, idp.ErrNotFound) {
			app, err = sendAgain(ctx, send, look)
		}
		return !transient(err)
	})
	if err == nil || errors.Is(err, idp.ErrAlreadyExists) || errors.Is(err, errNoService) {
		return app, err
	}
	return idp.Application{}, lost
}

// sendAgain repeats a create. If the name is in use now, the previous request or someone else took it.
func sendAgain(ctx context.Context, send, look request) (idp.Application, error) {
	app, refused := send(ctx)
	if !errors.Is(refused, idp.ErrAlreadyExists) {
		return app, refused
	}
	if found, err := look(ctx); !errors.Is(err, idp.ErrNotFound) {
		return found, err
	}
	return app, refused
}

// persist repeats a request until ZITADEL gives a definite response, as long as the operation has time left.
func (p *Platform) persist(ctx context.Context, send func() error) (err error) {
	p.recovery.Outlast(ctx, func() bool {
		err = send()
		return !transient(err)
	})
	return err
}

// transient reports whether an error says nothing about the request itself, so that another attempt can succeed.
func transient(err error) bool {
	for _, kind := range []idp.Kind{idp.ErrUnavailable, idp.ErrRateLimited, idp.ErrAmbiguous, idp.ErrUnexpected} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}
