package lerian

import (
	"context"
	"errors"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Delete removes the application for good. Only a 204 says that it is done, and only a 404 with IDE-1001 that it was
// done before.
func (p *Platform) Delete(ctx context.Context, known idp.Application) error {
	if err := checkID(known.ID); err != nil {
		return err
	}
	if known.ID == builtInID {
		return builtIn("must never be removed")
	}
	resp, err := p.identity.DeleteApplication(ctx, known.ID)
	_, err = transport.Success(resp, err, false, p.notRead)
	switch {
	case errors.Is(err, idp.ErrNotFound):
		return nil
	case err != nil:
		return err
	case resp.StatusCode != http.StatusNoContent:
		return p.refused(resp, nil)
	}
	return nil
}
