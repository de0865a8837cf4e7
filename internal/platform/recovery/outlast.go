package recovery

import (
	"context"
	"time"
)

// The pauses of Outlast: each is twice the one before, up to the longest.
const (
	shortestPause = 250 * time.Millisecond
	longestPause  = 10 * time.Second
)

// operationTime is how long an operation without a deadline goes on.
const operationTime = 5 * time.Minute

// Outlast makes attempts until one is done, for as long as the operation lasts: a platform that restarts is back by then. It
// reports whether one was.
func (r *Recovery) Outlast(ctx context.Context, attempt func() (done bool)) bool {
	left := operationTime
	if deadline, limited := ctx.Deadline(); limited {
		left = time.Until(deadline)
	}
	for pause := shortestPause; !attempt(); pause = min(2*pause, longestPause) {
		if left -= pause; left <= 0 || r.pause(ctx, pause) != nil {
			return false
		}
	}
	return true
}

// Few makes a few attempts until one is done, as is enough for reads that lag behind writes. It reports whether one was.
func (r *Recovery) Few(ctx context.Context, attempt func() (done bool)) bool {
	for _, pause := range looks {
		if attempt() {
			return true
		}
		if r.pause(ctx, pause) != nil {
			return false
		}
	}
	return attempt()
}
