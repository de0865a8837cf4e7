package recovery

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestBackoff_GrowsForAsLongAsTheOperationLasts(t *testing.T) {
	for name, tc := range map[string]struct {
		timeout time.Duration
		want    []time.Duration
	}{
		"ten seconds": {10 * time.Second, []time.Duration{500 * time.Millisecond, time.Second, 2 * time.Second, 4 * time.Second}},
		"no time":     {100 * time.Millisecond, nil},
	} {
		t.Run(name, func(t *testing.T) {
			r, c := newRecovery()
			ctx, cancel := context.WithTimeout(t.Context(), tc.timeout)
			defer cancel()
			for backoff := r.Backoff(ctx); backoff.Wait(ctx); {
			}
			if diff := cmp.Diff(tc.want, c.pauses); diff != "" {
				t.Error(diff)
			}
		})
	}
	r, c := newRecovery()
	for backoff := r.Backoff(t.Context()); backoff.Wait(t.Context()); {
	}
	if n := len(c.pauses); n == 0 || c.pauses[n-1] != lastPause || c.now.Sub(newClock().now) > unlimited {
		t.Errorf("without a deadline it paused for %v", c.pauses)
	}
}

func TestBackoff_EndsWithTheOperation(t *testing.T) {
	r, c := newRecovery()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if r.Backoff(ctx).Wait(ctx) || len(c.pauses) != 0 {
		t.Error("an operation that was cancelled goes on")
	}
}

func TestOnce_AllowsOneMoreTry(t *testing.T) {
	r, _ := newRecovery()
	if once := r.Once(); !once.Wait(t.Context()) || once.Wait(t.Context()) {
		t.Error("it is not one")
	}
}

// A platform takes some seconds to restart. Its list can lag behind after that, too.
func TestLook_OutlastsAnOutage(t *testing.T) {
	for name, outage := range map[string]error{
		"unavailable": &idp.Error{Kind: idp.ErrUnavailable}, "rate limited": &idp.Error{Kind: idp.ErrRateLimited},
	} {
		t.Run(name, func(t *testing.T) {
			r, c := newRecovery()
			back := c.now.Add(time.Minute)
			lag := 2
			err := r.Look(t.Context(), func() error {
				switch {
				case c.now.Before(back):
					return outage
				case lag > 0:
					lag--
					return notFound
				}
				return nil
			})
			if err != nil {
				t.Errorf("it gave up after %v: %v", c.pauses, err)
			}
		})
	}
}

func TestPersist_OutlastsAnOutageAndNothingElse(t *testing.T) {
	r, c := newRecovery()
	back := c.now.Add(time.Minute)
	err := r.Persist(t.Context(), func() error {
		if c.now.Before(back) {
			return &idp.Error{Kind: idp.ErrUnavailable}
		}
		return notFound
	})
	if n := len(c.pauses); !errors.Is(err, idp.ErrNotFound) || c.now.Before(back) || c.now.Sub(back) > c.pauses[n-1] {
		t.Errorf("got %v after %v", err, c.pauses)
	}
}

func TestLook_EndsWithTheOperation(t *testing.T) {
	r, c := newRecovery()
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	down := &idp.Error{Kind: idp.ErrUnavailable}
	if err := r.Look(ctx, func() error { return down }); !errors.Is(err, down) || len(c.pauses) != 4 {
		t.Errorf("got %v after %v", err, c.pauses)
	}
}

// Absent leaves failed reads to the transport. It repeats only reads that return "not found".
func TestAbsent_DoesNotRepeatAFailedRead(t *testing.T) {
	r, c := newRecovery()
	down := &idp.Error{Kind: idp.ErrUnavailable}
	if err := r.Absent(t.Context(), JustNow, down, func() error { return nil }); !errors.Is(err, down) || len(c.pauses) != 0 {
		t.Errorf("got %v after %v", err, c.pauses)
	}
}

// The platform goes down in the middle of a create, and is back a minute later.
func TestUnique_OutlastsAnOutage(t *testing.T) {
	for name, carriedOut := range map[string]bool{"carried out": true, "not carried out": false} {
		t.Run(name, func(t *testing.T) {
			r, c := newRecovery()
			back := c.now.Add(time.Minute)
			creates := 0
			app, err := r.Unique(t.Context(),
				func(context.Context) (idp.Application, error) {
					creates++
					switch {
					case creates == 1:
						return idp.Application{}, errLost
					case c.now.Before(back.Add(10 * time.Second)):
						return idp.Application{}, &idp.Error{Kind: idp.ErrUnavailable}
					}
					return idp.Application{ID: "a"}, nil
				},
				func(context.Context, Attempt) (idp.Application, error) {
					switch {
					case c.now.Before(back):
						return idp.Application{}, &idp.Error{Kind: idp.ErrUnavailable}
					case carriedOut:
						return idp.Application{ID: "a"}, nil
					}
					return idp.Application{}, notFound
				})
			if app.ID != "a" || err != nil || (creates == 1) != carriedOut {
				t.Errorf("got ID %q, %v after %d creates", app.ID, err, creates)
			}
		})
	}
}

func TestRelease_AllowsNewClaim(t *testing.T) {
	r, _ := newRecovery()
	if _, err := r.own(idp.Application{ID: "a"}, nil); err != nil || !r.Claimed("a") {
		t.Fatalf("it is not claimed: %v", err)
	}
	r.Release("a")
	if _, err := r.own(idp.Application{ID: "a"}, nil); err != nil {
		t.Errorf("it still has an owner: %v", err)
	}
}
