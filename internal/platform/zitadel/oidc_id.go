package zitadel

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
)

// renumbered is what an answer has made that names another ID than the one that was asked for. Servers from v4.5 to v4.10
// choose that of an OpenID Connect application. If there is one under the ID that was asked for, this request made it, and the
// answer was that to another request.
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
