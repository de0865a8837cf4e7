package recovery

import (
	"context"
	"time"
)

const (
	firstPause = 500 * time.Millisecond
	lastPause  = 30 * time.Second
	unlimited  = 5 * time.Minute // for an operation without a deadline
)

// Backoff pauses between attempts, twice as long each time, as long as the operation has time left.
type Backoff struct {
	pause Pause
	next  time.Duration
	left  time.Duration // total time for pauses
}

// Backoff returns a Backoff that lasts until the deadline of ctx.
func (r *Recovery) Backoff(ctx context.Context) *Backoff {
	left := unlimited
	if deadline, limited := ctx.Deadline(); limited {
		left = time.Until(deadline)
	}
	return &Backoff{pause: r.pause, next: firstPause, left: left}
}

// Once returns a Backoff that allows one more attempt.
func (r *Recovery) Once() *Backoff {
	return &Backoff{pause: r.pause, next: firstPause, left: firstPause}
}

// Wait pauses before the next attempt. It returns false if there is no time for one.
func (b *Backoff) Wait(ctx context.Context) bool {
	if ctx.Err() != nil || b.next > b.left || b.pause(ctx, b.next) != nil {
		return false
	}
	b.left -= b.next
	b.next = min(2*b.next, lastPause)
	return true
}
