package idp

import (
	"context"
	"iter"
)

// ListCredentials yields each credential once: those of one application, or all of a scope if applicationID is empty. Like
// List, it fetches pages as needed and can lag behind writes.
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
