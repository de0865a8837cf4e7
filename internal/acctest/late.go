package acctest

import (
	"context"
	"sync"
	"time"
)

// late limits the time of requests. That of a request whose answer is delayed for longer is over at once: such an answer
// comes too late without anybody waiting for it, and no other does, however slow the machine is.
type late struct {
	mu    sync.Mutex
	under map[*time.Duration]context.CancelCauseFunc // requests under way, by their time limits
}

// limit takes the place of context.WithTimeout.
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

// over is told of an answer that is delayed. Which request it belongs to is not known, so a test has one at a time.
func (l *late) over(delay time.Duration) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for limit, cancel := range l.under {
		if delay > *limit {
			cancel(context.DeadlineExceeded)
		}
	}
}
