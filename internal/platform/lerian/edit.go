package lerian

import (
	"context"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// LastChange knows nothing: Access Manager changes no application, and keeps no history of who did in its database.
func (p *Platform) LastChange(context.Context, idp.Application) (idp.Edit, error) {
	return idp.Edit{}, nil
}
