package acctest

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// userAgent matches the User-Agent of the provider, with both versions.
var userAgent = regexp.MustCompile(`^terraform-provider-idp/\S+ terraform/\d`)

// introduced fails the test if a request does not identify the provider. Keycard was observed to return 403 for the default
// User-Agent of a library, and operators of a platform want to know who sends a request.
func introduced(t testing.TB, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !userAgent.MatchString(r.UserAgent()) {
			t.Errorf("%s %s: the User-Agent is %q", r.Method, r.URL.Path, r.UserAgent())
		}
		next.ServeHTTP(w, r)
	})
}

// astray returns the requests for which a platform has no route, with their counts.
func astray(sent map[string]int) []string {
	var all []string
	for operation, n := range sent {
		if strings.HasSuffix(operation, ".unknown") {
			all = append(all, fmt.Sprintf("%s (%d)", operation, n))
		}
	}
	slices.Sort(all)
	return all
}
