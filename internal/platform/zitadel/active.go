package zitadel

import (
	"context"
	"errors"
	"fmt"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// active returns an error unless the application's project and organization are active. A role on the project alone cannot
// read the organization, which then counts as active.
func (p *Platform) active(ctx context.Context, known idp.Application) error {
	if !isAccount(known.Registration) {
		project, err := p.project(ctx, known.Scope)
		switch {
		case err != nil:
			return err
		case project.State == nil || *project.State != ProjectStateActive:
			return inactive("project " + known.Scope.ProjectID)
		}
	}
	organization, err := p.organizationOf(ctx, idp.Scope{OrganizationID: known.OrganizationID})
	switch {
	case errors.Is(err, idp.ErrForbidden):
		return nil
	case err != nil:
		return err
	case organization.State == nil || *organization.State != OrganizationStateActive:
		return inactive("organization " + known.OrganizationID)
	}
	return nil
}

func inactive(place string) error {
	return &idp.Error{Kind: idp.ErrInactive, Message: fmt.Sprintf("%s is not active", place)}
}
