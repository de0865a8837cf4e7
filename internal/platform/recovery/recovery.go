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
func New(pause Pause) *Recovery {
	return &Recovery{pause: pause, now: time.Now, claimed: map[string]bool{}, owned: map[string]bool{}}
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

// slack is what the clock of a platform may be off from the Date of its answers, which has whole seconds.
const slack = 2 * time.Second

// Attempt is a request that may have created something.
type Attempt struct {
	recovery *Recovery
	began    time.Time
}

// Begin is called before the request is sent.
func (r *Recovery) Begin() Attempt { return Attempt{recovery: r, began: r.now()} }

// Made reports whether an object can be what the attempt made: nobody in this process has it, and it is no older than the
// attempt. createdAt is the platform's stamp (RFC 3339), and date the platform's time when it showed the object. What is
// not known is not taken for young.
func (a Attempt) Made(id, createdAt string, date time.Time) bool {
	age, known := age(createdAt, date)
	return known && age <= a.recovery.now().Sub(a.began)+slack && !a.recovery.Claimed(id)
}

// Dated reports whether the age of an object can be told at all.
func Dated(createdAt string, date time.Time) bool {
	_, known := age(createdAt, date)
	return known
}

func age(createdAt string, date time.Time) (time.Duration, bool) {
	created, err := time.Parse(time.RFC3339, createdAt)
	return date.Sub(created), err == nil && !date.IsZero()
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

// looks are the pauses between looks at a list that may lag behind writes.
var looks = []time.Duration{250 * time.Millisecond, 500 * time.Millisecond, time.Second}

// Look repeats a look for as long as it finds nothing (idp.ErrNotFound), a few times.
func (r *Recovery) Look(ctx context.Context, look func() error) error {
	return r.repeat(ctx, looks, look(), look)
}

// repeat looks again after each pause, for as long as the look before found nothing.
func (r *Recovery) repeat(ctx context.Context, pauses []time.Duration, before error, look func() error) error {
	for _, pause := range pauses {
		if !errors.Is(before, idp.ErrNotFound) {
			break
		}
		if err := r.pause(ctx, pause); err != nil {
			return &idp.Error{Kind: idp.ErrUnavailable, Message: "the time for the operation ended before it was done", Cause: err}
		}
		before = look()
	}
	return before
}
