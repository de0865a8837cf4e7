package idp

import (
	"context"
	"iter"
	"time"
)

// maxPages bounds a list that would never end.
const maxPages = 2000

// List yields each application of a scope once, in no particular order and without its secret. It fetches pages as needed.
// It includes applications that the provider cannot manage, with a reason; see Application.Unmanaged. An error ends the
// list. A list can lag behind writes: only Get can tell that an application does not exist.
//
// Where credentials are separate objects, List completes an application from its credentials, so it yields it only after the
// last page; see Application.WithCredentials.
func List(ctx context.Context, platform Platform, scope Scope) iter.Seq2[Application, error] {
	return func(yield func(Application, error) bool) {
		l := listing{seen: map[string]bool{}, credentials: map[string][]Credential{}}
		cursor := ""
		for range maxPages {
			page, err := platform.Page(ctx, scope, cursor)
			if err != nil {
				yield(Application{}, err)
				return
			}
			for _, app := range l.add(page) {
				if !yield(app, nil) {
					return
				}
			}
			next := l.after(page)
			if next == "" || next == cursor {
				l.finish(yield)
				return
			}
			cursor = next
		}
		yield(Application{}, &Error{Kind: ErrUnexpected, Message: "the list of applications does not end"})
	}
}

// listing is the state of a list between its pages.
type listing struct {
	seen        map[string]bool         // by ID, because pages can overlap
	waiting     []Application           // for their credentials
	credentials map[string][]Credential // by the application's ID
	total       int                     // the highest number that the platform reported
}

// add adds a page and returns those of its applications that are complete.
func (l *listing) add(page Page) (complete []Application) {
	for _, app := range page.Applications {
		if l.seen[app.ID] {
			continue
		}
		l.seen[app.ID] = true
		app.ClientSecret = ""
		if app.AuthMethod == "" && app.Unmanaged == "" {
			l.waiting = append(l.waiting, app)
		} else {
			complete = append(complete, app)
		}
	}
	for _, c := range page.Credentials {
		l.credentials[c.ApplicationID] = append(l.credentials[c.ApplicationID], c)
	}
	return complete
}

// after returns the cursor of the next page. At the end, it starts the list once more if applications are missing. Some may
// still be missing after that, because a platform can count applications that it never lists.
func (l *listing) after(page Page) string {
	l.total = max(l.total, page.Total)
	if page.Next == "" && len(l.seen) < l.total {
		return page.Again
	}
	return page.Next
}

func (l *listing) finish(yield func(Application, error) bool) {
	for _, app := range l.waiting {
		if !yield(app.WithCredentials(l.credentials[app.ID]), nil) {
			return
		}
	}
}

// Older reports whether the first RFC 3339 timestamp is before the second. One that cannot be parsed is older than all
// others.
func Older(stamp, other string) bool {
	a, _ := time.Parse(time.RFC3339, stamp)
	b, _ := time.Parse(time.RFC3339, other)
	return a.Before(b)
}
