package keycard

import (
	"context"
	"errors"
	"iter"
	"time"

	"github.com/oapi-codegen/nullable"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

const (
	pageSize = 100  // the most that the newest documentation allows
	maxPages = 1000 // of a list whose cursors go around in circles
)

// applications lists those with the identifier, or more.
func (p *Platform) applications(ctx context.Context, zoneID, identifier string) iter.Seq2[Application, error] {
	return pages(func(after *string) ([]Application, string, error) {
		params := ListApplicationsParams{Identifier: identifier, Limit: pageSize, After: after}
		page, err := read[ApplicationList](p.api.ListApplications(ctx, zoneID, &params))
		return page.Items, nextPage(page.Pagination), err
	})
}

// credentials lists those of one application. The platform's time goes to date, unless that is nil.
func (p *Platform) credentials(ctx context.Context, zoneID, applicationID string, date *time.Time) iter.Seq2[Credential, error] {
	return pages(func(after *string) ([]Credential, string, error) {
		params := ListCredentialsOfApplicationParams{After: after}
		resp, err := p.api.ListCredentialsOfApplication(ctx, zoneID, applicationID, &params)
		page, err := read[CredentialList](resp, err)
		if date != nil {
			*date = transport.Date(resp)
		}
		if err == nil && page.Items == nil {
			err = unreadable(errors.New("it lacks the items of the list"), false) // and not: there are none
		}
		return page.Items, nextPage(page.Pagination), err
	})
}

func nextPage(pagination nullable.Nullable[Pagination]) string {
	return value(value(pagination).AfterCursor)
}

// pages goes through a list, page after page, until there is no next one or an error ends it.
func pages[T any](fetch func(after *string) (items []T, next string, err error)) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		var after *string
		for range maxPages {
			items, next, err := fetch(after)
			if err != nil {
				yield(none, err)
				return
			}
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
			if next == "" || after != nil && next == *after {
				return
			}
			after = &next
		}
		yield(none, &idp.Error{Kind: idp.ErrUnexpected, Message: "the list does not end"})
	}
}
