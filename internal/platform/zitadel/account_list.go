package zitadel

import (
	"context"
	"strconv"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// accountsAt returns a page of an organization's service accounts, including the provider's own.
func (p *Platform) accountsAt(ctx context.Context, scope idp.Scope, offset int) (page idp.Page, n int, err error) {
	found, total, err := p.searchUsers(ctx, scope, SearchUsersRequest{
		Query:   &ListQuery{Offset: strconv.Itoa(offset), Limit: pageSize},
		Queries: []UserQuery{{TypeQuery: &UserTypeQuery{Type: UserTypeMachine}}},
	})
	if err != nil {
		return idp.Page{}, 0, err
	}
	page.Total = total
	for _, user := range found {
		if usable(user.Id) != nil {
			continue
		}
		known := idp.Application{
			Registration: idp.Registration{Scope: scope, Type: idp.TypeServiceAccount, Name: user.UserName, Identifier: user.UserName}, ID: user.Id,
		}
		if read, err := shownAccount(known, user); err == nil {
			known = read
		} else {
			known.Unmanaged = "a service account with access tokens of a type that this provider does not know"
		}
		page.Applications = append(page.Applications, known)
	}
	return page, len(found), nil
}
