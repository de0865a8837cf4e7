package zitadel

import (
	"context"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Get reads an application. ErrNotFound means that its project does not have it; a wrong host, organization or role is
// another error although ZITADEL answers 404 to them as well. An application of another type is ErrInvalid.
func (p *Platform) Get(ctx context.Context, known idp.Application) (idp.Application, error) {
	if err := usable(known.Scope.ProjectID, known.ID); err != nil {
		return idp.Application{}, err
	}
	resp, err := p.api.GetApp(ctx, known.Scope.ProjectID, known.ID, p.inOrganization(known.Scope))
	answer, err := answered[OneApp](resp, err, false)
	if err != nil {
		return idp.Application{}, p.explained(err)
	}
	return shown(known, answer.App)
}
