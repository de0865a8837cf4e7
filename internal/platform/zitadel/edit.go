package zitadel

import (
	"context"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// LastChange returns the last change in the application's history that is not a login.
func (p *Platform) LastChange(ctx context.Context, known idp.Application) (idp.Edit, error) {
	if err := addressable(known); err != nil {
		return idp.Edit{}, err
	}
	past, err := p.history(ctx, known)
	for _, change := range past {
		if !change.use() {
			return idp.Edit{By: transport.Printable(text(change.EditorDisplayName)), At: transport.Printable(change.ChangeDate)}, nil
		}
	}
	return idp.Edit{}, err
}
