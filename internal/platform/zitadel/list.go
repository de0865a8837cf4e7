package zitadel

import (
	"cmp"
	"context"
	"strconv"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

const (
	pageSize = 1000     // the most that the newest servers allow
	again    = " again" // ends the cursors of a list that is gone through once more
)

// Page is a search among a project's applications. The cursor is its offset in a list without order, so that pages may
// overlap, or leave something out. ZITADEL finds nothing, and no error, in a project that does not exist or belongs to
// another organization.
func (p *Platform) Page(ctx context.Context, scope idp.Scope, cursor string) (idp.Page, error) {
	at, oncemore := strings.CutSuffix(cursor, again)
	offset, err := strconv.Atoi(cmp.Or(at, "0"))
	if err != nil {
		return idp.Page{}, &idp.Error{Kind: idp.ErrInvalid, Message: "the cursor is none of this list's"}
	}
	found, total, err := p.search(ctx, scope, offset)
	if err != nil {
		return idp.Page{}, err
	}
	page := listed(scope, found)
	page.Total = total
	switch offset += len(found); {
	case len(found) > 0 && (total == 0 || offset < total):
		page.Next = strconv.Itoa(offset) + cursor[len(at):]
	case cursor != "" && !oncemore:
		page.Again = "0" + again
	}
	return page, nil
}

// search returns a part of a project's applications of all types, and how many there are on the whole, 0 if ZITADEL does
// not say.
func (p *Platform) search(ctx context.Context, scope idp.Scope, offset int) (found []App, total int, err error) {
	if err := usable(scope.ProjectID); err != nil {
		return nil, 0, err
	}
	resp, err := p.api.SearchApps(transport.Repeatable(ctx), scope.ProjectID, (*SearchAppsParams)(p.inOrganization(scope)),
		SearchAppsRequest{Query: &ListQuery{Offset: strconv.Itoa(offset), Limit: pageSize}})
	answer, err := answered[FoundApps](resp, err, false)
	switch {
	case err != nil:
		return nil, 0, p.explained(err)
	case answer.Details == nil: // there even when nothing is found
		return nil, 0, idp.WithAdvice(transport.Unusable(resp, false, "it is not that of a search"), adviceEndpoint)
	case answer.Result != nil:
		found = *answer.Result
	}
	total, _ = strconv.Atoi(text(answer.Details.TotalResult))
	return found, total, nil
}

// listed has what a single read would show, and says of other types, such as SAML applications, what they are.
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
