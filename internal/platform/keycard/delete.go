package keycard

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Delete removes the application, and then its credential: that the one goes with the other is documented nowhere.
func (p *Platform) Delete(ctx context.Context, known idp.Application) error {
	if err := checkAddress(known); err != nil {
		return err
	}
	err := removed(p.api.DeleteApplication(ctx, known.Scope.ZoneID, known.ID))
	if err != nil && !errors.Is(err, idp.ErrNotFound) {
		return err
	}
	if known.CredentialID == "" {
		return nil
	}
	return p.revoke(ctx, known.Scope.ZoneID, known.CredentialID)
}
