package zitadel

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Rotate replaces the secret. The old one becomes invalid at once. The request may be sent twice: the second one replaces a
// secret that nobody has seen. ErrAmbiguous means that an attempt may have replaced the secret.
func (p *Platform) Rotate(ctx context.Context, known idp.Application) (idp.Application, error) {
	if err := addressable(known); err != nil {
		return known, err
	}
	app, err := p.newSecret(transport.Repeatable(ctx), known)
	if errors.Is(err, idp.ErrAmbiguous) {
		err = idp.WithOutcome(err, "The current secret may already be invalid, and any new one is lost. Apply again to generate another.")
	}
	return app, err
}
