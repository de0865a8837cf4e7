package keycard

import (
	"context"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Page is one of the zone's applications or, in turn, of its credentials.
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
		page := passwords(found)
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

func passwords(found []Credential) (page idp.Page) {
	for _, answer := range found {
		if usable(answer) {
			page.Credentials = append(page.Credentials, idp.Credential{
				ID: answer.ID, ApplicationID: answer.ApplicationID, ClientID: answer.Identifier,
				AuthMethod: idp.ClientSecretBasic, CreatedAt: answer.CreatedAt,
			})
		}
	}
	return page
}
