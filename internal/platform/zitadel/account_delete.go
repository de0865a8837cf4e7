package zitadel

import (
	"context"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// removeAccount sends one DELETE. The error for a missing user is the same as for one of another organization.
func (p *Platform) removeAccount(ctx context.Context, known idp.Application) error {
	resp, err := p.api.RemoveUser(ctx, known.ID, (*RemoveUserParams)(p.inOrganization(known.Scope)))
	removed, err := answered[ChangedApp](resp, err, false)
	if err == nil && removed.Details == nil {
		err = transport.Unusable(resp, false, "it does not say when the service account was removed")
	}
	return p.aboutAccount(err)
}
