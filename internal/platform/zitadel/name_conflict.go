package zitadel

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"golang.org/x/text/unicode/norm"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// conflictWith adds the conflicting application to the error for a name. An application that cannot be managed cannot be
// imported.
func conflictWith(e *idp.Error, existing App) *idp.Error {
	conflict := *e
	conflict.ExistingID = existing.Id
	if existing.ApiConfig == nil && existing.OidcConfig == nil {
		conflict.Conflict = "It is " + typeOf(existing) + ", which this provider cannot manage."
		conflict.Hint = hintOtherName
	}
	return &conflict
}

// findHint returns the hint if it is unknown whether an application was created.
func findHint(wanted idp.Registration) string {
	place := wanted.Scope.ProjectID
	if organization := wanted.Scope.OrganizationID; organization != "" {
		place = organization + "/" + place
	}
	return fmt.Sprintf("Look in project %s for an application named %q. If this run registered it, remove it, or import it as "+
		"zitadel/%s/<application_id>. %s Then run apply again.", wanted.Scope.ProjectID, wanted.Name, place, hintImportedSecret)
}

// explainNameConflict adds the conflicting application to the error for a name. If it cannot be found, the error stays as it
// is.
func (p *Platform) explainNameConflict(ctx context.Context, err error, scope idp.Scope, name, except string) error {
	var e *idp.Error
	if !errors.As(err, &e) || e.ExistingID != "" {
		return err
	}
	var existing App
	if p.recovery.Look(ctx, func() (err error) { // the search can lag behind
		existing, err = p.findByName(ctx, scope, name, except)
		return err
	}) != nil {
		return err
	}
	return conflictWith(e, existing)
}

// findByName returns the application with a name, ignoring case and Unicode normalization form. ErrNotFound means that the
// search found none.
func (p *Platform) findByName(ctx context.Context, scope idp.Scope, name, except string) (App, error) {
	for _, form := range forms(name) {
		found, err := p.searchName(ctx, scope, form)
		if err != nil {
			return App{}, err
		}
		for _, app := range found {
			if app.Id != except && idp.SameTextFold(app.Name, name) && usable(app.Id) == nil {
				return app, nil
			}
		}
	}
	return App{}, &idp.Error{Kind: idp.ErrNotFound, Message: "no application of the project has this name"}
}

// forms returns the normalization forms of a name. ZITADEL compares bytes, ignoring case.
func forms(name string) []string {
	all := []string{name}
	for _, form := range []string{norm.NFC.String(name), norm.NFD.String(name)} {
		if !slices.Contains(all, form) {
			all = append(all, form)
		}
	}
	return all
}

func (p *Platform) searchName(ctx context.Context, scope idp.Scope, name string) ([]App, error) {
	resp, err := p.api.SearchApps(transport.Repeatable(ctx), scope.ProjectID, (*SearchAppsParams)(p.inOrganization(scope)),
		SearchAppsRequest{Queries: []AppQuery{{NameQuery: AppNameQuery{Name: name, Method: TextEqualsIgnoreCase}}}})
	found, err := answered[FoundApps](resp, err, false)
	if err != nil {
		return nil, p.explained(err)
	}
	if found.Result == nil {
		return nil, nil
	}
	return *found.Result, nil
}
