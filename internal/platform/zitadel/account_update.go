package zitadel

import (
	"context"
	"errors"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// updateAccount sends one request for each part that differs: the fields that a single call replaces, user name, client
// secret, state. As with applications, each request may be sent twice, and a part that already has its value counts as done.
func (p *Platform) updateAccount(ctx context.Context, change idp.Change) (app idp.Application, err error) {
	ctx = transport.Repeatable(ctx)
	app = change.Before
	for _, part := range []func(context.Context, idp.Application, idp.Registration) (idp.Application, error){
		p.updateMachine, p.renameAccount, p.switchAccountMethod,
	} {
		if app, err = part(ctx, app, change.After); err != nil {
			return app, err
		}
	}
	if change.After.Disabled != app.Disabled {
		return p.setDisabled(ctx, app, change.After.Disabled)
	}
	return app, nil
}

// updateMachine sends name, description and token type together, because the call clears those that it omits.
func (p *Platform) updateMachine(ctx context.Context, app idp.Application, after idp.Registration) (idp.Application, error) {
	before, after := app.WithDefaults(), after.WithDefaults()
	tokens, err := accessTokenType(after.AccessTokenType)
	if err != nil {
		return app, err
	}
	same := idp.SameText(before.Name, after.Name) && idp.SameText(before.Description, after.Description)
	if !same || before.AccessTokenType != after.AccessTokenType {
		err = p.changeAccount(ctx, func(ctx context.Context) (*http.Response, error) {
			return p.api.UpdateMachine(ctx, app.ID, (*UpdateMachineParams)(p.inOrganization(app.Scope)),
				UpdateMachineRequest{Name: after.Name, Description: after.Description, AccessTokenType: tokens})
		}, codeSameMachine)
	}
	if err == nil {
		app.Name, app.Description, app.AccessTokenType = after.Name, after.Description, after.AccessTokenType
	}
	return app, err
}

// renameAccount changes the user name, and with it the client ID. The secret stays.
func (p *Platform) renameAccount(ctx context.Context, app idp.Application, after idp.Registration) (idp.Application, error) {
	if idp.SameText(after.Identifier, app.Identifier) {
		app.Identifier = after.Identifier
		return app, nil
	}
	err := p.changeAccount(ctx, func(ctx context.Context) (*http.Response, error) {
		return p.api.UpdateUserName(ctx, app.ID, (*UpdateUserNameParams)(p.inOrganization(app.Scope)), UpdateUserNameRequest{UserName: after.Identifier})
	}, codeSameUserName)
	switch {
	case errors.Is(err, idp.ErrAlreadyExists):
		return app, p.explainUserNameConflict(ctx, err, app.Scope, after.Identifier, app.ID)
	case err != nil:
		return app, err
	}
	app.ClientID = renamed(app, after.Identifier)
	app.Identifier = after.Identifier
	return app, nil
}

// switchAccountMethod creates or deletes the client secret: the method depends on whether there is one.
func (p *Platform) switchAccountMethod(ctx context.Context, app idp.Application, after idp.Registration) (idp.Application, error) {
	to, err := accountMethod(after.AuthMethod)
	switch {
	case err != nil || after.AuthMethod == "" || to == app.AuthMethod:
		return app, err
	case to == idp.ClientSecretBasic:
		return p.newSecret(ctx, app)
	}
	err = p.changeAccount(ctx, func(ctx context.Context) (*http.Response, error) {
		return p.api.RemoveMachineSecret(ctx, app.ID, (*RemoveMachineSecretParams)(p.inOrganization(app.Scope)))
	}, codeNoMachineSecret)
	if err == nil {
		app.AuthMethod, app.ClientSecret = to, ""
	}
	return app, err
}

// setAccountDisabled deactivates a service account, or lets it authenticate again. An account that cannot authenticate
// although it is not deactivated is locked.
func (p *Platform) setAccountDisabled(ctx context.Context, app idp.Application, disabled bool) (idp.Application, error) {
	params := p.inOrganization(app.Scope)
	deactivate := func(ctx context.Context) (*http.Response, error) {
		return p.api.DeactivateUser(ctx, app.ID, (*DeactivateUserParams)(params), Nothing{})
	}
	reactivate := func(ctx context.Context) (*http.Response, error) {
		return p.api.ReactivateUser(ctx, app.ID, (*ReactivateUserParams)(params), Nothing{})
	}
	unlock := func(ctx context.Context) (*http.Response, error) {
		return p.api.UnlockUser(ctx, app.ID, (*UnlockUserParams)(params), Nothing{})
	}
	var err error
	if disabled {
		err = p.changeAccount(ctx, deactivate, codeUserAlreadyOff)
	} else if err = p.changeAccount(ctx, reactivate, ""); hasCode(err, codeUserNotOff) {
		err = p.changeAccount(ctx, unlock, codeUserNotLocked)
	}
	if err == nil {
		app.Disabled = disabled
	}
	return app, err
}

func (p *Platform) changeAccount(ctx context.Context, send func(context.Context) (*http.Response, error), done string) error {
	return p.aboutAccount(p.change(ctx, send, done))
}
