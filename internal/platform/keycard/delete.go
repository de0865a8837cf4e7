package keycard

import (
	"context"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Delete deletes the credentials first, and then the application. Keycard does not document that deleting an application
// deletes its credentials. Once the application is gone, it leaves the state, so nothing would delete them later.
func (p *Platform) Delete(ctx context.Context, known idp.Application) error {
	if err := checkAddress(known); err != nil {
		return err
	}
	for _, id := range []string{known.PreviousCredentialID, known.CredentialID} {
		if id == "" {
			continue
		}
		if err := p.revoke(ctx, known, id); err != nil {
			return err
		}
	}
	err := p.remove(ctx, known.Scope.ZoneID, known.CreatedAt,
		func() error { return confirmed(p.api.DeleteApplication(ctx, known.Scope.ZoneID, known.ID)) },
		func() error { _, _, err := p.read(ctx, known); return err })
	if err != nil && known.CredentialID != "" {
		return idp.WithOutcome(err, "The application's credential is removed and does not work any more.")
	}
	return err
}
