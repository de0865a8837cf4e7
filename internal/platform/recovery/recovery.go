// Package recovery is how platforms find out what became of a request whose answer was lost, and whether an application
// that is not found is really gone.
//
// Two rules hold throughout. What a platform stamps is compared with the Date of its own answers, never with the clock of
// this machine. And what this process has created or seen belongs to somebody already.
package recovery

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Pause waits for a time, or until the operation ends.
type Pause func(context.Context, time.Duration) error

// Recovery remembers what the applications of one platform have to do with this process. It is safe for use by many
// operations at once.
type Recovery struct {
	pause Pause
	now   func() time.Time

	mu      sync.Mutex
	claimed map[string]bool
	owned   map[string]bool // by what this process created or took over
}

// New returns one that waits with pause.
func New(pause Pause) *Recovery { return NewAt(pause, time.Now) }

// NewAt returns one that has the clock now.
func NewAt(pause Pause, now func() time.Time) *Recovery {
	return &Recovery{pause: pause, now: now, claimed: map[string]bool{}, owned: map[string]bool{}}
}

// Claim notes that the object of this ID is known to this process, and reports whether it was not so before.
func (r *Recovery) Claim(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	first := !r.claimed[id]
	r.claimed[id] = true
	return first
}

// Claimed reports whether the object is known to this process.
func (r *Recovery) Claimed(id string) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.claimed[id]
}

// Release takes back that an object belongs to this process.
func (r *Recovery) Release(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.claimed, id)
	delete(r.owned, id)
}

// grace is the least time there is to find out what became of a request, however little of the operation's own is left:
// the answer that did not come may have used it up.
const grace = 30 * time.Second

// Extended is the operation's context with at least that time.
func Extended(ctx context.Context) (context.Context, context.CancelFunc) {
	deadline, limited := ctx.Deadline()
	if ctx.Err() == nil && (!limited || time.Until(deadline) > grace) {
		return ctx, func() {}
	}
	return context.WithTimeout(context.WithoutCancel(ctx), grace)
}

// listLag are the pauses between looks at a list that may lag behind writes.
var listLag = []time.Duration{250 * time.Millisecond, 500 * time.Millisecond, time.Second}

// Look repeats a look: a few times while it finds nothing (idp.ErrNotFound), and for as long as the operation's time allows
// while the platform cannot answer.
func (r *Recovery) Look(ctx context.Context, look func() error) error {
	return r.repeat(ctx, listLag, look(), look)
}

// Persist repeats what may be repeated, for as long as the operation's time allows while the platform cannot answer.
func (r *Recovery) Persist(ctx context.Context, do func() error) error {
	backoff := r.Backoff(ctx)
	err := do()
	for cannotAnswer(err) && backoff.Wait(ctx) {
		err = do()
	}
	return err
}

// Wait pauses before something that takes a moment to show.
func (r *Recovery) Wait(ctx context.Context, d time.Duration) error {
	if err := r.pause(ctx, d); err != nil {
		return &idp.Error{
			Kind: idp.ErrUnavailable, Message: "the operation timed out or was cancelled", Cause: err, Hint: "If it timed out, raise operation_timeout.",
		}
	}
	return nil
}

// repeat looks again after each of the pauses for as long as the look before found nothing, and with growing pauses while the
// platform cannot answer.
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

// cannotAnswer reports whether an error says nothing but that the platform cannot be reached or has no time.
func cannotAnswer(err error) bool {
	return errors.Is(err, idp.ErrUnavailable) || errors.Is(err, idp.ErrRateLimited)
}
