package transport

import (
	"bytes"
	"cmp"
	"context"
	"io"
	"net/http"
	"net/http/httptrace"
	"regexp"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

// maxBody is the maximum size of a response. A list of ten thousand applications takes about half of it.
const maxBody = 16 << 20

// attempt is the layer that sends a request once.
type attempt struct {
	next      http.RoundTripper
	userAgent string
	peer      peer
	limited   func(context.Context) (context.Context, context.CancelFunc)
}

func newAttempt(c Config, next http.RoundTripper) *attempt {
	timeout, with := cmp.Or(c.Timeout, DefaultTimeout), c.WithTimeout
	if with == nil {
		with = context.WithTimeout
	}
	limited := func(ctx context.Context) (context.Context, context.CancelFunc) { return with(ctx, timeout) }
	return &attempt{next: next, userAgent: c.UserAgent, limited: limited}
}

// RoundTrip reads the whole body, so that a connection that breaks in the middle of it counts as broken.
func (a *attempt) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := a.limited(req.Context())
	defer cancel()
	var sent atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { sent.Store(false) }, // called again if an idle connection turned out to be closed
		GotConn: func(httptrace.GotConnInfo) { sent.Store(true) },
	})

	began := time.Now()
	resp, err := a.exchange(a.prepare(ctx, req))
	a.log(req, resp, err, time.Since(began))
	if err != nil {
		return nil, &lostError{cause: err, sent: sent.Load(), repeatable: mayRepeat(req)}
	}
	resp.Request = req // the request without the timeout of this attempt
	if _, err := resp.Location(); err != nil {
		resp.Header.Del("Location") // if it is not a URL, http.Client would return an error and drop the response
	}
	return resp, nil
}

func (a *attempt) prepare(ctx context.Context, req *http.Request) *http.Request {
	req = req.Clone(ctx)
	for name, value := range a.peer.headersFor(req.URL) {
		req.Header.Set(name, value)
	}
	req.Header.Set("User-Agent", a.userAgent)
	if req.Header.Get("Accept") == "" {
		req.Header.Set("Accept", "application/json")
	}
	return req
}

func (a *attempt) exchange(req *http.Request) (*http.Response, error) {
	resp, err := a.next.RoundTrip(req)
	if err != nil {
		return nil, err
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(http.MaxBytesReader(nil, resp.Body, maxBody))
	if err != nil {
		return nil, err
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// log logs what operators need to follow the traffic. It omits everything that a platform or a user wrote.
func (a *attempt) log(req *http.Request, resp *http.Response, err error, took time.Duration) {
	fields := map[string]any{
		"method": req.Method, "host": req.URL.Host, "path": pathTemplate(req.URL.Path),
		"attempt": attemptNumber(req.Context()), "duration_ms": took.Milliseconds(),
	}
	if err != nil {
		fields["error"], _ = explain(err, settingOf(req))
		tflog.Warn(req.Context(), "request failed", fields)
		return
	}
	fields["status"] = resp.StatusCode
	tflog.Debug(req.Context(), "request", fields)
}

var (
	pathSegment = regexp.MustCompile(`[^/]*[0-9][^/]*`)
	apiVersion  = regexp.MustCompile(`^v?[0-9]$`)
)

// pathTemplate replaces the IDs in a path: all segments with a digit, except an API version.
func pathTemplate(path string) string {
	return pathSegment.ReplaceAllStringFunc(path, func(segment string) string {
		if apiVersion.MatchString(segment) {
			return segment
		}
		return "{id}"
	})
}

type attemptKey struct{}

// attemptNumber returns the number of the attempt at a request, starting from 1.
func attemptNumber(ctx context.Context) int32 {
	if n, ok := ctx.Value(attemptKey{}).(*atomic.Int32); ok {
		return n.Add(1)
	}
	return 1
}

func countAttempts(ctx context.Context) context.Context {
	return context.WithValue(ctx, attemptKey{}, new(atomic.Int32))
}
