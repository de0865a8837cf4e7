package recovery

import "context"

// Outlast makes attempts until one is done, for as long as the operation lasts: a platform that restarts is back by then. It
// reports whether one was.
func (r *Recovery) Outlast(ctx context.Context, attempt func() (done bool)) bool {
	for backoff := r.Backoff(ctx); !attempt(); {
		if !backoff.Wait(ctx) {
			return false
		}
	}
	return true
}

// Few makes a few attempts until one is done, as is enough for reads that lag behind writes. It reports whether one was.
func (r *Recovery) Few(ctx context.Context, attempt func() (done bool)) bool {
	for _, pause := range listLag {
		if attempt() {
			return true
		}
		if r.pause(ctx, pause) != nil {
			return false
		}
	}
	return attempt()
}
