package zitadel

import (
	"context"
	"errors"
	"strings"

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
	if e, ok := errors.AsType[*idp.Error](err); ok && e.Kind == idp.ErrAmbiguous {
		err = idp.WithHint(err, strings.TrimSpace(
			"The current secret may already be invalid, and any new one is lost. Apply again to generate another. "+e.Hint))
	}
	return app, err
}
