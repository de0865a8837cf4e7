package zitadel

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// add registers an application with the application service, under a random ID: where no answer comes, a read by that ID
// tells whether this request made it. Servers before v4.5 lack the service, and choose the ID themselves.
func (p *Platform) add(ctx context.Context, wanted idp.Registration, method APIAuthMethodType) (idp.Application, error) {
	if p.noService.Load() {
		return p.addUnproven(ctx, wanted, method)
	}
	app, err := p.addProven(ctx, wanted, method)
	if errors.Is(err, errNoService) {
		p.noService.Store(true)
		return p.addUnproven(ctx, wanted, method)
	}
	return app, err
}

// addProven uses each ID for one name only: an ID with another name would damage the instance's reads. The service takes
// projects of all organizations, and the other calls only those of the request's, so that the project is looked at first.
func (p *Platform) addProven(ctx context.Context, wanted idp.Registration, method APIAuthMethodType) (idp.Application, error) {
	if _, err := p.seen(ctx, wanted.Scope); err != nil && !errors.Is(err, idp.ErrForbidden) {
		return idp.Application{}, err
	}
	app := idp.Application{Registration: idp.Registration{Scope: wanted.Scope, Name: wanted.Name}, ID: p.newID()}
	app.AuthMethod, _ = authMethod(&method) // one that was just translated
	return p.settled(ctx,
		func(ctx context.Context) (idp.Application, error) { return p.createApplication(ctx, app, method) },
		func(ctx context.Context) (idp.Application, error) { return p.recorded(ctx, app) })
}

// createApplication sends one request. An answer without a client ID leaves open what was made.
func (p *Platform) createApplication(ctx context.Context, app idp.Application, method APIAuthMethodType) (idp.Application, error) {
	resp, err := p.api.CreateApplication(ctx, (*CreateApplicationParams)(p.inOrganization(app.Scope)), CreateApplicationRequest{
		ProjectId: app.Scope.ProjectID, ApplicationId: app.ID, Name: app.Name,
		ApiConfiguration: CreateAPIConfiguration{AuthMethodType: method},
	})
	made, err := answered[CreatedApplication](resp, err, true)
	if err == nil && (made.ApplicationId != app.ID || made.ApiConfiguration.ClientId == "") {
		err = transport.Unusable(resp, true, "it is not about this application")
	}
	if lacksService(err) {
		return idp.Application{}, errNoService
	}
	if err != nil {
		return idp.Application{}, err
	}
	app.ClientID, app.ClientSecret = made.ApiConfiguration.ClientId, idp.Secret(text(made.ApiConfiguration.ClientSecret))
	app.CreatedAt = made.CreationDate
	return app, nil
}

// recorded finds out whether an application exists: by a read, or by its history where reads do not show it.
func (p *Platform) recorded(ctx context.Context, app idp.Application) (idp.Application, error) {
	read, denied := p.read(ctx, app)
	if !errors.Is(denied, idp.ErrNotFound) {
		return read, denied
	}
	past, err := p.history(ctx, app)
	switch {
	case err != nil:
		return idp.Application{}, err
	case past.live():
		return app, nil
	}
	return idp.Application{}, denied
}

// errNoService says that a server has no application service, and so that no request to it was carried out.
var errNoService = errors.New("the server has no application service")

// lacksService reports whether a create was refused because there is no such call: by the gateway of an older server, or by
// a proxy that does not pass it on. An unknown instance is refused with a 404 as well.
func lacksService(err error) bool {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok || e.Code != "" || strings.Contains(e.Message, unknownInstance) {
		return false
	}
	return e.Status == http.StatusNotFound || e.Status == http.StatusMethodNotAllowed || e.Status == http.StatusNotImplemented
}
