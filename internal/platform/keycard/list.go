package keycard

import (
	"context"
	"iter"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// List goes through a zone's applications, apart from Keycard's own. Which credential is an application's newest is known
// when all have been listed, so that the first application comes after the last page.
func (p *Platform) List(ctx context.Context, scope idp.Scope) iter.Seq2[idp.Application, error] {
	return func(yield func(idp.Application, error) bool) {
		listed, err := p.all(ctx, scope)
		if err != nil {
			yield(idp.Application{}, err)
			return
		}
		for _, app := range listed {
			if !yield(app, nil) {
				return
			}
		}
	}
}

func (p *Platform) all(ctx context.Context, scope idp.Scope) (listed []idp.Application, err error) {
	if err := checkZone(scope.ZoneID); err != nil {
		return nil, err
	}
	seen := map[string]bool{} // an application may move to the next page while the list is read
	for found, err := range p.applications(ctx, scope.ZoneID, "") {
		if err != nil {
			return nil, err
		}
		for _, app := range manageable(scope, found).Applications {
			if !seen[app.ID] {
				seen[app.ID] = true
				listed = append(listed, app)
			}
		}
	}
	newest := map[string]Credential{} // by the application's ID
	for c, err := range each(p.credentials(ctx, scope.ZoneID)) {
		if err != nil {
			return nil, err
		}
		if usable(c) && !olderThan(c, newest[c.ApplicationID]) {
			newest[c.ApplicationID] = c
		}
	}
	for i, app := range listed {
		listed[i] = authenticating(app, newest[app.ID])
	}
	return listed, nil
}

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
	page := manageable(scope, found)
	page.Next = at.afterApplications(next)
	return page, err
}

// manageable leaves out what belongs to Keycard itself.
func manageable(scope idp.Scope, found []Application) (page idp.Page) {
	for _, answer := range found {
		if answer.OwnerType != ApplicationOwnerTypePlatform && isSegment(answer.ID) {
			page.Applications = append(page.Applications, application(answer, idp.Application{Registration: idp.Registration{Scope: scope}}))
		}
	}
	return page
}

func passwords(found []Credential) (page idp.Page) {
	for _, answer := range found {
		if usable(answer) {
			page.Credentials = append(page.Credentials, idp.Credential{
				ID: answer.ID, ApplicationID: answer.ApplicationID, ClientID: answer.Identifier,
			})
		}
	}
	return page
}
