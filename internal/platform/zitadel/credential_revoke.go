package zitadel

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Revoke deletes a key, even if it is hidden. A "not found" counts only if the application can be read, or is known to be
// gone, because ZITADEL returns the same error for keys of other organizations.
func (p *Platform) Revoke(ctx context.Context, known idp.Credential) error {
	if err := addressableKey(known); err != nil {
		return err
	}
	removed := false
	err := p.recovery.Remove(ctx, known.CreatedAt, func() error {
		err := p.removeKey(ctx, known)
		removed = err == nil
		return err
	}, func() error {
		app, err := p.Get(ctx, ownerOf(known))
		if err == nil {
			_, err = p.readKey(ctx, known, app)
		}
		return err
	})
	if removed {
		return p.keyNotShown(ctx, known)
	}
	return err
}

// keyNotShown confirms a deletion: if ZITADEL's reads lose it, the key is still accepted.
func (p *Platform) keyNotShown(ctx context.Context, known idp.Credential) error {
	var err error
	p.recovery.Few(ctx, func() bool {
		_, err = p.readKey(ctx, known, idp.Application{})
		return err != nil
	})
	switch {
	case errors.Is(err, idp.ErrNotFound):
		return nil
	case err != nil:
		return idp.WithOutcome(err, "ZITADEL deleted the key, but the read that should confirm it failed. Run the same command again to confirm the removal.")
	}
	return &idp.Error{
		Kind: idp.ErrStillShown, Message: "key " + known.ID + " was deleted, but reads still return it",
		Hint: "ZITADEL may still accept the key. Ask the instance's operators to rebuild the projection of keys.",
	}
}
