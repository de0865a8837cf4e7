// Package recovery finds out the outcome of a request whose response was lost, and whether an application that is not found
// is really gone.
//
// Two rules apply throughout. The platform's timestamps are compared with the Date header of its responses, never with the
// clock of this machine. And an object that this process has created or seen already belongs to a resource.
package recovery

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Pause waits for a duration, or until the operation ends.
type Pause func(context.Context, time.Duration) error

// Recovery remembers which objects of a platform this process knows. It is safe for concurrent use.
type Recovery struct {
	pause Pause
	now   func() time.Time

	mu      sync.Mutex
	claimed map[string]bool
	owned   map[string]bool // created or adopted by this process
	missed  map[string]time.Time
}

// New returns a Recovery that waits with pause.
func New(pause Pause) *Recovery { return NewAt(pause, time.Now) }

// NewAt returns a Recovery with the clock now.
func NewAt(pause Pause, now func() time.Time) *Recovery {
	return &Recovery{pause: pause, now: now, claimed: map[string]bool{}, owned: map[string]bool{}, missed: map[string]time.Time{}}
}

// Claim records that this process knows the object with this ID, and reports whether it is new.
func (r *Recovery) Claim(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	first := !r.claimed[id]
	r.claimed[id] = true
	return first
}

// Claimed reports whether this process knows the object.
func (r *Recovery) Claimed(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.claimed[id]
}

// Release makes the object unknown to this process again.
func (r *Recovery) Release(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.claimed, id)
	delete(r.owned, id)
}

// Missed records that a part of the object with this ID is not shown, and returns for how long this process has missed it.
func (r *Recovery) Missed(id string) time.Duration {
	r.mu.Lock()
	defer r.mu.Unlock()
	since, known := r.missed[id]
	if !known {
		since = r.now()
		r.missed[id] = since
	}
	return r.now().Sub(since)
}

// Found ends what Missed began.
func (r *Recovery) Found(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.missed, id)
}

// grace is the minimum time for finding out the outcome of a request. The lost response may have used up the operation's
// time.
const grace = 30 * time.Second

// Extended returns ctx, or a new context with 30 seconds if less time is left.
func Extended(ctx context.Context) (context.Context, context.CancelFunc) {
	deadline, limited := ctx.Deadline()
	if ctx.Err() == nil && (!limited || time.Until(deadline) > grace) {
		return ctx, func() {}
	}
	return context.WithTimeout(context.WithoutCancel(ctx), grace)
}

// listLag are the pauses between reads of a list that can lag behind writes.
var listLag = []time.Duration{250 * time.Millisecond, 500 * time.Millisecond, time.Second}

// Look calls look again a few times while it returns idp.ErrNotFound, and for as long as the operation has time left while
// the platform is unavailable.
func (r *Recovery) Look(ctx context.Context, look func() error) error {
	return r.repeat(ctx, listLag, look(), look)
}

// Persist calls do again for as long as the operation has time left while the platform is unavailable.
func (r *Recovery) Persist(ctx context.Context, do func() error) error {
	backoff := r.Backoff(ctx)
	err := do()
	for cannotAnswer(err) && backoff.Wait(ctx) {
		err = do()
	}
	return err
}

// Wait waits for something that takes a moment to appear.
func (r *Recovery) Wait(ctx context.Context, d time.Duration) error {
	if err := r.pause(ctx, d); err != nil {
		return &idp.Error{
			Kind: idp.ErrUnavailable, Message: "the operation timed out or was cancelled", Cause: err, Hint: "If it timed out, raise operation_timeout.",
		}
	}
	return nil
}

// repeat calls look again after each of the pauses while the last result is "not found", and with growing pauses while the
// platform is unavailable.
func (r *Recovery) repeat(ctx context.Context, pauses []time.Duration, before error, look func() error) error {
	backoff := r.Backoff(ctx)
	for {
		switch {
		case cannotAnswer(before):
			if !backoff.Wait(ctx) {
				return before
			}
		case errors.Is(before, idp.ErrNotFound) && len(pauses) > 0:
			if err := r.Wait(ctx, pauses[0]); err != nil {
				return err
			}
			pauses = pauses[1:]
		default:
			return before
		}
		before = look()
	}
}

// cannotAnswer reports whether an error only means that the platform is unreachable or too busy.
func cannotAnswer(err error) bool {
	return errors.Is(err, idp.ErrUnavailable) || errors.Is(err, idp.ErrRateLimited)
}
