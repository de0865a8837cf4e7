package zitadel

import (
	"context"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// LastChange looks into the application's history.
func (p *Platform) LastChange(ctx context.Context, known idp.Application) (idp.Edit, error) {
	if err := usable(known.Scope.ProjectID, known.ID); err != nil {
		return idp.Edit{}, err
	}
	past, err := p.history(ctx, known)
	if err != nil || len(past) == 0 {
		return idp.Edit{}, err
	}
	last := past[0]
	return idp.Edit{By: transport.Printable(text(last.EditorDisplayName)), At: transport.Printable(last.ChangeDate)}, nil
}
