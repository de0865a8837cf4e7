package lerian

import (
	"context"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Delete deletes the application permanently. Only a 204 confirms the deletion, and only a 404 with IDE-1001 means that the
// application was already gone.
func (p *Platform) Delete(ctx context.Context, known idp.Application) error {
	if err := checkID(known.ID); err != nil {
		return err
	}
	if known.ID == builtInID {
		return builtIn("must never be removed")
	}
	return p.recovery.Remove(ctx, known.CreatedAt,
		func() error { return p.remove(ctx, known.ID) },
		func() error { _, err := p.read(ctx, known); return p.here.proven(known, err) })
}

// remove sends one DELETE.
func (p *Platform) remove(ctx context.Context, id string) error {
	resp, err := p.identity.DeleteApplication(ctx, id)
	_, err = transport.Success(resp, err, false, p.notRead)
	if err == nil && resp.StatusCode != http.StatusNoContent {
		return p.refused(resp, nil)
	}
	return err
}
