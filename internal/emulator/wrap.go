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

// operations are the names of all operations. The platforms register them while they are built; none is added later.
type operations []string

// wrap returns the function that wraps a platform's operations. A request is counted, then delayed, then meets its fault,
// then reaches the backend and the platform.
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
			panic(http.ErrAbortHandler) // the client disconnected before the request arrived
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

// Operations returns the sorted names of all operations.
func (e *Emulator) Operations() []string { return slices.Sorted(slices.Values(e.operations)) }

// Arm arms a fault. If the operation or the kind does not exist, the error lists those that do.
func (e *Emulator) Arm(f fault.Fault) error {
	if !slices.Contains(e.operations, f.Operation) {
		return fmt.Errorf("unknown operation %q; the operations are %s", f.Operation, strings.Join(e.Operations(), ", "))
	}
	return e.Faults.Arm(f)
}
