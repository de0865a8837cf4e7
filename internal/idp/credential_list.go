package idp

import (
	"context"
	"iter"
)

// ListCredentials goes through credentials, each once: of one application, or of all in a scope where the applicationID is
// empty. It is lazy, and lags behind writes, as List does.
func ListCredentials(ctx context.Context, from Credentials, scope Scope, applicationID string) iter.Seq2[Credential, error] {
	return func(yield func(Credential, error) bool) {
		seen, cursor := map[string]bool{}, ""
		for range maxPages {
			page, err := from.CredentialPage(ctx, scope, applicationID, cursor)
			if err != nil {
				yield(Credential{}, err)
				return
			}
			for _, c := range page.Credentials {
				if !seen[c.ID] && !yield(c, nil) {
					return
				}
				seen[c.ID] = true
			}
			if page.Next == "" || page.Next == cursor {
				return
			}
			cursor = page.Next
		}
		yield(Credential{}, &Error{Kind: ErrUnexpected, Message: "the list of credentials does not end"})
	}
}
