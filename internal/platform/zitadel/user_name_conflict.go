package zitadel

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// explainUserNameConflict adds the conflicting user to the error for a user name. If it cannot be found, the error stays as
// it is. Users of other organizations are never found.
func (p *Platform) explainUserNameConflict(ctx context.Context, err error, scope idp.Scope, name, except string) error {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok {
		return err
	}
	existing, failed := p.findUserByName(ctx, scope, name, except)
	if failed != nil || existing.Id == "" {
		return err
	}
	conflict := *e
	conflict.ExistingID = existing.Id
	if existing.Machine == nil {
		conflict.Conflict, conflict.Hint = "It is the user account of a person, which this provider cannot manage.", hintOtherUserName
	}
	return &conflict
}

// findUserByName returns the user of the organization with a user name, ignoring case and Unicode normalization form.
func (p *Platform) findUserByName(ctx context.Context, scope idp.Scope, name, except string) (User, error) {
	for _, form := range forms(name) {
		found, _, err := p.searchUsers(ctx, scope, SearchUsersRequest{Queries: []UserQuery{{
			UserNameQuery: &UserNameQuery{UserName: form, Method: TextEqualsIgnoreCase},
		}}})
		if err != nil {
			return User{}, err
		}
		for _, user := range found {
			if user.Id != except && idp.SameTextFold(user.UserName, name) && usable(user.Id) == nil {
				return user, nil
			}
		}
	}
	return User{}, nil
}

// searchUsers returns a page of users, and the total number on all pages, or 0 if ZITADEL does not report it.
func (p *Platform) searchUsers(ctx context.Context, scope idp.Scope, asked SearchUsersRequest) (found []User, total int, err error) {
	resp, err := p.api.SearchUsers(transport.Repeatable(ctx), (*SearchUsersParams)(p.inOrganization(scope)), asked)
	answer, err := answered[FoundUsers](resp, err, false)
	if err != nil {
		return nil, 0, p.aboutAccount(err)
	}
	if total, err = totalOf(resp, answer.Details); err != nil {
		return nil, 0, err
	}
	if answer.Result != nil {
		found = *answer.Result
	}
	return found, total, nil
}
