package zitadel

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// createAccount creates a service account, and then its client secret, because ZITADEL does not create one with the account.
func (p *Platform) createAccount(ctx context.Context, wanted idp.Registration) (idp.Application, error) {
	method, err := accountMethod(wanted.AuthMethod)
	if err != nil {
		return idp.Application{}, err
	}
	tokens, err := accessTokenType(wanted.AccessTokenType)
	if err != nil {
		return idp.Application{}, err
	}
	app, err := p.register(ctx, func(ctx context.Context) (idp.Application, error) { return p.addAccount(ctx, wanted, tokens) })
	if app.ID == "" {
		return idp.Application{}, p.accountNotCreated(ctx, wanted, err)
	}
	if err == nil {
		app.AuthMethod = method
		app, err = p.finish(ctx, app, wanted)
	}
	if err != nil {
		return p.undo(ctx, app, err)
	}
	return app, nil
}

// addAccount creates a service account under a random ID. The ID makes the request idempotent: if the response is lost, the
// same request or a read by the ID tells whether it was carried out.
func (p *Platform) addAccount(ctx context.Context, wanted idp.Registration, tokens AccessTokenType) (idp.Application, error) {
	app := idp.Application{
		Registration: idp.Registration{
			Scope: wanted.Scope, Type: idp.TypeServiceAccount, AuthMethod: idp.PrivateKeyJWT, AccessTokenType: wanted.WithDefaults().AccessTokenType,
			Name: wanted.Name, Description: wanted.Description, Identifier: wanted.Identifier,
		},
		ID: p.newID(), ClientID: wanted.Identifier,
	}
	return p.settled(ctx,
		func(ctx context.Context) (idp.Application, error) { return p.addMachineUser(ctx, app, tokens) },
		func(ctx context.Context) (idp.Application, error) { return p.recorded(ctx, app) })
}

// addMachineUser sends one create request. If the ID is in use, an earlier request was carried out.
func (p *Platform) addMachineUser(ctx context.Context, app idp.Application, tokens AccessTokenType) (idp.Application, error) {
	resp, err := p.api.AddMachineUser(ctx, (*AddMachineUserParams)(p.inOrganization(app.Scope)), AddMachineUserRequest{
		UserId: app.ID, UserName: app.Identifier, Name: app.Name, Description: app.Description, AccessTokenType: tokens,
	})
	made, err := answered[AddedMachineUser](resp, err, true)
	if err == nil && usable(made.UserId) != nil {
		err = transport.Unusable(resp, true, "it names no service account")
	}
	switch {
	case hasCode(err, codeUserThere):
		return app, nil
	case err != nil:
		return idp.Application{}, p.aboutAccount(err)
	}
	if made.UserId != app.ID {
		return p.otherUserID(ctx, app, made)
	}
	return stamped(app, made.Details), nil
}

// otherUserID handles the response of a server that chooses the ID itself. It is trusted only if nothing has the requested
// ID: otherwise the response may belong to another request.
func (p *Platform) otherUserID(ctx context.Context, app idp.Application, made AddedMachineUser) (idp.Application, error) {
	found, err := p.recorded(ctx, app)
	if !errors.Is(err, idp.ErrNotFound) {
		return found, outcome(err, true)
	}
	app.ID = made.UserId
	return stamped(app, made.Details), nil
}

// accountNotCreated adds a hint that names the conflicting user, or, if the outcome is unknown, what to look for.
func (p *Platform) accountNotCreated(ctx context.Context, wanted idp.Registration, err error) error {
	switch {
	case errors.Is(err, idp.ErrAlreadyExists):
		return p.explainUserNameConflict(ctx, err, wanted.Scope, wanted.Identifier, "")
	case errors.Is(err, idp.ErrAmbiguous):
		return idp.WithHint(err, findAccountHint(wanted))
	}
	return err
}
