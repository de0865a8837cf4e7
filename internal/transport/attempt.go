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

// maxBody is the longest answer that is read. A list of ten thousand applications is about half of it.
const maxBody = 16 << 20

// attempt sends a request once.
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

// RoundTrip reads the whole answer, so that a connection that breaks in its middle counts as a broken connection.
func (a *attempt) RoundTrip(req *http.Request) (*http.Response, error) {
	ctx, cancel := a.limited(req.Context())
	defer cancel()
	var sent atomic.Bool
	ctx = httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GetConn: func(string) { sent.Store(false) }, // again, when an idle connection turned out to be closed
		GotConn: func(httptrace.GotConnInfo) { sent.Store(true) },
	})

	began := time.Now()
	resp, err := a.exchange(a.prepare(ctx, req))
	a.log(req, resp, err, time.Since(began))
	if err != nil {
		return nil, &lostError{cause: err, sent: sent.Load(), repeatable: mayRepeat(req)}
	}
	resp.Request = req // the one without this attempt's time limit
	if _, err := resp.Location(); err != nil {
		resp.Header.Del("Location") // http.Client would make an error of one that is no URL, and drop the answer
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

// log writes what an operator needs to follow the traffic, and nothing that a platform or a user wrote.
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

// pathTemplate replaces the IDs in a path: all segments with a digit, apart from an API's version.
func pathTemplate(path string) string {
	return pathSegment.ReplaceAllStringFunc(path, func(segment string) string {
		if apiVersion.MatchString(segment) {
			return segment
		}
		return "{id}"
	})
}

type attemptKey struct{}

// attemptNumber counts the attempts at one request, from 1.
func attemptNumber(ctx context.Context) int32 {
	if n, ok := ctx.Value(attemptKey{}).(*atomic.Int32); ok {
		return n.Add(1)
	}
	return 1
}

func countAttempts(ctx context.Context) context.Context {
	return context.WithValue(ctx, attemptKey{}, new(atomic.Int32))
}
