package acctest

import (
	"context"
	"sync"
	"time"
)

// late implements request timeouts. If a response is delayed for longer than its request's timeout, the request times out
// immediately. So tests do not wait, and no other request times out, however slow the machine is.
type late struct {
	mu    sync.Mutex
	under map[*time.Duration]context.CancelCauseFunc // requests in progress, by their timeouts
}

// limit replaces context.WithTimeout.
func (l *late) limit(parent context.Context, limit time.Duration) (context.Context, context.CancelFunc) {
	ctx, stop := context.WithTimeout(parent, limit)
	ctx, cancel := context.WithCancelCause(ctx)
	l.mu.Lock()
	defer l.mu.Unlock()
	l.under[&limit] = cancel
	return ctx, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		delete(l.under, &limit)
		cancel(nil)
		stop()
	}
}

// over is called when a response is delayed. It does not know the request, so a test has one delayed request at a time.
func (l *late) over(delay time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for limit, cancel := range l.under {
		if delay > *limit {
			cancel(context.DeadlineExceeded)
		}
	}
}
