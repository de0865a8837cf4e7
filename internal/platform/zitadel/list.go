package zitadel

import (
	"context"
	"strconv"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Page searches the applications of a project, or, if the scope has no project, the service accounts of an organization. For
// a project that does not exist or belongs to another organization, ZITADEL returns an empty result and no error, so Page
// reads the project if the result is empty.
func (p *Platform) Page(ctx context.Context, scope idp.Scope, cursor string) (idp.Page, error) {
	at, err := positionOf(cursor)
	if err != nil {
		return idp.Page{}, err
	}
	part := p.applicationsAt
	if scope.ProjectID == "" {
		part = p.accountsAt
	}
	page, n, err := part(ctx, scope, at.offset)
	if err != nil {
		return idp.Page{}, err
	}
	at.turn(&page, n)
	if cursor == "" && n == 0 {
		err = p.missing(ctx, scope)
	}
	return page, err
}

// applicationsAt returns a page of a project's applications of all types.
func (p *Platform) applicationsAt(ctx context.Context, scope idp.Scope, offset int) (page idp.Page, n int, err error) {
	if err := usable(scope.ProjectID); err != nil {
		return idp.Page{}, 0, err
	}
	resp, err := p.api.SearchApps(transport.Repeatable(ctx), scope.ProjectID, (*SearchAppsParams)(p.inOrganization(scope)),
		SearchAppsRequest{Query: &ListQuery{Offset: strconv.Itoa(offset), Limit: pageSize}})
	answer, err := answered[FoundApps](resp, err, false)
	if err != nil {
		return idp.Page{}, 0, p.explained(err)
	}
	var found []App
	if answer.Result != nil {
		found = *answer.Result
	}
	page = listed(scope, found)
	page.Total, err = totalOf(resp, answer.Details)
	return page, len(found), err
}

// listed returns applications as Get would, and marks those of other types, such as SAML applications, as unmanaged.
func listed(scope idp.Scope, found []App) (page idp.Page) {
	for _, app := range found {
		if usable(app.Id) != nil {
			continue
		}
		known := idp.Application{Registration: idp.Registration{Scope: scope, Name: app.Name}, ID: app.Id}
		read, err := shown(known, app)
		switch {
		case err == nil:
			known = read
		case app.ApiConfig == nil && app.OidcConfig == nil:
			known.Unmanaged = typeOf(app)
		default:
			known.Unmanaged = typeOf(app) + " with a setting that this provider does not know"
		}
		page.Applications = append(page.Applications, known)
	}
	return page
}
