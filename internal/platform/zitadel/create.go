package zitadel

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Create registers an API application. Where the answer is lost it finds out what became of the request; see
// recovery.Unique. ZITADEL creates enabled applications, so that a disabled one takes a second request.
func (p *Platform) Create(ctx context.Context, wanted idp.Registration) (idp.Application, error) {
	if err := usable(wanted.Scope.ProjectID); err != nil {
		return idp.Application{}, err
	}
	method, err := authMethodType(wanted.AuthMethod)
	if err != nil {
		return idp.Application{}, err
	}
	app, err := p.recovery.Unique(ctx,
		func(ctx context.Context) (idp.Application, error) { return p.add(ctx, wanted, method) },
		func(ctx context.Context, attempt recovery.Attempt) (idp.Application, error) {
			return p.find(ctx, wanted, attempt)
		})
	if err == nil {
		ctx, cancel := recovery.Extended(ctx)
		defer cancel()
		app, err = p.finish(ctx, app, wanted.AuthMethod)
	}
	switch {
	case app.ID != "" && err != nil:
		return app, unfinished(wanted.AuthMethod, err)
	case err != nil:
		return idp.Application{}, p.notCreated(ctx, wanted, err)
	case wanted.Disabled:
		return p.setDisabled(ctx, app, true)
	default:
		return app, nil
	}
}

// add sends one request. An answer without an ID leaves open what was made.
func (p *Platform) add(ctx context.Context, wanted idp.Registration, method APIAuthMethodType) (idp.Application, error) {
	resp, err := p.api.AddAPIApp(ctx, wanted.Scope.ProjectID, (*AddAPIAppParams)(p.inOrganization(wanted.Scope)),
		AddAPIAppRequest{Name: wanted.Name, AuthMethodType: method})
	made, err := answered[RegisteredAPIApp](resp, err, true)
	if err == nil && usable(made.AppId) != nil {
		err = transport.Unusable(resp, true, "it names no application")
	}
	if err != nil {
		return idp.Application{}, err
	}
	return registered(wanted, method, made), nil
}

// notCreated says what is in the way, or what to look for if that is not known.
func (p *Platform) notCreated(ctx context.Context, wanted idp.Registration, err error) error {
	switch {
	case errors.Is(err, idp.ErrAlreadyExists):
		return p.named(ctx, err, wanted.Scope, wanted.Name, "")
	case errors.Is(err, idp.ErrAmbiguous):
		return idp.WithAdvice(err, findAdvice(wanted))
	default:
		return p.explained(err)
	}
}

// unfinished is the error for an application that is registered, and lacks what it authenticates with or its client ID.
func unfinished(method idp.AuthMethod, err error) error {
	lacking := "has no client secret that anybody knows"
	if method == idp.PrivateKeyJWT {
		lacking = "could not be finished"
	}
	return idp.WithAdvice(err, "The application is registered, but "+lacking+". Replace it (terraform apply -replace=ADDRESS) to get a new one.")
}
