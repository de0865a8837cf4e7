package idp

import (
	"context"
	"iter"
	"time"
)

// maxPages is where a list that does not end is ended.
const maxPages = 2000

// List goes through the applications of a scope, in no order, each once and without its secret, asking for page after page
// as they are needed. Those that the provider cannot manage are among them, with a reason; see Application.Unmanaged. An
// error ends the list, and a list may lag behind writes: only Get can say that an application does not exist.
//
// Where a platform keeps credentials beside its applications, an application comes with its own, and so not before the last page;
// see Application.WithCredentials.
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

// listing is what has to be remembered of a list's pages.
type listing struct {
	seen        map[string]bool         // by ID: pages may overlap
	waiting     []Application           // for their credentials
	credentials map[string][]Credential // by the application's ID
	total       int                     // the most that the platform spoke of
}

// add takes in a page and returns those of its applications that are complete.
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

// after is the cursor at which the list goes on after a page: from its end, once more from the beginning if applications
// are missing. They may still be missing then, for a platform can count some that it never lists.
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

// Older compares two stamps (RFC 3339). One that cannot be read is the oldest of all.
func Older(stamp, other string) bool {
	a, _ := time.Parse(time.RFC3339, stamp)
	b, _ := time.Parse(time.RFC3339, other)
	return a.Before(b)
}
