// Package fault makes an emulated platform misbehave on request: it breaks connections, loses answers and hands the
// platform's own kinds of trouble to its handlers.
package fault

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"time"
)

// Kind is a way to misbehave.
type Kind string

// The kinds that the middleware carries out by itself.
const (
	DropBefore      Kind = "drop_before"       // the connection is closed, nothing is done
	DropAfterCommit Kind = "drop_after_commit" // the request is carried out, the answer is lost
	Status          Kind = "status"            // nothing is done; Status, Body and RetryAfter are the answer
	HTML            Kind = "html"              // nothing is done; a proxy's error page is the answer
	Truncate        Kind = "truncate"          // the request is carried out, the answer ends in its middle
	Delay           Kind = "delay"             // the request is carried out, the answer comes late
)

// The kinds that mean something else on each platform, and that its handlers ask for with Is.
const (
	UnauthenticatedOnce Kind = "unauthenticated_once" // the token is refused
	NotFoundTimes       Kind = "not_found_times"      // the object is denied, in the platform's words
	StaleList           Kind = "stale_list"           // a list shows what was before the latest write
	UniqueViolation     Kind = "unique_violation"     // ZITADEL: 500 with SQLSTATE 23505, nothing is done
	LostRead            Kind = "lost_read"            // ZITADEL: the create succeeds, reads never show it
	LostDelete          Kind = "lost_delete"          // ZITADEL: the delete succeeds, reads go on showing it
)

var kinds = []Kind{
	DropBefore, DropAfterCommit, Status, HTML, Truncate, Delay,
	UnauthenticatedOnce, NotFoundTimes, StaleList, UniqueViolation, LostRead, LostDelete,
}

// Fault is one kind of trouble, armed for the next requests of one operation.
type Fault struct {
	Operation  string `json:"operation"`       // such as "keycard.create_application"
	Kind       Kind   `json:"kind"`            //
	Times      int    `json:"times,omitempty"` // how many requests it meets; 0 is one
	Status     int    `json:"status,omitempty"`
	Body       string `json:"body,omitempty"`
	RetryAfter string `json:"retry_after,omitempty"` // the header's value: seconds or a date
	DelayMS    int    `json:"delay_ms,omitempty"`
}

// Set holds the armed faults. The zero value is ready, and safe for use by many requests at once.
type Set struct {
	// Delayed, if not nil, is told of each answer that begins to be kept back, and for how long.
	Delayed func(time.Duration)

	mu     sync.Mutex
	armed  []Fault
	random func() (Fault, bool)
}

// Arm adds a fault. Faults of one operation meet requests in the order in which they were armed.
func (s *Set) Arm(f Fault) error {
	if !slices.Contains(kinds, f.Kind) {
		return fmt.Errorf("unknown fault kind %q; the kinds are %v", f.Kind, kinds)
	}
	if f.Operation == "" {
		return errors.New("a fault needs an operation")
	}
	if f.Status != 0 && (f.Status < 200 || f.Status > 599) {
		return fmt.Errorf("a fault's status is from 200 to 599, not %d", f.Status)
	}
	f.Times = max(f.Times, 1)
	s.mu.Lock()
	defer s.mu.Unlock()
	s.armed = append(s.armed, f)
	return nil
}

// Random makes each request meet one of the faults with the probability rate, whatever its operation, unless one is armed
// for it. The same seed gives the same faults to the same sequence of requests.
func (s *Set) Random(seed uint64, rate float64, faults ...Fault) {
	r := rand.New(rand.NewPCG(seed, 0))
	s.mu.Lock()
	defer s.mu.Unlock()
	s.random = func() (Fault, bool) {
		if r.Float64() >= rate {
			return Fault{}, false
		}
		return faults[r.IntN(len(faults))], true
	}
}

// Clear disarms all faults.
func (s *Set) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.armed, s.random = nil, nil
}

// take uses up one meeting of the first fault armed for the operation.
func (s *Set) take(operation string) (Fault, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := slices.IndexFunc(s.armed, func(f Fault) bool { return f.Operation == operation })
	if i < 0 && s.random != nil {
		return s.random()
	}
	if i < 0 {
		return Fault{}, false
	}
	f := s.armed[i]
	if s.armed[i].Times--; s.armed[i].Times == 0 {
		s.armed = slices.Delete(s.armed, i, i+1)
	}
	return f, true
}

type contextKey struct{}

// Is reports whether the request whose context this is has met a fault of this kind.
func Is(ctx context.Context, kind Kind) bool {
	met, _ := ctx.Value(contextKey{}).(Kind)
	return met == kind
}
