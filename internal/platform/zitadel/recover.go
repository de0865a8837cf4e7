package zitadel

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// parallelWrite is how ZITADEL refuses a write that met another one. Nothing was stored, and the same request succeeds a
// moment later.
const parallelWrite = "SQLSTATE 23505"

// noInstance begins the words of an instance whose database is not there. Finding the instance comes before all else.
const noInstance = "unable to set instance"

func passing(status int, body []byte) bool {
	return status == 500 && (strings.Contains(string(body), parallelWrite) || strings.Contains(string(body), `"`+noInstance))
}

// find looks for the application with the wanted name, which is the attempt's if that made it. One that had the name before,
// or has it in another case, belongs to somebody else.
func (p *Platform) find(ctx context.Context, wanted idp.Registration, attempt recovery.Attempt) (idp.Application, error) {
	holder, err := p.holder(ctx, wanted.Scope, wanted.Name, "")
	if err != nil {
		return idp.Application{}, err
	}
	if holder.ApiConfig == nil {
		return idp.Application{}, taken(holder)
	}
	app, date, err := p.read(ctx, idp.Application{Registration: wanted, ID: holder.Id})
	switch {
	case err != nil:
		return idp.Application{}, err
	case app.Name != wanted.Name || !attempt.Made(app.ID, app.CreatedAt, date) || !p.recovery.Claim(app.ID):
		return idp.Application{}, taken(holder)
	}
	return app, nil
}

// finish gives a new application what it lacks to authenticate: a create that was never answered took the secret with it.
// After a failure the application is returned as far as it got.
func (p *Platform) finish(ctx context.Context, app idp.Application, method idp.AuthMethod) (idp.Application, error) {
	ctx = transport.Repeatable(ctx)
	var err error
	if app.ClientID == "" {
		read, _, err := p.read(ctx, app)
		if err != nil {
			return app, err
		}
		app = read
	}
	if method != "" && app.AuthMethod != method {
		if app, err = p.switchMethod(ctx, app, method); err != nil {
			return app, err
		}
	}
	if app.AuthMethod == idp.ClientSecretBasic && app.ClientSecret == "" {
		return p.newSecret(ctx, app)
	}
	return app, nil
}

func taken(holder App) error {
	return heldBy(&idp.Error{
		Kind: idp.ErrAlreadyExists, Attribute: idp.AttributeName, Advice: adviceName,
		Message: "the answer to the request was lost, and the name belongs to an application that was not made by it",
	}, holder)
}

// heldBy adds to a refused name which application has it. One of another type cannot be imported.
func heldBy(e *idp.Error, holder App) *idp.Error {
	held := *e
	held.ExistingID = holder.Id
	if holder.ApiConfig == nil {
		held.Holder = "It is " + typeOf(holder) + ", which this provider cannot manage."
		held.Advice = adviceOtherName
	}
	return &held
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

// named adds to a refused name which application has it. Not finding that out changes nothing about the refusal.
func (p *Platform) named(ctx context.Context, err error, scope idp.Scope, name, except string) error {
	var e *idp.Error
	if !errors.As(err, &e) || e.ExistingID != "" {
		return err
	}
	var holder App
	if p.recovery.Look(ctx, func() (err error) { // the search lags behind
		holder, err = p.holder(ctx, scope, name, except)
		return err
	}) != nil {
		return err
	}
	return heldBy(e, holder)
}

// holder finds the application that has a name, in any case of letters. ErrNotFound is that the search shows none.
func (p *Platform) holder(ctx context.Context, scope idp.Scope, name, except string) (App, error) {
	resp, err := p.api.SearchApps(transport.Repeatable(ctx), scope.ProjectID, (*SearchAppsParams)(p.inOrganization(scope)),
		SearchAppsRequest{Queries: []AppQuery{{NameQuery: AppNameQuery{Name: name, Method: TextEqualsIgnoreCase}}}})
	found, err := answered[FoundApps](resp, err, false)
	if err != nil {
		return App{}, p.explained(err)
	}
	if found.Result != nil {
		for _, app := range *found.Result {
			if app.Id != except && strings.EqualFold(app.Name, name) && usable(app.Id) == nil {
				return app, nil
			}
		}
	}
	return App{}, &idp.Error{Kind: idp.ErrNotFound, Message: "no application of the project has this name"}
}
