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
	platform idp.Platform

	mu     sync.Mutex
	writes int                 // under way
	lists  map[idp.Scope]*list // the present ones. Whoever holds another one must not use it any more
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
func (s *scope) current(id idp.Scope) *list {
	l := s.lists[id]
	if l == nil || time.Since(l.began) > maxAge {
		l = newList(id)
		s.lists[id] = l
	}
	return l
}

// confirms returns what is known, completed by what a list adds to it, if the list has it as known. It fetches pages, or waits for those that others
// fetch, as far as they are worth it, and leaves time for the Get that may have to follow.
func (s *scope) confirms(ctx context.Context, known idp.Application) (listed idp.Application, ok bool) {
	ctx, cancel := context.WithTimeout(ctx, share(ctx))
	defer cancel()
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.writes > 0 {
		return idp.Application{}, false
	}
	l, price := s.current(known.Scope), price(known)
	l.reads++
	l.worth += price
	for {
		asked := l.pages[l.next] // by somebody already
		switch {
		case s.lists[known.Scope] != l: // a write came between
			return idp.Application{}, false
		case l.confirms(l.identified(known)):
			return completed(l.identified(known), *l.applications[known.ID]), true
		case l.contradicts(l.identified(known)), l.over, ctx.Err() != nil:
			return idp.Application{}, false
		case asked == nil && !l.affords(price):
			return idp.Application{}, false
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
		return min(patience, time.Until(deadline)/2)
	}
	return patience
}

// await waits for a page. One that does not come for long ends the list for all reads.
func (s *scope) await(ctx context.Context, l *list, asked *page) {
	s.mu.Unlock()
	defer s.mu.Lock()
	select {
	case <-asked.done:
	case <-ctx.Done():
	case <-time.After(time.Until(asked.since.Add(patience))):
		s.giveUp(l)
	}
}

func (s *scope) giveUp(l *list) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l.over = true
}
