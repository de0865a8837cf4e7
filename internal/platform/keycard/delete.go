package keycard

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Delete removes the application, and then its credentials: that the one goes with the other is documented nowhere. Where
// it does, they are not found, which is as good as removed: they are nobody's any more.
func (p *Platform) Delete(ctx context.Context, known idp.Application) error {
	if err := checkAddress(known); err != nil {
		return err
	}
	err := p.recovery.Remove(ctx, known.CreatedAt,
		func() error { return removed(p.api.DeleteApplication(ctx, known.Scope.ZoneID, known.ID)) },
		func() error { _, _, err := p.read(ctx, known); return err })
	if err != nil {
		return err
	}
	for _, id := range []string{known.PreviousCredentialID, known.CredentialID} {
		if id == "" {
			continue
		}
		if err := p.removeCredential(ctx, known.Scope.ZoneID, id); err != nil && !errors.Is(err, idp.ErrNotFound) {
			return err
		}
	}
	return nil
}
