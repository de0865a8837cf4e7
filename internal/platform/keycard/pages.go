package keycard

import (
	"context"
	"errors"
	"iter"

	"github.com/oapi-codegen/nullable"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const (
	pageSize = 100  // the most that the newest documentation allows
	maxPages = 1000 // of a list whose cursors go around in circles
)

// applications lists those with the identifier, or more.
func (p *Platform) applications(ctx context.Context, zoneID, identifier string) iter.Seq2[[]Application, error] {
	return pages(func(at place) ([]Application, place, error) { return p.applicationPage(ctx, zoneID, identifier, at) })
}

func (p *Platform) applicationPage(ctx context.Context, zoneID, identifier string, at place) ([]Application, place, error) {
	params := ListApplicationsParams{Identifier: optional(identifier), Limit: pageSize, After: optional(at.After), Cursor: optional(at.Cursor)}
	page, err := read[ApplicationList](p.api.ListApplications(ctx, zoneID, &params))
	return part(page.Items, page.Pagination, page.PageInfo, err)
}

// credentialPage lists those of a zone.
func (p *Platform) credentialPage(ctx context.Context, zoneID string, at place) ([]Credential, place, error) {
	params := ListApplicationCredentialsParams{Limit: pageSize, After: optional(at.After), Cursor: optional(at.Cursor)}
	page, err := read[CredentialList](p.api.ListApplicationCredentials(ctx, zoneID, &params))
	return part(page.Items, page.Pagination, page.PageInfo, err)
}

// credentialsOf lists those of one application.
func (p *Platform) credentialsOf(ctx context.Context, zoneID, applicationID string) iter.Seq2[[]Credential, error] {
	return pages(func(at place) ([]Credential, place, error) {
		return p.credentialsOfPage(ctx, zoneID, applicationID, at)
	})
}

func (p *Platform) credentialsOfPage(ctx context.Context, zoneID, applicationID string, at place) ([]Credential, place, error) {
	params := ListCredentialsOfApplicationParams{After: optional(at.After), Cursor: optional(at.Cursor)}
	page, err := read[CredentialList](p.api.ListCredentialsOfApplication(ctx, zoneID, applicationID, &params))
	return part(page.Items, page.Pagination, page.PageInfo, err)
}

// place is where a list goes on, in the newer or in the older way. Its zero value is a list's beginning, or its end.
type place struct {
	After  string `json:"after,omitempty"`
	Cursor string `json:"cursor,omitempty"`
}

// part is what one answer has of a list, and where the list goes on.
func part[T any](items []T, pagination nullable.Nullable[Pagination], info nullable.Nullable[PageInfo], err error) ([]T, place, error) {
	switch {
	case err != nil:
		return nil, place{}, err
	case items == nil: // and not: there are none
		return nil, place{}, unreadable(errors.New("it lacks the items of the list"), false)
	case pagination.IsSpecified() && !pagination.IsNull():
		return items, place{After: value(value(pagination).AfterCursor)}, nil
	case value(info).HasNextPage:
		return items, place{Cursor: value(value(info).EndCursor)}, nil
	}
	return items, place{}, nil
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
			if !yield(items, err) || err != nil || next == (place{}) || next == at {
				return
			}
			at = next
		}
		yield(nil, &idp.Error{Kind: idp.ErrUnexpected, Message: "the list does not end", Hint: endpointHint})
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
