package refresh

import (
	"cmp"
	"context"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// credentials answers reads of credentials from lists, and invalidates the lists of a scope on writes.
type credentials struct {
	idp.Credentials

	platform *Platform
}

// Credentials returns the platform's credentials, with reads answered from lists. It returns nil if the platform does not
// implement idp.Credentials.
func (p *Platform) Credentials() idp.Credentials {
	if inner, ok := p.Platform.(idp.Credentials); ok {
		return credentials{inner, p}
	}
	return nil
}

// GetCredential returns a credential from a list if the list confirms it, and otherwise from the platform.
func (c credentials) GetCredential(ctx context.Context, known idp.Credential) (idp.Credential, error) {
	if known.Kind != "" {
		if listed, ok := c.platform.scope(known.Scope).confirmsCredential(ctx, known); ok {
			return listed, nil
		}
	}
	return c.Credentials.GetCredential(ctx, known)
}

// CredentialPage returns a shared page if the request is for all credentials of the scope.
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

// confirmsCredential does for a credential what confirms does for an application.
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

// shown returns a listed credential as Get would return it, with what the platform never returns carried over.
func shown(listed, known idp.Credential) idp.Credential {
	listed.Scope = known.Scope
	listed.PublicKey = cmp.Or(listed.PublicKey, known.PublicKey)
	return listed
}

// completedCredential returns known with the fields that state does not store.
func completedCredential(known, listed idp.Credential) idp.Credential {
	known.CreatedAt = cmp.Or(known.CreatedAt, listed.CreatedAt)
	known.AuthMethod = cmp.Or(known.AuthMethod, listed.AuthMethod)
	return known
}
