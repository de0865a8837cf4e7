package zitadel

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Create registers an API application with one request, which is never repeated once it may have arrived. ZITADEL
// creates enabled applications, so that a disabled one takes a second request.
func (p *Platform) Create(ctx context.Context, wanted idp.Registration) (idp.Application, error) {
	if err := usable(wanted.Scope.ProjectID); err != nil {
		return idp.Application{}, err
	}
	method, err := authMethodType(wanted.AuthMethod)
	if err != nil {
		return idp.Application{}, err
	}
	app, err := p.add(ctx, wanted, method)
	if err != nil {
		return app, err
	}
	if !wanted.Disabled {
		return app, nil
	}
	return p.setDisabled(ctx, app, true)
}

func (p *Platform) add(ctx context.Context, wanted idp.Registration, method APIAuthMethodType) (idp.Application, error) {
	resp, err := p.api.AddAPIApp(ctx, wanted.Scope.ProjectID, (*AddAPIAppParams)(p.inOrganization(wanted.Scope)),
		AddAPIAppRequest{Name: wanted.Name, AuthMethodType: method})
	made, err := answered[RegisteredAPIApp](resp, err, true)
	if err == nil && made.AppId == "" {
		err = transport.Unusable(resp, true, "it names no application")
	}
	switch {
	case errors.Is(err, idp.ErrAlreadyExists):
		return idp.Application{}, p.withHolder(ctx, err, wanted.Scope, wanted.Name, "")
	case errors.Is(err, idp.ErrAmbiguous):
		return idp.Application{}, idp.WithAdvice(err, findAdvice(wanted))
	case err != nil:
		return idp.Application{}, p.explained(err)
	}
	app := registered(wanted, method, made)
	return app, complete(app)
}

// complete checks that a new application came with what it authenticates with.
func complete(app idp.Application) error {
	if app.ClientID != "" && (app.ClientSecret != "" || app.AuthMethod != idp.ClientSecretBasic) {
		return nil
	}
	return &idp.Error{
		Kind: idp.ErrUnexpected, Message: "the application was registered, but the answer lacks its client ID or client secret",
		Advice: "Replace the application (terraform apply -replace=ADDRESS) to get a new one.",
	}
}

// findAdvice is for someone who does not know whether an application was made.
func findAdvice(wanted idp.Registration) string {
	place := wanted.Scope.ProjectID
	if organization := wanted.Scope.OrganizationID; organization != "" {
		place = organization + "/" + place
	}
	return fmt.Sprintf("Look in project %s for an application named %q. If it is there, remove it, or import it as "+
		"zitadel/%s/<application_id>; its client secret is lost. Then run apply again.",
		wanted.Scope.ProjectID, wanted.Name, place)
}

// withHolder adds to a refused name which application has it. Not finding that out changes nothing about the refusal.
func (p *Platform) withHolder(ctx context.Context, err error, scope idp.Scope, name, except string) error {
	var e *idp.Error
	if !errors.As(err, &e) {
		return err
	}
	copied := *e
	copied.ExistingID = p.holder(ctx, scope, name, except)
	return &copied
}

func (p *Platform) holder(ctx context.Context, scope idp.Scope, name, except string) string {
	resp, err := p.api.SearchApps(transport.Repeatable(ctx), scope.ProjectID, (*SearchAppsParams)(p.inOrganization(scope)),
		SearchAppsRequest{Queries: []AppQuery{{NameQuery: AppNameQuery{Name: name, Method: TextEqualsIgnoreCase}}}})
	found, err := answered[FoundApps](resp, err, false)
	if err != nil || found.Result == nil {
		return ""
	}
	for _, app := range *found.Result {
		if app.Id != except && strings.EqualFold(app.Name, name) {
			return app.Id
		}
	}
	return ""
}
