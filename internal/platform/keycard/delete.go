package keycard

import (
	"context"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Delete removes the application, and then its credential: that the one goes with the other is documented nowhere.
func (p *Platform) Delete(ctx context.Context, known idp.Application) error {
	if err := checkAddress(known); err != nil {
		return err
	}
	err := p.recovery.Remove(ctx, known.CreatedAt,
		func() error { return removed(p.api.DeleteApplication(ctx, known.Scope.ZoneID, known.ID)) },
		func() error { _, _, err := p.read(ctx, known); return err })
	if err != nil || known.CredentialID == "" {
		return err
	}
	return p.revoke(ctx, known.Scope.ZoneID, known.CredentialID)
}
