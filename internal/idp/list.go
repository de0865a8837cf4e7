package idp

import (
	"context"
	"iter"
)

// maxPages is where a list that does not end is ended.
const maxPages = 1000

// Listed makes a List of pages whose applications are complete.
func Listed(ctx context.Context, scope Scope, page func(context.Context, Scope, string) (Page, error)) iter.Seq2[Application, error] {
	return func(yield func(Application, error) bool) {
		seen := map[string]bool{} // pages may overlap
		cursor := ""
		for range maxPages {
			part, err := page(ctx, scope, cursor)
			if err != nil {
				yield(Application{}, err)
				return
			}
			for _, app := range part.Applications {
				if seen[app.ID] {
					continue
				}
				seen[app.ID] = true
				app.ClientSecret = ""
				if !yield(app, nil) {
					return
				}
			}
			if part.Next == "" || part.Next == cursor {
				return
			}
			cursor = part.Next
		}
		yield(Application{}, &Error{Kind: ErrUnexpected, Message: "the list of applications does not end"})
	}
}
