package transport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/http/httptrace"
	"os"
	"strings"
	"sync"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// proxied receives the requests to the proxy of the environment. net/http reads the environment once, so the proxy must be
// set before any test. Requests to loopback addresses never use a proxy.
var proxied = &script{steps: []http.HandlerFunc{reply(http.StatusOK, "by the proxy")}}

func TestMain(m *testing.M) {
	proxy := httptest.NewServer(proxied)
	for _, name := range []string{"NO_PROXY", "no_proxy", "http_proxy", "HTTPS_PROXY", "https_proxy", "REQUEST_METHOD"} {
		_ = os.Unsetenv(name)
	}
	_ = os.Setenv("HTTP_PROXY", proxy.URL)
	code := m.Run()
	proxy.Close()
	if leaked := goleak.Find(); code == 0 && leaked != nil {
		_, _ = os.Stderr.WriteString(leaked.Error())
		code = 1
	}
	os.Exit(code)
}

// script is a server that handles the n-th request with the n-th step, and further ones with the last step.
type script struct {
	mu    sync.Mutex
	steps []http.HandlerFunc
	seen  []seen
}

type seen struct {
	Method, URL, Body string
	Header            http.Header
}

func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	body, _ := io.ReadAll(r.Body)
	s.mu.Lock()
	step := s.steps[min(len(s.seen), len(s.steps)-1)]
	s.seen = append(s.seen, seen{r.Method, r.URL.String(), string(body), r.Header.Clone()})
	s.mu.Unlock()
	step(w, r)
}

func (s *script) requests() []seen {
	s.mu.Lock()
	defer s.mu.Unlock()
	return append([]seen(nil), s.seen...)
}

func serve(t *testing.T, steps ...http.HandlerFunc) (*script, string) {
	t.Helper()
	s := &script{steps: steps}
	server := httptest.NewServer(s)
	t.Cleanup(server.Close)
	return s, server.URL
}

func reply(status int, body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}
}

func drop(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) }

func truncate(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Length", "100")
	_, _ = io.WriteString(w, `{"id":`)
}

// direct is a base transport without a network.
type direct func(*http.Request) (*http.Response, error)

func (d direct) RoundTrip(req *http.Request) (*http.Response, error) { return d(req) }

func answer(req *http.Request, status int, body string) *http.Response {
	return &http.Response{
		StatusCode: status, Header: http.Header{}, Request: req, Body: io.NopCloser(strings.NewReader(body)),
	}
}

func connect(req *http.Request) {
	trace := httptrace.ContextClientTrace(req.Context())
	trace.GetConn(req.URL.Host)
	trace.GotConn(httptrace.GotConnInfo{})
}

// over returns a transport with another base.
func over(c Config, base http.RoundTripper) *Transport {
	return &Transport{config: c, attempt: newAttempt(c, base), hosts: &hosts{}}
}

// quick returns a configuration without pauses.
func quick() Config { return Config{Backoff: func(int, *http.Response) time.Duration { return 0 }} }

func newTransport(t *testing.T, c Config) *Transport {
	t.Helper()
	transport, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	return transport
}

func quickClient(t *testing.T) *http.Client {
	t.Helper()
	return newTransport(t, quick()).Client()
}

func newRequest(ctx context.Context, t *testing.T, method, url, body string) *http.Request {
	t.Helper()
	var content io.Reader
	if body != "" {
		content = bytes.NewReader([]byte(body))
	}
	req, err := http.NewRequestWithContext(ctx, method, url, content)
	if err != nil {
		t.Fatal(err)
	}
	return req
}

// send returns the response and its body, or the error, which must be an *idp.Error.
func send(t *testing.T, c *http.Client, req *http.Request) (*http.Response, string, *idp.Error) {
	t.Helper()
	resp, err := c.Do(req)
	if err != nil {
		known, ok := errors.AsType[*idp.Error](err)
		if !ok {
			t.Errorf("%v is not an *idp.Error", err)
			return nil, "", &idp.Error{Kind: "none"}
		}
		return nil, "", known
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Errorf("reading the answer: %v", err)
	}
	return resp, string(body), nil
}

// wantStatus sends a request and expects a response with this status. Like wantError, it may be called from any goroutine.
func wantStatus(t *testing.T, c *http.Client, req *http.Request, status int) {
	t.Helper()
	resp, _, err := send(t, c, req)
	switch {
	case err != nil:
		t.Errorf("%s: %v", req.Method, err)
	case resp.StatusCode != status:
		t.Errorf("%s: status %d, want %d", req.Method, resp.StatusCode, status)
	}
}

// wantError sends a request, expects an error of this kind, and returns it.
func wantError(t *testing.T, c *http.Client, req *http.Request, kind idp.Kind) *idp.Error {
	t.Helper()
	resp, _, err := send(t, c, req)
	if err == nil {
		t.Errorf("%s: status %d, want %q", req.Method, resp.StatusCode, kind)
		return &idp.Error{Kind: "none"}
	}
	if err.Kind != kind {
		t.Errorf("%s: %q (%v), want %q", req.Method, err.Kind, err, kind)
	}
	return err
}

func wantContains(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if !strings.Contains(text, part) {
			t.Errorf("%q is not in %q", part, text)
		}
	}
}

func wantLacks(t *testing.T, text string, parts ...string) {
	t.Helper()
	for _, part := range parts {
		if strings.Contains(text, part) {
			t.Errorf("%q is in %q", part, text)
		}
	}
}
