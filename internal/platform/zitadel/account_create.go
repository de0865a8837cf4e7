package zitadel

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// createAccount creates a service account, and then its client secret: ZITADEL makes none by itself.
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

// addAccount creates a service account under a random ID. The ID makes the request repeatable: where no answer comes, the same
// request and a read by the ID tell whether it was carried out.
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

// addMachineUser sends one request. That the ID is taken says that a request before this one was carried out.
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

// otherUserID is for the answer of a server that takes no ID from the caller. It is believed once nothing has the ID that was
// asked for: the answer may have been another request's.
func (p *Platform) otherUserID(ctx context.Context, app idp.Application, made AddedMachineUser) (idp.Application, error) {
	found, err := p.recorded(ctx, app)
	if !errors.Is(err, idp.ErrNotFound) {
		return found, outcome(err, true)
	}
	app.ID = made.UserId
	return stamped(app, made.Details), nil
}

// accountNotCreated says what is in the way, or what to look for if that is not known.
func (p *Platform) accountNotCreated(ctx context.Context, wanted idp.Registration, err error) error {
	switch {
	case errors.Is(err, idp.ErrAlreadyExists):
		return p.explainUserNameConflict(ctx, err, wanted.Scope, wanted.Identifier, "")
	case errors.Is(err, idp.ErrAmbiguous):
		return idp.WithHint(err, findAccountHint(wanted))
	}
	return err
}
