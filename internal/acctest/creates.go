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

// Creates runs code while a platform registers an application.
type Creates struct {
	next atomic.Pointer[func(create func())]
}

// Next sets a function that is called when the next create arrives. The platform handles the create when the function calls
// create, even if the client has disconnected, and responds when the function returns.
func (c *Creates) Next(around func(create func())) { c.next.Store(&around) }

// In is an option for New that installs c at all platforms.
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
			body, _ := io.ReadAll(r.Body) // as much as arrived
			r.Body = io.NopCloser(bytes.NewReader(body))
			(*around)(func() { next.ServeHTTP(w, r.WithContext(context.WithoutCancel(r.Context()))) })
		})
	}
}

// isCreate reports whether a request registers an application at any platform.
func isCreate(r *http.Request) bool {
	return r.Method == http.MethodPost && slices.Contains([]string{"CreateApplication", "applications", "machine"}, path.Base(r.URL.Path))
}
