package zitadel

import (
	"context"
	"errors"
	"fmt"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// project reads the project of a scope.
func (p *Platform) project(ctx context.Context, scope idp.Scope) (Project, error) {
	resp, err := p.api.GetProject(ctx, scope.ProjectID, (*GetProjectParams)(p.inOrganization(scope)))
	answer, err := answered[OneProject](resp, err, false)
	switch {
	case err != nil:
		return Project{}, p.explained(err)
	case answer.Project.Id != scope.ProjectID:
		return Project{}, &idp.Error{Kind: idp.ErrUnexpected, Message: "the response is not about this project", Hint: hintEndpoint}
	}
	return answer.Project, p.owned(scope, answer.Project)
}

// owned returns an error unless a project belongs to the organization that the configuration names. Newer servers check this
// themselves.
func (p *Platform) owned(scope idp.Scope, project Project) error {
	wanted := p.inOrganization(scope).OrganizationID
	if wanted == nil || project.Details == nil || text(project.Details.ResourceOwner) == "" || *project.Details.ResourceOwner == *wanted {
		return nil
	}
	return &idp.Error{
		Kind: idp.ErrInvalid, Attribute: idp.AttributeOrganizationID, Hint: hintOtherOrg,
		Message: fmt.Sprintf("project %s belongs to organization %s", scope.ProjectID, *project.Details.ResourceOwner),
	}
}

// seen reads the project of a scope once per Platform, because the credentials do not change.
func (p *Platform) seen(ctx context.Context, scope idp.Scope) (Project, error) {
	key := text(p.inOrganization(scope).OrganizationID) + "/" + scope.ProjectID
	return p.projects.Get(key, func() (Project, error) { return p.project(ctx, scope) })
}

// missing returns an error if the project of a scope is not visible. It ignores all other errors of reading it.
func (p *Platform) missing(ctx context.Context, scope idp.Scope) error {
	if scope.ProjectID == "" {
		return nil
	}
	var err error
	shown := p.recovery.Few(ctx, func() bool { // reads of a new project can lag behind
		_, err = p.seen(ctx, scope)
		e, ok := errors.AsType[*idp.Error](err)
		return !ok || e.Attribute != idp.AttributeProjectID && e.Attribute != idp.AttributeOrganizationID
	})
	if shown {
		return nil
	}
	return err
}

// expected returns an error unless the installation that returned "not found" has the application's project. With the
// endpoint or the credentials of another installation, all applications would seem to be gone.
func (p *Platform) expected(ctx context.Context, known idp.Application) error {
	if isAccount(known.Registration) {
		return p.accountExpected(ctx, known)
	}
	_, err := p.seen(ctx, known.Scope)
	e, ok := errors.AsType[*idp.Error](err)
	if !ok || e.Attribute == idp.AttributeOrganizationID || e.Kind == idp.ErrUnavailable || e.Kind == idp.ErrRateLimited || e.Kind == idp.ErrUnauthenticated {
		return err
	}
	other := *e
	other.Kind, other.Attribute = idp.ErrOtherInstallation, idp.AttributeProjectID
	other.Message = fmt.Sprintf("cannot find application %s: its project %s is not visible at %s with these credentials: %s",
		known.ID, known.Scope.ProjectID, p.login.base, e.Message)
	other.Hint = "Check " + settingEndpoint + ", the credentials and zitadel.organization_id: they may belong to another " +
		"installation or organization. If the project was deleted, remove the application from state: terraform state rm ADDRESS."
	return &other
}
