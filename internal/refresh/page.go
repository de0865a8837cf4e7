package refresh

import (
	"context"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// page is one that was asked for. What the platform said is there when done is closed.
type page struct {
	idp.Page

	err    error
	since  time.Time
	done   chan struct{}
	there  bool // done, and without an error
	passed bool // by reads, on their way through the list
}

// Page answers from what was listed, or lists it for all who ask for it.
func (p *Platform) Page(ctx context.Context, scope idp.Scope, cursor string) (idp.Page, error) {
	return p.page(ctx, listID{Scope: scope}, cursor)
}

func (p *Platform) page(ctx context.Context, of listID, cursor string) (idp.Page, error) {
	s := p.scope(of.Scope)
	asked := s.ask(ctx, of, cursor)
	if asked == nil { // what is written at this moment may be in the page, or not
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

// fetch gets a page. It is for all who wait for it, so it is not cancelled with the one who was first.
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
