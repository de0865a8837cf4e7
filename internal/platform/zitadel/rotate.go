package zitadel

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Rotate replaces the secret; the old one ends at once. The request may be sent twice: the second time it makes another
// secret, where nobody has seen the first.
func (p *Platform) Rotate(ctx context.Context, known idp.Application) (idp.Application, error) {
	if err := usable(known.Scope.ProjectID, known.ID); err != nil {
		return known, err
	}
	app, err := p.newSecret(transport.Repeatable(ctx), known)
	if errors.Is(err, idp.ErrUnavailable) || errors.Is(err, idp.ErrUnexpected) {
		err = idp.WithAdvice(err, "The present secret may have ended already, and nobody has seen another one. Apply again to make one.")
	}
	return app, err
}
