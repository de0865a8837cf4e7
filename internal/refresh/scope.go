package refresh

import (
	"context"
	"sync"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// scope coordinates the reads and writes of one scope.
type scope struct {
	id       idp.Scope
	platform idp.Platform

	mu     sync.Mutex
	writes int   // under way
	list   *list // the present one. Whoever holds another one must not use it any more
}

// write ends the use of what is known. The function that it returns ends it once more, after the write: what was listed
// in between may lack it.
func (s *scope) write() (end func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.writes++
	s.list = nil
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		s.writes--
		s.list = nil
	}
}

// current is the list to be used now.
func (s *scope) current() *list {
	if s.list == nil || time.Since(s.list.began) > maxAge {
		s.list = newList()
	}
	return s.list
}

// confirms reports whether a list says that the application is as known. It fetches pages, or waits for those that
// others fetch, as far as they are worth it.
func (s *scope) confirms(ctx context.Context, known idp.Application) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.writes > 0 {
		return false
	}
	l, price := s.current(), price(known)
	l.reads++
	l.worth += price
	for {
		asked := l.pages[l.next] // by somebody already
		switch {
		case s.list != l: // a write came between
			return false
		case l.confirms(known):
			return true
		case l.contradicts(known), l.over, ctx.Err() != nil:
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

// await waits for a page, though not for ever.
func (s *scope) await(ctx context.Context, l *list, asked *page) {
	s.mu.Unlock()
	defer s.mu.Lock()
	select {
	case <-asked.done:
	case <-ctx.Done():
	case <-time.After(patience):
		s.giveUp(l)
	}
}

func (s *scope) giveUp(l *list) {
	s.mu.Lock()
	defer s.mu.Unlock()
	l.over = true
}
