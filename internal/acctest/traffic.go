package acctest

import (
	"fmt"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// userAgent is how the provider introduces itself, with both versions.
var userAgent = regexp.MustCompile(`^terraform-provider-idp/\S+ terraform/\d`)

// introduced fails the test for a request that does not say who sends it. Keycard was seen to answer 403 to the default
// agent of a library, and whoever looks after a platform wants to know.
func introduced(t testing.TB, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !userAgent.MatchString(r.UserAgent()) {
			t.Errorf("%s %s: the User-Agent is %q", r.Method, r.URL.Path, r.UserAgent())
		}
		next.ServeHTTP(w, r)
	})
}

// astray are the requests for which a platform has no route, with their numbers.
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
