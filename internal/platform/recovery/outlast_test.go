package recovery

import (
	"context"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func TestOutlast_RetriesUntilOperationEnds(t *testing.T) {
	for name, tc := range map[string]struct {
		limit  time.Duration // 0 means none
		least  int
		within time.Duration
	}{
		"a minute":    {time.Minute, 6, time.Minute},
		"no deadline": {0, 10, unlimited},
		"no time":     {time.Millisecond, 1, 0},
	} {
		t.Run(name, func(t *testing.T) {
			ctx := t.Context()
			if tc.limit > 0 {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, tc.limit)
				defer cancel()
			}
			r, c := newRecovery()
			began, n := c.now, 0
			if r.Outlast(ctx, func() bool { n++; return false }) {
				t.Error("something was done")
			}
			if took := c.now.Sub(began); n < tc.least || took > tc.within {
				t.Errorf("%d attempts in %v", n, took)
			}
		})
	}
}

func TestOutlast_StopsOnSuccess(t *testing.T) {
	r, c := newRecovery()
	n := 0
	if !r.Outlast(t.Context(), func() bool { n++; return n == 3 }) || n != 3 {
		t.Errorf("%d attempts", n)
	}
	if diff := cmp.Diff([]time.Duration{firstPause, 2 * firstPause}, c.pauses); diff != "" {
		t.Error(diff)
	}
}

func TestOutlast_EndsWithTheOperation(t *testing.T) {
	r, _ := newRecovery()
	ctx, cancel := context.WithCancel(t.Context())
	n := 0
	if r.Outlast(ctx, func() bool { n++; cancel(); return false }) || n != 1 {
		t.Errorf("%d attempts after the operation was cancelled", n)
	}
}

func TestFew_StopsAfterFourAttempts(t *testing.T) {
	r, c := newRecovery()
	n := 0
	if r.Few(t.Context(), func() bool { n++; return false }) || n != 4 || len(c.pauses) != 3 {
		t.Errorf("%d attempts, %d pauses", n, len(c.pauses))
	}
	if !r.Few(t.Context(), func() bool { n++; return n == 6 }) || n != 6 {
		t.Errorf("%d attempts", n)
	}
}
