package acctest

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"testing"
)

// notes is a test that only records its errors.
type notes struct {
	testing.TB
	errors []string
}

func (n *notes) Errorf(format string, args ...any) {
	n.errors = append(n.errors, fmt.Sprintf(format, args...))
}

func TestTraffic_UnexpectedUserAgent_IsReported(t *testing.T) {
	for agent, want := range map[string]int{
		"terraform-provider-idp/test terraform/1.16.0":       0,
		"terraform-provider-idp/0.1.0 terraform/1.12.0-beta": 0,
		"terraform-provider-idp/test terraform/":             1,
		"terraform-provider-idp":                             1,
		"Go-http-client/1.1":                                 1,
		"":                                                   1,
	} {
		n := &notes{TB: t}
		passed := false
		next := http.HandlerFunc(func(http.ResponseWriter, *http.Request) { passed = true })
		r := httptest.NewRequest(http.MethodGet, "/zones/z", nil)
		r.Header.Set("User-Agent", agent)
		introduced(n, next).ServeHTTP(httptest.NewRecorder(), r)
		if len(n.errors) != want || !passed {
			t.Errorf("%q: %v", agent, n.errors)
		}
	}
}

func TestTraffic_UnknownRoutes_AreReported(t *testing.T) {
	got := astray(map[string]int{"lerian.unknown": 2, "lerian.login": 3, "keycard.unknown": 1})
	if !slices.Equal(got, []string{"keycard.unknown (1)", "lerian.unknown (2)"}) {
		t.Errorf("got %v", got)
	}
}
