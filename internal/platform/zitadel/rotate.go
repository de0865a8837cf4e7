package zitadel

import (
	"context"
	"errors"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Rotate replaces the secret; the old one ends at once. The request may be sent twice: the second time it makes another
// secret, where nobody has seen the first. ErrAmbiguous means that an attempt may have made one.
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
