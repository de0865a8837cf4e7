package acctest

import (
	"bytes"
	"context"
	"io"
	"net/http"
	"path"
	"slices"
	"sync/atomic"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
)

// Creates lets something else happen while a platform registers an application.
type Creates struct {
	next atomic.Pointer[func(create func())]
}

// Next has a function called when the next create arrives. The create is carried out when that calls create, whatever has
// become of the caller, and answered when it returns.
func (c *Creates) Next(around func(create func())) { c.next.Store(&around) }

// In is an option of New.
func (c *Creates) In(o *emulator.Options) {
	wrap := o.Backend
	o.Backend = func(platform string, next http.Handler) http.Handler {
		next = wrap(platform, next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			var around *func(func())
			if isCreate(r) {
				around = c.next.Swap(nil)
			}
			if around == nil {
				next.ServeHTTP(w, r)
				return
			}
			body, _ := io.ReadAll(r.Body) // what has arrived
			r.Body = io.NopCloser(bytes.NewReader(body))
			(*around)(func() { next.ServeHTTP(w, r.WithContext(context.WithoutCancel(r.Context()))) })
		})
	}
}

// isCreate recognizes the request that registers an application, at any platform.
func isCreate(r *http.Request) bool {
	return r.Method == http.MethodPost && slices.Contains([]string{"CreateApplication", "applications", "machine"}, path.Base(r.URL.Path))
}
