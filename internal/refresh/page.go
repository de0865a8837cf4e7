package refresh

import (
	"context"
	"maps"
	"slices"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// page is a page that was requested. The response is available once done is closed.
type page struct {
	idp.Page

	err    error
	since  time.Time
	done   chan struct{}
	there  bool // done, without an error
	passed bool // advance has passed it
}

// Page returns a page from the scope's list. If it is missing, Page fetches it for all callers.
func (p *Platform) Page(ctx context.Context, scope idp.Scope, cursor string) (idp.Page, error) {
	return p.page(ctx, listID{Scope: scope}, cursor)
}

// Listed returns the applications on the pages of a scope that were fetched so far, for any caller. It sends no request.
func (p *Platform) Listed(scope idp.Scope) []*idp.Application {
	s := p.scope(scope)
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Collect(maps.Values(s.current(listID{Scope: scope}).applications))
}

func (p *Platform) page(ctx context.Context, of listID, cursor string) (idp.Page, error) {
	s := p.scope(of.Scope)
	asked := s.ask(ctx, of, cursor)
	if asked == nil { // during a write, it is uncertain whether the page includes it, so it is not shared
		return s.page(ctx, of, cursor)
	}
	select {
	case <-asked.done:
		return asked.Page, asked.err
	case <-ctx.Done():
		return idp.Page{}, &idp.Error{
			Kind: idp.ErrUnavailable, Message: "the list request timed out or was cancelled", Cause: ctx.Err(), Hint: "If it timed out, raise operation_timeout.",
		}
	}
}

func (s *scope) ask(ctx context.Context, of listID, cursor string) *page {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.writes > 0 {
		return nil
	}
	l := s.current(of)
	if asked, ok := l.pages[cursor]; ok {
		return asked
	}
	return s.fetch(ctx, l, cursor)
}

// fetch fetches a page. All waiting callers share it, so it is not canceled with the first of them.
func (s *scope) fetch(ctx context.Context, l *list, cursor string) *page {
	asked := &page{since: time.Now(), done: make(chan struct{})}
	l.pages[cursor] = asked
	go func() {
		asked.Page, asked.err = s.page(context.WithoutCancel(ctx), l.of, cursor)
		s.mu.Lock()
		defer s.mu.Unlock()
		l.add(cursor, asked)
		close(asked.done)
	}()
	return asked
}
