package handover

import (
	"context"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// credentials waits until other credentials of the run release what a credential needs.
type credentials struct {
	idp.Credentials

	run *Platform
}

// Credentials returns inner with the same waits as for the platform's applications. A credential releases its client ID or
// its subject.
func (p *Platform) Credentials(inner idp.Credentials) idp.Credentials { return credentials{inner, p} }

// Issue implements idp.Credentials.
func (c credentials) Issue(ctx context.Context, wanted idp.Credential) (idp.Issued, error) {
	return retry(ctx, c.run, credential(""), func() (idp.Issued, bool, error) {
		issued, err := c.Credentials.Issue(ctx, wanted)
		c.run.keep(credential(issued.ID), err)
		return issued, false, err
	})
}

// UpdateCredential implements idp.Credentials.
func (c credentials) UpdateCredential(ctx context.Context, before, after idp.Credential) (idp.Credential, error) {
	return retry(ctx, c.run, credential(before.ID), func() (idp.Credential, bool, error) {
		shown, err := c.Credentials.UpdateCredential(ctx, before, after)
		return shown, shown.ClientID != before.ClientID || shown.Subject != before.Subject, err
	})
}

// Revoke implements idp.Credentials.
func (c credentials) Revoke(ctx context.Context, known idp.Credential) error {
	return c.run.remove(credential(known.ID), func() error { return c.Credentials.Revoke(ctx, known) })
}
