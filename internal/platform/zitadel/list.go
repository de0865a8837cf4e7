package zitadel

import (
	"context"
	"iter"
	"math"
	"strconv"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

const (
	pageSize = 1000 // the most that the newest servers allow
	maxPages = 1000 // of a list that does not end
)

// List goes through a project's API applications. ZITADEL finds nothing, and no error, in a project that does not exist
// or belongs to another organization.
func (p *Platform) List(ctx context.Context, scope idp.Scope) iter.Seq2[idp.Application, error] {
	return idp.Listed(p.Pages(ctx, scope))
}

// Pages is List, search by search. They are parts of a list without order, and may overlap.
func (p *Platform) Pages(ctx context.Context, scope idp.Scope) iter.Seq2[idp.Page, error] {
	return func(yield func(idp.Page, error) bool) {
		offset := 0
		for range maxPages {
			found, total, err := p.search(ctx, scope, offset)
			if !yield(manageable(scope, found), err) || err != nil {
				return
			}
			offset += len(found)
			if len(found) == 0 || offset >= total {
				return
			}
		}
		yield(idp.Page{}, &idp.Error{Kind: idp.ErrUnexpected, Message: "the list of the project's applications does not end"})
	}
}

// search returns a part of a project's applications of all types, and how many there are on the whole.
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
	if total, err = strconv.Atoi(text(answer.Details.TotalResult)); err != nil {
		total = math.MaxInt // until a part is empty
	}
	return found, total, nil
}

// manageable leaves out what the provider does not know how to manage, such as OpenID Connect clients.
func manageable(scope idp.Scope, found []App) (page idp.Page) {
	for _, app := range found {
		known := idp.Application{Registration: idp.Registration{Scope: scope}, ID: app.Id}
		if known, err := shown(known, app); err == nil && usable(app.Id) == nil {
			page.Applications = append(page.Applications, known)
		}
	}
	return page
}
