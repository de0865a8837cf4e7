package zitadel

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
)

// renumbered returns the application if the response contains another ID than the requested one. Servers from v4.5 to v4.10
// choose the ID of an OpenID Connect application. But if the requested ID exists, this request created it, and the response
// belongs to another request.
func (p *Platform) renumbered(ctx context.Context, asked idp.Application, made CreatedApplication) (idp.Application, error) {
	ctx, cancel := recovery.Extended(ctx)
	defer cancel()
	var found idp.Application
	err := p.persist(ctx, func() (err error) {
		found, err = p.recorded(ctx, asked)
		return err
	})
	if !errors.Is(err, idp.ErrNotFound) {
		return found, outcome(err, true)
	}
	p.choosesIDs.Store(true)
	return created(asked, made), nil
}
