package zitadel

import (
	"context"
	"fmt"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// readAccount reads the account once. ErrNotFound means that the organization of the request has no such user; see
// accountExpected.
func (p *Platform) readAccount(ctx context.Context, known idp.Application) (idp.Application, error) {
	resp, err := p.api.GetUser(ctx, known.ID, (*GetUserParams)(p.inOrganization(known.Scope)))
	answer, err := answered[OneUser](resp, err, false)
	if err != nil {
		return idp.Application{}, absent(p.aboutAccount(err), codeNoUser)
	}
	return shownAccount(known, answer.User)
}

// accountHistoryLimit leaves room for logins and tokens, which are also in the history.
const accountHistoryLimit = 50

func (p *Platform) accountHistory(ctx context.Context, known idp.Application) (history, error) {
	resp, err := p.api.SearchUserChanges(transport.Repeatable(ctx), known.ID, (*SearchUserChangesParams)(p.inOrganization(known.Scope)),
		SearchUserChangesRequest{Query: ChangeQuery{Limit: accountHistoryLimit}})
	found, err := answered[AppChanges](resp, err, false)
	if err != nil {
		return nil, p.aboutAccount(err)
	}
	if found.Result == nil {
		return nil, nil
	}
	return *found.Result, nil
}

// accountExpected returns an error unless the right organization returned "not found". ZITADEL returns the same error for
// accounts of other organizations, and a wrong installation returns it for all of them. The organization is the right one if
// it has the account's history, if the account was last seen in it, or if the configuration names it.
func (p *Platform) accountExpected(ctx context.Context, known idp.Application) error {
	past, err := p.accountHistory(ctx, known)
	if err != nil || len(past) > 0 {
		return err
	}
	here, err := p.organizationOf(ctx, known.Scope)
	if err != nil {
		return err
	}
	named := text(p.inOrganization(known.Scope).OrganizationID)
	if here.Id == known.OrganizationID || known.OrganizationID == "" && here.Id == named {
		return nil
	}
	return otherOrganization(known, here.Id, p.login.base)
}

func otherOrganization(known idp.Application, here, address string) error {
	e := &idp.Error{
		Kind: idp.ErrOtherInstallation, Attribute: idp.AttributeOrganizationID,
		Message: fmt.Sprintf("organization %s at %s has no service account %s, and no history of one", here, address, known.ID),
		Hint: "Check " + settingEndpoint + ", the credentials and zitadel.organization_id: they may belong to another " +
			"installation or organization. If the organization was deleted, remove the service account from state: terraform state rm ADDRESS.",
	}
	if known.OrganizationID != "" {
		e.Message += "; it was last seen in organization " + known.OrganizationID
	}
	return e
}

// organizationOf reads the organization of a request.
func (p *Platform) organizationOf(ctx context.Context, scope idp.Scope) (Organization, error) {
	resp, err := p.api.GetMyOrganization(ctx, (*GetMyOrganizationParams)(p.inOrganization(scope)))
	answer, err := answered[OneOrganization](resp, err, false)
	switch {
	case err != nil:
		return Organization{}, p.explained(err)
	case answer.Org.Id == "":
		return Organization{}, &idp.Error{Kind: idp.ErrUnexpected, Message: "the response is not about an organization", Hint: hintEndpoint}
	}
	return answer.Org, nil
}
