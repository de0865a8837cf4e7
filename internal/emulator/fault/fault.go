// Package fault makes an emulated platform misbehave on request: it breaks connections, loses responses and asks the
// platform's handlers for faults of the platform itself.
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

// The kinds that the middleware implements.
const (
	DropBefore      Kind = "drop_before"       // the connection is closed and nothing is done
	DropAfterCommit Kind = "drop_after_commit" // the request is carried out and the response is lost
	Status          Kind = "status"            // nothing is done; Status, Body and RetryAfter make the response
	HTML            Kind = "html"              // nothing is done; the response is a proxy's error page
	Truncate        Kind = "truncate"          // the request is carried out and the response is truncated
	Delay           Kind = "delay"             // the request is carried out and the response is delayed
)

// The kinds that each platform's handlers implement; they check for them with Is.
const (
	UnauthenticatedOnce Kind = "unauthenticated_once" // the token is rejected
	NotFoundTimes       Kind = "not_found_times"      // the object does not exist, in the platform's words
	StaleList           Kind = "stale_list"           // a list shows the objects as before the latest write
	UniqueViolation     Kind = "unique_violation"     // ZITADEL: 500 with SQLSTATE 23505, nothing is done
	LostRead            Kind = "lost_read"            // ZITADEL: the create succeeds, reads never show the object
	LostDelete          Kind = "lost_delete"          // ZITADEL: the delete succeeds, reads continue to show the object
)

var kinds = []Kind{
	DropBefore, DropAfterCommit, Status, HTML, Truncate, Delay,
	UnauthenticatedOnce, NotFoundTimes, StaleList, UniqueViolation, LostRead, LostDelete,
}

// Fault is a fault of one kind, armed for the next requests of one operation.
type Fault struct {
	Operation  string `json:"operation"`       // such as "keycard.create_application"
	Kind       Kind   `json:"kind"`            //
	Times      int    `json:"times,omitempty"` // number of requests that it affects; 0 means 1
	Status     int    `json:"status,omitempty"`
	Body       string `json:"body,omitempty"`
	RetryAfter string `json:"retry_after,omitempty"` // the header's value: seconds or a date
	DelayMS    int    `json:"delay_ms,omitempty"`
}

// Set holds the armed faults. The zero value is ready to use, and a Set is safe for concurrent use.
type Set struct {
	// Delayed, if not nil, is called when a response starts to be delayed, with the delay.
	Delayed func(time.Duration)

	mu     sync.Mutex
	armed  []Fault
	random func() (Fault, bool)
}

// Arm adds a fault. Faults of one operation take effect in the order in which they were armed.
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

// Random makes each request of any operation meet one of the faults with the probability rate, unless a fault is armed for
// it. The same seed gives the same faults for the same sequence of requests.
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

// Clear disarms all faults, random ones included.
func (s *Set) Clear() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.armed, s.random = nil, nil
}

// take returns the first fault armed for the operation, or a random one, and counts down its remaining requests.
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

// Is reports whether the request with this context has met a fault of this kind.
func Is(ctx context.Context, kind Kind) bool {
	met, _ := ctx.Value(contextKey{}).(Kind)
	return met == kind
}
