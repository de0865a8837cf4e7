package refresh

import (
	"cmp"
	"context"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// credentials answers reads of credentials from lists, and tells the platform's scopes of writes.
type credentials struct {
	idp.Credentials

	platform *Platform
}

// Credentials returns the credentials of the platform, with reads that lists answer; nil for a platform whose applications have
// none beside their first.
func (p *Platform) Credentials() idp.Credentials {
	if inner, ok := p.Platform.(idp.Credentials); ok {
		return credentials{inner, p}
	}
	return nil
}

// GetCredential answers from a list what a list can confirm, and otherwise asks the platform.
func (c credentials) GetCredential(ctx context.Context, known idp.Credential) (idp.Credential, error) {
	if known.Kind != "" {
		if listed, ok := c.platform.scope(known.Scope).confirmsCredential(ctx, known); ok {
			return listed, nil
		}
	}
	return c.Credentials.GetCredential(ctx, known)
}

// CredentialPage answers from what was listed, where all credentials of the scope are asked for.
func (c credentials) CredentialPage(ctx context.Context, scope idp.Scope, applicationID, cursor string) (idp.Page, error) {
	if applicationID != "" {
		return c.Credentials.CredentialPage(ctx, scope, applicationID, cursor)
	}
	return c.platform.page(ctx, listID{scope, true}, cursor)
}

// Issue implements idp.Credentials.
func (c credentials) Issue(ctx context.Context, wanted idp.Credential) (idp.Issued, error) {
	defer c.platform.scope(wanted.Scope).write()()
	return c.Credentials.Issue(ctx, wanted)
}

// UpdateCredential implements idp.Credentials.
func (c credentials) UpdateCredential(ctx context.Context, before, after idp.Credential) (idp.Credential, error) {
	defer c.platform.scope(after.Scope).write()()
	return c.Credentials.UpdateCredential(ctx, before, after)
}

// Revoke implements idp.Credentials.
func (c credentials) Revoke(ctx context.Context, known idp.Credential) error {
	defer c.platform.scope(known.Scope).write()()
	return c.Credentials.Revoke(ctx, known)
}

// confirmsCredential is confirms for a credential.
func (s *scope) confirmsCredential(ctx context.Context, known idp.Credential) (listed idp.Credential, ok bool) {
	ok = s.read(ctx, listID{known.Scope, true}, 1, func(l *list) verdict {
		found, there := l.credentials[known.ID]
		if !there {
			return unlisted
		}
		if listed = shown(found, known); listed != completedCredential(known, found) {
			return contradicted
		}
		return confirmed
	})
	return listed, ok
}

// shown is a listed credential as Get would show it: with what the platform never shows carried over.
func shown(listed, known idp.Credential) idp.Credential {
	listed.Scope = known.Scope
	listed.PublicKey = cmp.Or(listed.PublicKey, known.PublicKey)
	return listed
}

// completedCredential is what is known with what state does not keep.
func completedCredential(known, listed idp.Credential) idp.Credential {
	known.CreatedAt = cmp.Or(known.CreatedAt, listed.CreatedAt)
	known.AuthMethod = cmp.Or(known.AuthMethod, listed.AuthMethod)
	return known
}
