package zitadel

import (
	"cmp"
	"context"
	"errors"
	"net/http"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// add creates an application with the application service, under a random ID: if the response is lost, a read by that ID
// tells whether this request created it. Servers before v4.5 have no application service and choose the ID. Those before
// v4.11 choose the ID of an OpenID Connect application.
func (p *Platform) add(ctx context.Context, wanted idp.Registration, config configuration) (idp.Application, error) {
	if p.noService.Load() || config.oidc != nil && p.choosesIDs.Load() {
		return p.addUnproven(ctx, wanted, config)
	}
	app, err := p.addProven(ctx, wanted, config)
	if errors.Is(err, errNoService) {
		p.noService.Store(true)
		return p.addUnproven(ctx, wanted, config)
	}
	return app, err
}

// addProven creates the application under a random ID, and never reuses that ID with another name, because this would
// corrupt the instance's reads. The service accepts projects of all organizations, but the other calls only those of the
// request's organization, so addProven reads the project first.
func (p *Platform) addProven(ctx context.Context, wanted idp.Registration, config configuration) (idp.Application, error) {
	if _, err := p.seen(ctx, wanted.Scope); err != nil && !errors.Is(err, idp.ErrForbidden) {
		return idp.Application{}, err
	}
	app := unconfirmed(wanted)
	app.ID = p.newID()
	lost := false
	made, err := p.settled(ctx,
		func(ctx context.Context) (idp.Application, error) { return p.createApplication(ctx, app, config) },
		func(ctx context.Context) (idp.Application, error) {
			lost = true
			return p.recorded(ctx, app)
		})
	if lost && errors.Is(err, idp.ErrAlreadyExists) && config.oidc != nil && !p.keepsIDs.Load() {
		return made, perhapsOurs(p.explainNameConflict(ctx, err, wanted.Scope, wanted.Name, ""), wanted)
	}
	return made, err
}

// createApplication sends one create request. Without a client ID in the response, the outcome is ambiguous.
func (p *Platform) createApplication(ctx context.Context, app idp.Application, config configuration) (idp.Application, error) {
	resp, err := p.api.CreateApplication(ctx, (*CreateApplicationParams)(p.inOrganization(app.Scope)), CreateApplicationRequest{
		ProjectId: app.Scope.ProjectID, ApplicationId: app.ID, Name: app.Name,
		ApiConfiguration: config.api, OidcConfiguration: config.oidc.forService(),
	})
	made, err := answered[CreatedApplication](resp, err, true)
	switch {
	case lacksService(err):
		return idp.Application{}, errNoService
	case err != nil:
		return idp.Application{}, err
	}
	other := made.ApplicationId != app.ID
	if made.client(app.Type).ClientId == "" || other && (config.oidc == nil || usable(made.ApplicationId) != nil) {
		return idp.Application{}, transport.Unusable(resp, true, "it is not about this application")
	}
	if other {
		return p.renumbered(ctx, app, made)
	}
	p.keepsIDs.CompareAndSwap(false, config.oidc != nil)
	return created(app, made), nil
}

// created returns the application with the values from the response to its create.
func created(app idp.Application, made CreatedApplication) idp.Application {
	client := made.client(app.Type)
	app.ID, app.ClientID, app.ClientSecret = made.ApplicationId, client.ClientId, idp.Secret(text(client.ClientSecret))
	app.CreatedAt = made.CreationDate
	return app
}

// client returns the created configuration for a type of application.
func (made CreatedApplication) client(t idp.Type) CreatedConfiguration {
	client := made.ApiConfiguration
	if t.IsOIDC() {
		client = made.OidcConfiguration
	}
	return *cmp.Or(client, &CreatedConfiguration{})
}

// recorded finds out whether an application exists: with a read, or from its history if reads do not return it.
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

// errNoService means that the server has no application service, so the request was not carried out.
var errNoService = errors.New("the server has no application service")

// lacksService reports whether a create failed because the call does not exist: on an older server, or behind a proxy that
// does not forward it. An unknown instance returns 404 as well.
func lacksService(err error) bool {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok || e.Code != "" || strings.Contains(e.Message, unknownInstance) {
		return false
	}
	return e.Status == http.StatusNotFound || e.Status == http.StatusMethodNotAllowed || e.Status == http.StatusNotImplemented
}
