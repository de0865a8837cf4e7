package credential_test

import (
	"net/http"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/emulator"
)

// onRequest calls a function before a platform handles a request with this method and this part of its path.
func onRequest(method, part string, do func()) func(*emulator.Options) {
	return func(o *emulator.Options) {
		wrap := o.Backend
		o.Backend = func(platform string, next http.Handler) http.Handler {
			next = wrap(platform, next)
			return http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
				if r.Method == method && strings.Contains(r.URL.Path, part) {
					do()
				}
				next.ServeHTTP(rw, r)
			})
		}
	}
}
