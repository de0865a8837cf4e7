package zitadel

import (
	"context"
	"errors"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Rotate replaces the secret; the old one ends at once. The request may be sent twice: the second time it makes another
// secret, where nobody has seen the first.
func (p *Platform) Rotate(ctx context.Context, known idp.Application) (idp.Application, error) {
	if err := usable(known.Scope.ProjectID, known.ID); err != nil {
		return known, err
	}
	ctx, unseen := transport.Unseen(transport.Repeatable(ctx))
	app, err := p.newSecret(ctx, known)
	if e, ok := errors.AsType[*idp.Error](err); ok && (unseen() || e.Status/100 == 2) {
		err = unseenSecret(*e)
	}
	return app, err
}

// unseenSecret is for an attempt that may have made a secret, whatever a later one was told.
func unseenSecret(e idp.Error) *idp.Error {
	if e.Kind == idp.ErrRateLimited { // which says that nothing was changed
		e.Kind = idp.ErrAmbiguous
	}
	e.Advice = strings.TrimSpace("The present secret may have ended already, and nobody has seen another one. Apply again to make one. " + e.Advice)
	return &e
}
