package keycard

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// absent confirms that an application or a credential of the zone does not exist; see recovery.Absent. A zone that is gone
// or belongs to another organization can return the same "not found" for everything in it, while the credentials still work.
// So "not found" counts only if the login can see the zone.
func (p *Platform) absent(ctx context.Context, zoneID, createdAt string, denied error, read func() error) error {
	err := p.recovery.Absent(ctx, createdAt, denied, read)
	if !errors.Is(err, idp.ErrNotFound) {
		return err
	}
	if unconfirmed := p.seeZone(ctx, zoneID); unconfirmed != nil {
		return unconfirmed
	}
	return err
}

// seeZone returns an error unless the login can see the zone of an application.
func (p *Platform) seeZone(ctx context.Context, id string) error {
	_, err := p.readZone(ctx, id)
	if errors.Is(err, idp.ErrInvalid) {
		return idp.WithHint(err, goneZoneHint)
	}
	return err
}

// remove deletes an application or a credential of the zone that may already be gone; see recovery.Remove.
func (p *Platform) remove(ctx context.Context, zoneID, createdAt string, remove, read func() error) error {
	var denied error
	err := p.recovery.Remove(ctx, createdAt, func() error { denied = remove(); return denied }, read)
	switch {
	case unconfirmed(denied):
		return p.confirm(ctx, zoneID, createdAt, err, read)
	case err != nil || denied == nil:
		return err
	}
	return p.seeZone(ctx, zoneID)
}

// confirm checks the outcome of a deletion that got an unexpected 2xx response.
func (p *Platform) confirm(ctx context.Context, zoneID, createdAt string, unconfirmed error, read func() error) error {
	switch err := p.absent(ctx, zoneID, createdAt, read(), read); {
	case errors.Is(err, idp.ErrNotFound):
		return nil
	case err != nil:
		return err
	}
	return unconfirmed
}
