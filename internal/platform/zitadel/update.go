package zitadel

import (
	"context"
	"errors"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Update sends one request for each part that differs: name, configuration, state. A part that already has its value counts
// as done. Each request may be sent twice: the second one changes nothing, or replaces a new secret that nobody has seen.
// ErrAmbiguous means that the part that failed may have been carried out.
func (p *Platform) Update(ctx context.Context, change idp.Change) (idp.Application, error) {
	app, after := change.Before, change.After
	if err := addressable(app); err != nil {
		return app, err
	}
	if isAccount(app.Registration) {
		return p.updateAccount(ctx, change)
	}
	ctx = transport.Repeatable(ctx)
	var err error
	if !idp.SameText(after.Name, app.Name) {
		if app, err = p.rename(ctx, app, after.Name); err != nil {
			return app, err
		}
	}
	app.Name = after.Name
	if app, err = p.configure(ctx, app, after); err != nil {
		return app, err
	}
	if after.Disabled != app.Disabled {
		return p.setDisabled(ctx, app, after.Disabled)
	}
	return app, nil
}

// configure changes what is specific to the application's type.
func (p *Platform) configure(ctx context.Context, app idp.Application, after idp.Registration) (idp.Application, error) {
	switch {
	case app.Type.IsOIDC() || after.Type.IsOIDC():
		return p.configureOIDC(ctx, app, after)
	case after.AuthMethod != "" && after.AuthMethod != app.AuthMethod:
		return p.switchMethod(ctx, app, after.AuthMethod)
	}
	return app, nil
}

func (p *Platform) rename(ctx context.Context, app idp.Application, name string) (idp.Application, error) {
	err := p.change(ctx, func(ctx context.Context) (*http.Response, error) {
		return p.api.UpdateApp(ctx, app.Scope.ProjectID, app.ID, (*UpdateAppParams)(p.inOrganization(app.Scope)), UpdateAppRequest{Name: name})
	}, codeSameName)
	if errors.Is(err, idp.ErrAlreadyExists) {
		return app, p.explainNameConflict(ctx, err, app.Scope, name, app.ID)
	}
	if err == nil {
		app.Name = name
	}
	return app, err
}

// switchMethod creates a secret before it switches to a method that uses one. If the switch fails, the next plan shows it,
// and state already has the secret.
func (p *Platform) switchMethod(ctx context.Context, app idp.Application, to idp.AuthMethod) (idp.Application, error) {
	method, err := authMethodType(to)
	if err != nil {
		return app, err
	}
	if to == idp.ClientSecretBasic && app.ClientSecret == "" {
		if app, err = p.newSecret(ctx, app); err != nil {
			return app, err
		}
	}
	err = p.change(ctx, func(ctx context.Context) (*http.Response, error) {
		return p.api.UpdateAPIAppConfig(ctx, app.Scope.ProjectID, app.ID,
			(*UpdateAPIAppConfigParams)(p.inOrganization(app.Scope)), UpdateAPIAppConfigRequest{AuthMethodType: method})
	}, codeSameConfig)
	if err != nil {
		return app, err
	}
	app.AuthMethod = to
	if to != idp.ClientSecretBasic {
		app.ClientSecret = ""
	}
	return app, nil
}

// newSecret replaces the secret. ErrAmbiguous means that the previous one may be invalid.
func (p *Platform) newSecret(ctx context.Context, app idp.Application) (idp.Application, error) {
	if isAccount(app.Registration) {
		return p.newAccountSecret(ctx, app)
	}
	ctx, ambiguous := transport.TrackAmbiguity(ctx)
	resp, err := p.generateSecret(ctx, app)
	made, err := answered[NewSecret](resp, err, false)
	if err == nil && made.ClientSecret == "" {
		err = transport.Unusable(resp, false, "it holds no client secret")
	}
	if err != nil {
		return app, outcome(p.explained(err), ambiguous())
	}
	app.ClientSecret = idp.Secret(made.ClientSecret)
	return app, nil
}

func (p *Platform) generateSecret(ctx context.Context, app idp.Application) (*http.Response, error) {
	params := p.inOrganization(app.Scope)
	if app.Type.IsOIDC() {
		return p.api.GenerateOIDCAppSecret(ctx, app.Scope.ProjectID, app.ID, (*GenerateOIDCAppSecretParams)(params), Nothing{})
	}
	return p.api.GenerateAPIAppSecret(ctx, app.Scope.ProjectID, app.ID, (*GenerateAPIAppSecretParams)(params), Nothing{})
}

func (p *Platform) setDisabled(ctx context.Context, app idp.Application, disabled bool) (idp.Application, error) {
	if isAccount(app.Registration) {
		return p.setAccountDisabled(ctx, app, disabled)
	}
	params := p.inOrganization(app.Scope)
	send, done := func(ctx context.Context) (*http.Response, error) {
		return p.api.DeactivateApp(ctx, app.Scope.ProjectID, app.ID, (*DeactivateAppParams)(params), Nothing{})
	}, codeAlreadyOff
	if !disabled {
		send, done = func(ctx context.Context) (*http.Response, error) {
			return p.api.ReactivateApp(ctx, app.Scope.ProjectID, app.ID, (*ReactivateAppParams)(params), Nothing{})
		}, codeAlreadyOn
	}
	err := p.change(ctx, send, done)
	if err == nil {
		app.Disabled = disabled
	}
	return app, err
}

// change sends a request that may be sent twice. If the error has the code done, there was nothing to change.
func (p *Platform) change(ctx context.Context, send func(context.Context) (*http.Response, error), done string) error {
	ctx, ambiguous := transport.TrackAmbiguity(ctx)
	resp, err := send(ctx)
	_, err = answered[ChangedApp](resp, err, false)
	if done != "" && hasCode(err, done) {
		return nil
	}
	return outcome(p.explained(err), ambiguous())
}
