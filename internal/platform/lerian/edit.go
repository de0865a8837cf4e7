package lerian

import (
	"context"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// LastChange returns nothing: Access Manager does not change applications, and does not record who changes its database.
func (p *Platform) LastChange(context.Context, idp.Application) (idp.Edit, error) {
	return idp.Edit{}, nil
}
