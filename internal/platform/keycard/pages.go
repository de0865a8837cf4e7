package keycard

import (
	"context"
	"errors"
	"iter"

	"github.com/oapi-codegen/nullable"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const (
	pageSize = 100  // the documented maximum
	maxPages = 1000 // bounds a list whose cursors form a cycle
)

// applications lists at least the applications with the identifier.
func (p *Platform) applications(ctx context.Context, zoneID, identifier string) iter.Seq2[[]Application, error] {
	return pages(func(at place) ([]Application, place, error) { return p.applicationPage(ctx, zoneID, identifier, at) })
}

func (p *Platform) applicationPage(ctx context.Context, zoneID, identifier string, at place) ([]Application, place, error) {
	params := ListApplicationsParams{Identifier: optional(identifier), Limit: pageSize, After: optional(at.After), Cursor: optional(at.Cursor)}
	page, err := read[ApplicationList](p.api.ListApplications(ctx, zoneID, &params))
	return part(page.Items, page.Pagination, page.PageInfo, err)
}

// credentialPage returns a page of the credentials of a zone.
func (p *Platform) credentialPage(ctx context.Context, zoneID string, at place) ([]Credential, place, error) {
	params := ListApplicationCredentialsParams{Limit: pageSize, After: optional(at.After), Cursor: optional(at.Cursor)}
	page, err := read[CredentialList](p.api.ListApplicationCredentials(ctx, zoneID, &params))
	return part(page.Items, page.Pagination, page.PageInfo, err)
}

// credentialsOf lists the credentials of one application.
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

// place is a position in a list, as a newer or an older service describes it. Its zero value is the beginning or the end of
// the list.
type place struct {
	After  string `json:"after,omitempty"`
	Cursor string `json:"cursor,omitempty"`
}

// part returns the items of a page and the position of the next one.
func part[T any](items []T, pagination nullable.Nullable[Pagination], info nullable.Nullable[PageInfo], err error) ([]T, place, error) {
	switch {
	case err != nil:
		return nil, place{}, err
	case items == nil: // the field is missing; an empty list is not nil
		return nil, place{}, unreadable(errors.New("it lacks the items of the list"), false)
	case pagination.IsSpecified() && !pagination.IsNull():
		return items, place{After: value(value(pagination).AfterCursor)}, nil
	case value(info).HasNextPage:
		return items, place{Cursor: value(value(info).EndCursor)}, nil
	}
	return items, place{}, nil
}

// optional returns nil for an empty text, which omits the parameter.
func optional(text string) *string {
	if text == "" {
		return nil
	}
	return &text
}

// pages yields the pages of a list until the last one or an error.
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

// each yields the items of all pages.
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
