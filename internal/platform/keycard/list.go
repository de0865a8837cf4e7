package keycard

import (
	"context"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Page returns, in turn, a page of the zone's applications or of its credentials.
func (p *Platform) Page(ctx context.Context, scope idp.Scope, cursor string) (idp.Page, error) {
	if err := checkZone(scope.ZoneID); err != nil {
		return idp.Page{}, err
	}
	at, err := parseProgress(cursor)
	if err != nil {
		return idp.Page{}, err
	}
	if at.credentials() {
		found, next, err := p.credentialPage(ctx, scope.ZoneID, at.Credentials.At)
		page := idp.Page{Credentials: credentials(found, idp.Credential{Scope: scope})}
		page.Next = at.afterCredentials(next)
		return page, err
	}
	found, next, err := p.applicationPage(ctx, scope.ZoneID, "", at.Applications.At)
	page := listed(scope, found)
	page.Next = at.afterApplications(next)
	return page, err
}

func listed(scope idp.Scope, found []Application) (page idp.Page) {
	for _, answer := range found {
		if !isSegment(answer.ID) {
			continue
		}
		page.Applications = append(page.Applications, application(answer, idp.Application{Registration: idp.Registration{Scope: scope}}))
	}
	return page
}

// credentials returns the listed credentials that have a usable ID. known has the fields that all of them share.
func credentials(found []Credential, known idp.Credential) (all []idp.Credential) {
	for _, answer := range found {
		if isSegment(answer.ID) {
			all = append(all, describe(answer, known))
		}
	}
	return all
}
