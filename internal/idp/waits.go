package idp

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"
)

// LongWait is how long an operation can wait for a rate limit before the provider reports it.
const LongWait = 10 * time.Second

// Wait is how long an operation waited for the rate limit of one host.
type Wait struct {
	Host  string
	Times int
	Total time.Duration
}

type waitsKey struct{}

type waits struct {
	mu     sync.Mutex
	byHost map[string]Wait
}

// CollectWaits returns a context for the requests of an operation, and a function that returns the waits of more than
// LongWait in total, by host. If the context collects already, it is the same collection.
func CollectWaits(ctx context.Context) (context.Context, func() []Wait) {
	if w, ok := ctx.Value(waitsKey{}).(*waits); ok {
		return ctx, w.long
	}
	w := &waits{byHost: map[string]Wait{}}
	return context.WithValue(ctx, waitsKey{}, w), w.long
}

// NoteWait adds a wait to the operation of this context.
func NoteWait(ctx context.Context, host string, d time.Duration) {
	w, ok := ctx.Value(waitsKey{}).(*waits)
	if !ok {
		return
	}
	w.mu.Lock()
	defer w.mu.Unlock()
	known := w.byHost[host]
	w.byHost[host] = Wait{Host: host, Times: known.Times + 1, Total: known.Total + d}
}

func (w *waits) long() []Wait {
	w.mu.Lock()
	defer w.mu.Unlock()
	var long []Wait
	for _, wait := range w.byHost {
		if wait.Total > LongWait {
			long = append(long, wait)
		}
	}
	slices.SortFunc(long, func(a, b Wait) int { return cmp.Compare(a.Host, b.Host) })
	return long
}
