package keycard

import (
	"context"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// LastChange returns only the time: Keycard does not report who made the change. Credential changes do not count.
func (p *Platform) LastChange(ctx context.Context, known idp.Application) (idp.Edit, error) {
	if err := checkAddress(known); err != nil {
		return idp.Edit{}, err
	}
	answer, err := read[Application](p.api.GetApplication(ctx, known.Scope.ZoneID, known.ID))
	return idp.Edit{At: transport.Printable(answer.UpdatedAt)}, err
}
