package emulator

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// operations are the names of all operations. The platforms tell them while they are built, and none comes later.
type operations []string

// wrap returns what a platform puts around its operations. A request is counted, then delayed, then meets its fault, then
// the backend, then the platform.
func (e *Emulator) wrap(platform string, o Options) func(string, http.Handler) http.Handler {
	return func(operation string, next http.Handler) http.Handler {
		if !slices.Contains(e.operations, operation) {
			e.operations = append(e.operations, operation)
		}
		if o.Backend != nil {
			next = o.Backend(platform, next)
		}
		next = e.Faults.Middleware(operation, next)
		if o.Latency > 0 {
			next = late(o.Latency, next)
		}
		return e.Journal.count(operation, next)
	}
}

func late(latency time.Duration, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if wait(r.Context(), latency) != nil {
			panic(http.ErrAbortHandler) // the caller has gone before its request got here
		}
		next.ServeHTTP(w, r)
	})
}

func wait(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// Operations returns the names of all operations, sorted.
func (e *Emulator) Operations() []string { return slices.Sorted(slices.Values(e.operations)) }

// Arm arms a fault. It fails where the operation or the kind does not exist, and says which do.
func (e *Emulator) Arm(f fault.Fault) error {
	if !slices.Contains(e.operations, f.Operation) {
		return fmt.Errorf("unknown operation %q; the operations are %s", f.Operation, strings.Join(e.Operations(), ", "))
	}
	return e.Faults.Arm(f)
}
