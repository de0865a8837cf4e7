package recovery

import "context"

// Outlast calls attempt until it is done, as long as the operation has time left: long enough for a platform to restart. It
// reports whether attempt was done.
func (r *Recovery) Outlast(ctx context.Context, attempt func() (done bool)) bool {
	for backoff := r.Backoff(ctx); !attempt(); {
		if !backoff.Wait(ctx) {
			return false
		}
	}
	return true
}

// Few calls attempt a few times until it is done: enough for reads that lag behind writes. It reports whether attempt was
// done.
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
