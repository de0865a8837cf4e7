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

// applications lists those with the identifier, or more; all of a zone where it is empty.
func (p *Platform) applications(ctx context.Context, zoneID, identifier string) iter.Seq2[[]Application, error] {
	return pages(func(at place) ([]Application, place, error) {
		params := ListApplicationsParams{Identifier: optional(identifier), Limit: pageSize, After: optional(at.after), Cursor: optional(at.cursor)}
		page, err := read[ApplicationList](p.api.ListApplications(ctx, zoneID, &params))
		return page.Items, nextPlace(page.Pagination, page.PageInfo), err
	})
}

// credentials lists those of a zone.
func (p *Platform) credentials(ctx context.Context, zoneID string) iter.Seq2[[]Credential, error] {
	return pages(func(at place) ([]Credential, place, error) {
		params := ListApplicationCredentialsParams{Limit: pageSize, After: optional(at.after), Cursor: optional(at.cursor)}
		page, err := read[CredentialList](p.api.ListApplicationCredentials(ctx, zoneID, &params))
		return page.Items, nextPlace(page.Pagination, page.PageInfo), err
	})
}

// credentialsOf lists those of one application. The platform's time goes to date, unless that is nil.
func (p *Platform) credentialsOf(ctx context.Context, zoneID, applicationID string, date *time.Time) iter.Seq2[[]Credential, error] {
	return pages(func(at place) ([]Credential, place, error) {
		params := ListCredentialsOfApplicationParams{After: optional(at.after), Cursor: optional(at.cursor)}
		resp, err := p.api.ListCredentialsOfApplication(ctx, zoneID, applicationID, &params)
		page, err := read[CredentialList](resp, err)
		if date != nil {
			*date = transport.Date(resp)
		}
		return page.Items, nextPlace(page.Pagination, page.PageInfo), err
	})
}

// place is where a list goes on, in the newer or in the older way. Its zero value is a list's beginning, or its end.
type place struct{ after, cursor string }

func nextPlace(pagination nullable.Nullable[Pagination], info nullable.Nullable[PageInfo]) place {
	if pagination.IsSpecified() && !pagination.IsNull() {
		return place{after: value(value(pagination).AfterCursor)}
	}
	if older := value(info); older.HasNextPage {
		return place{cursor: value(older.EndCursor)}
	}
	return place{}
}

// optional keeps what is empty out of a request.
func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// pages goes through a list, page after page, until there is no next one or an error ends it.
func pages[T any](fetch func(at place) (items []T, next place, err error)) iter.Seq2[[]T, error] {
	return func(yield func([]T, error) bool) {
		var at place
		for range maxPages {
			items, next, err := fetch(at)
			if err == nil && items == nil {
				err = unreadable(errors.New("it lacks the items of the list"), false) // and not: there are none
			}
			if !yield(items, err) || err != nil || next == (place{}) || next == at {
				return
			}
			at = next
		}
		yield(nil, &idp.Error{Kind: idp.ErrUnexpected, Message: "the list does not end", Advice: endpointAdvice})
	}
}

// each goes through the items of pages.
func each[T any](pages iter.Seq2[[]T, error]) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		for items, err := range pages {
			if err != nil {
				yield(none, err)
				return
			}
			for _, item := range items {
				if !yield(item, nil) {
					return
				}
			}
		}
	}
}
