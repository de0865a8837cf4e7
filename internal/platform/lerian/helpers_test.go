package lerian

import (
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const (
	jsonType    = "application/json"
	problemType = "application/problem+json"
	textType    = "text/plain; charset=utf-8"
	htmlType    = "text/html"
	page        = "<html><body>hunter2</body></html>"
)

// connect returns a platform with a token, whose Identity plugin is the handler.
func connect(t *testing.T, identity http.Handler) *Platform {
	t.Helper()
	return platform(t, Config{IdentityEndpoint: serve(t, identity), AccessToken: "a-token"})
}

func platform(t *testing.T, c Config) *Platform {
	t.Helper()
	p, err := New(c, nowait.Transport(t))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// seenBy returns the application as the platform returns it.
func seenBy(p *Platform, app idp.Application) idp.Application {
	app.Installation = p.here.fingerprint()
	return app
}

func serve(t *testing.T, h http.Handler) string {
	t.Helper()
	server := httptest.NewServer(h)
	t.Cleanup(server.Close)
	return server.URL
}

// answers always returns the same response, and counts the requests.
type answers struct {
	status int
	kind   string
	body   string
	count  atomic.Int32
}

func (a *answers) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	a.count.Add(1)
	if a.status == 0 { // break the connection
		panic(http.ErrAbortHandler)
	}
	w.Header().Set("Content-Type", a.kind)
	w.Header().Set("X-Request-Id", "req-1")
	w.WriteHeader(a.status)
	_, _ = fmt.Fprint(w, a.body)
}

// refusedAs checks that the error is of this kind and that its hint contains these texts. The error must not contain
// anything that must not be printed.
func refusedAs(t *testing.T, err error, kind idp.Kind, hint ...string) *idp.Error {
	t.Helper()
	var e *idp.Error
	if !errors.As(err, &e) {
		t.Fatalf("got %v, want an *idp.Error", err)
	}
	if e.Kind != kind {
		t.Errorf("got %v (%d), want %q", err, e.Status, kind)
	}
	for _, words := range hint {
		if !strings.Contains(e.Hint, words) {
			t.Errorf("hint is %q, want %q in it", e.Hint, words)
		}
	}
	if all := e.Error() + e.Hint; strings.Contains(all, "hunter2") {
		t.Errorf("a secret or a raw body was printed: %s", all)
	}
	return e
}
