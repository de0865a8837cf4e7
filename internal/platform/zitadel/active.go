package zitadel

import (
	"context"
	"errors"
	"fmt"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// active makes sure that the application's project and organization let applications authenticate. What a role for the
// project alone does not show, the organization, is taken for active.
func (p *Platform) active(ctx context.Context, known idp.Application) error {
	project, err := p.project(ctx, known.Scope)
	switch {
	case err != nil:
		return err
	case project.State == nil || *project.State != ProjectStateActive:
		return inactive("project " + known.Scope.ProjectID)
	}
	owner := idp.Scope{OrganizationID: known.OrganizationID}
	resp, err := p.api.GetMyOrganization(ctx, (*GetMyOrganizationParams)(p.inOrganization(owner)))
	organization, err := answered[OneOrganization](resp, err, false)
	switch {
	case errors.Is(err, idp.ErrForbidden):
		return nil
	case err != nil:
		return p.explained(err)
	case organization.Org.State == nil || *organization.Org.State != OrganizationStateActive:
		return inactive("organization " + known.OrganizationID)
	}
	return nil
}

func inactive(place string) error {
	return &idp.Error{Kind: idp.ErrInactive, Message: fmt.Sprintf("%s is not active", place)}
}
