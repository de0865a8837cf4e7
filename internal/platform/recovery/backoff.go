package recovery

import (
	"context"
	"time"
)

const (
	firstPause = 500 * time.Millisecond
	lastPause  = 30 * time.Second
	unlimited  = 5 * time.Minute // of an operation without a deadline
)

// Backoff gives the pauses between tries, each twice as long as the one before, for as long as the operation's time allows.
type Backoff struct {
	pause Pause
	next  time.Duration
	left  time.Duration // for pauses
}

// Backoff begins one.
func (r *Recovery) Backoff(ctx context.Context) *Backoff {
	left := unlimited
	if deadline, limited := ctx.Deadline(); limited {
		left = time.Until(deadline)
	}
	return &Backoff{pause: r.pause, next: firstPause, left: left}
}

// Once allows one more try.
func (r *Recovery) Once() *Backoff {
	return &Backoff{pause: r.pause, next: firstPause, left: firstPause}
}

// Wait pauses before the next try. It reports false where there is no time for one.
func (b *Backoff) Wait(ctx context.Context) bool {
	if ctx.Err() != nil || b.next > b.left || b.pause(ctx, b.next) != nil {
		return false
	}
	b.left -= b.next
	b.next = min(2*b.next, lastPause)
	return true
}
