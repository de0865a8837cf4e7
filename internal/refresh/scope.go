package refresh

import (
	"context"
	"sync"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// scope coordinates the reads and writes of one scope. A project has several at ZITADEL, one that names its organization
// and one that leaves it to the caller's own: what is written in one of them is written in all, while lists may differ.
type scope struct {
	platform    idp.Platform
	credentials idp.Credentials // nil where applications have none beside their first

	mu     sync.Mutex
	writes int              // under way
	lists  map[listID]*list // the present ones. Whoever holds another one must not use it any more
}

// listID is what a list is of: the applications of a scope with their own credentials, or all of the scope's credentials.
type listID struct {
	idp.Scope
	credentials bool
}

func (s *scope) page(ctx context.Context, of listID, cursor string) (idp.Page, error) {
	if of.credentials {
		return s.credentials.CredentialPage(ctx, of.Scope, "", cursor)
	}
	return s.platform.Page(ctx, of.Scope, cursor)
}

// place is what the scopes of one project, zone or tenant have in common.
func place(id idp.Scope) idp.Scope {
	id.OrganizationID = ""
	return id
}

// write ends the use of what is known. The function that it returns ends it once more, after the write: what was listed
// in between may lack it.
func (s *scope) write() (end func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writes++
	clear(s.lists)
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.writes--
		clear(s.lists)
	}
}

// current is the list to be used now.
func (s *scope) current(of listID) *list {
	l := s.lists[of]
	if l == nil || time.Since(l.began) > maxAge {
		l = newList(of)
		s.lists[of] = l
	}
	return l
}

// confirms returns what is known, completed by what a list adds to it, if the list has it as known.
func (s *scope) confirms(ctx context.Context, known idp.Application) (listed idp.Application, ok bool) {
	ok = s.read(ctx, listID{Scope: known.Scope}, s.price(known), func(l *list) verdict {
		identified := l.identified(known)
		switch {
		case l.confirms(identified):
			listed = completed(identified, *l.applications[known.ID])
			return confirmed
		case l.contradicts(identified):
			return contradicted
		}
		return unlisted
	})
	return listed, ok
}

// price is the number of requests that a Get of the application takes, without those for its dependencies: no list saves them.
func (s *scope) price(known idp.Application) int {
	if platform, ok := s.platform.(idp.Priced); ok {
		return platform.GetRequests(known)
	}
	return 1
}

// verdict is what a list says of what is known.
type verdict int

const (
	unlisted verdict = iota // so far
	confirmed
	contradicted
)

// read reports whether a list confirms what a read of this price wants to know. It fetches pages, or waits for those that
// others fetch, as far as they are worth it, and leaves time for the Get that may have to follow.
func (s *scope) read(ctx context.Context, of listID, price int, look func(*list) verdict) bool {
	ctx, cancel := context.WithTimeout(ctx, share(ctx))
	defer cancel()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.writes > 0 {
		return false
	}
	l := s.current(of)
	l.reads++
	l.worth += price
	for {
		if s.lists[of] != l { // a write came between
			return false
		}
		said, asked := look(l), l.pages[l.next] // by somebody already
		switch {
		case said == confirmed:
			return true
		case said == contradicted, l.over, ctx.Err() != nil:
			return false
		case asked == nil && !l.affords(price):
			return false
		case asked == nil:
			l.paid++
			asked = s.fetch(ctx, l, l.next)
		}
		s.await(ctx, l, asked)
	}
}

// share is how long a read may wait for lists, on the whole.
func share(ctx context.Context) time.Duration {
	if deadline, ok := ctx.Deadline(); ok {
		return min(waitLimit, time.Until(deadline)/2)
	}
	return waitLimit
}

// await waits for a page. One that does not come for long ends the list for all reads.
func (s *scope) await(ctx context.Context, l *list, asked *page) {
	s.mu.Unlock()
	defer s.mu.Lock()
	select {
	case <-asked.done:
	case <-ctx.Done():
	case <-time.After(time.Until(asked.since.Add(waitLimit))):
		s.giveUp(l)
	}
}

func (s *scope) giveUp(l *list) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l.over = true
}
