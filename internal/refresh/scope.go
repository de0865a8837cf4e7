package refresh

import (
	"context"
	"sync"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// scope coordinates the reads and writes of one project, zone or tenant. A ZITADEL project has two scopes: one that names
// its organization, and one that leaves it to the caller's own. A write to one is a write to both, but their lists can
// differ.
type scope struct {
	platform    idp.Platform
	credentials idp.Credentials // nil if applications have a single credential

	mu     sync.Mutex
	writes int              // in progress
	lists  map[listID]*list // the current lists. Callers must not use any other list that they still hold
}

// listID identifies a list: of the applications of a scope with their own credentials, or of all credentials of the scope.
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

// place returns the part of a scope that identifies the project, zone or tenant.
func place(id idp.Scope) idp.Scope {
	id.OrganizationID = ""
	return id
}

// write invalidates all lists. The function that it returns invalidates them again after the write, because lists that
// started in between may lack its result.
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

// current returns the list to use now.
func (s *scope) current(of listID) *list {
	l := s.lists[of]
	if l == nil || time.Since(l.began) > maxAge {
		l = newList(of)
		s.lists[of] = l
	}
	return l
}

// confirms returns known, completed from the list, and whether the list confirms it.
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

// price returns the number of requests that a Get of the application takes. Dependencies do not count, because no list can
// answer them.
func (s *scope) price(known idp.Application) int {
	if platform, ok := s.platform.(idp.Priced); ok {
		return platform.GetRequests(known)
	}
	return 1
}

// verdict is the result of comparing known with a list.
type verdict int

const (
	unlisted verdict = iota // not listed so far
	confirmed
	contradicted
)

// read reports whether a list confirms a read that would cost price requests as a Get. It fetches pages, or waits for those
// that others fetch, as far as the number of reads justifies it. It leaves time for a Get afterwards.
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
		if s.lists[of] != l { // invalidated by a write
			return false
		}
		said, asked := look(l), l.pages[l.next] // asked: the next page is already being fetched
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

// share returns how long a read can wait for lists in total.
func share(ctx context.Context) time.Duration {
	if deadline, ok := ctx.Deadline(); ok {
		return min(waitLimit, time.Until(deadline)/2)
	}
	return waitLimit
}

// await waits for a page. If the page takes too long, the list fetches no more pages for any read.
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
