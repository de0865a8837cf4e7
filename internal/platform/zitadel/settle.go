package zitadel

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
)

type request func(context.Context) (idp.Application, error)

// settled sends a create, and finds out what became of it where no answer comes, for as long as the operation lasts. send
// may be repeated, because the name keeps a second application away. look answers what the request made, ErrNotFound if
// there is nothing, or ErrAlreadyExists. Where nothing can be found out, the error is that of the first request.
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

// sendAgain repeats a create. A name that is taken now was taken by the request before, or by somebody else.
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

// persist repeats a request that may be repeated, for as long as the operation lasts, until ZITADEL decides about it.
func (p *Platform) persist(ctx context.Context, send func() error) (err error) {
	p.recovery.Outlast(ctx, func() bool {
		err = send()
		return !transient(err)
	})
	return err
}

// transient reports whether an error says nothing about the request itself, so that another attempt may succeed.
func transient(err error) bool {
	for _, kind := range []idp.Kind{idp.ErrUnavailable, idp.ErrRateLimited, idp.ErrAmbiguous, idp.ErrUnexpected} {
		if errors.Is(err, kind) {
			return true
		}
	}
	return false
}
