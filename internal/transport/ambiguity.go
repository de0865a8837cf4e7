package transport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptrace"
	"sync"
	"sync/atomic"
	"time"
)

type ambiguityKey struct{}

// TrackAmbiguity returns a context for the requests of an operation, and a function that reports whether the outcome of any
// attempt is ambiguous. It is ambiguous if the attempt was sent and got no response, or a 5xx that does not say that nothing
// was done. A later response, such as a 429, does not change that.
func TrackAmbiguity(ctx context.Context) (context.Context, func() bool) {
	flag := new(atomic.Bool)
	return context.WithValue(ctx, ambiguityKey{}, flag), flag.Load
}

type attemptTimesKey struct{}

// attemptTimes records when an attempt was sent and when it ended, as now returned it.
type attemptTimes struct {
	now func() time.Time

	mu          sync.Mutex
	sent, ended time.Time
}

// LastAttempt returns a context for a request, and a function that returns when the last attempt that was sent began and
// ended, according to now. The times exclude pauses between attempts, and the time before the attempt was sent. Both are
// zero if no attempt was sent.
func LastAttempt(ctx context.Context, now func() time.Time) (context.Context, func() (sent, ended time.Time)) {
	times := &attemptTimes{now: now}
	return context.WithValue(ctx, attemptTimesKey{}, times), times.last
}

func (t *attemptTimes) last() (sent, ended time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.sent, t.ended
}

func (t *attemptTimes) begin() {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.sent, t.ended = t.now(), time.Time{}
}

// end is called after each attempt. It does nothing if the attempt was not sent.
func (t *attemptTimes) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.sent.IsZero() && t.ended.IsZero() {
		t.ended = t.now()
	}
}

// observed returns the request with a trace that records when it gets its connection.
func (t *attemptTimes) observed(req *http.Request) *http.Request {
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { t.begin() }}
	return req.WithContext(httptrace.WithClientTrace(req.Context(), trace))
}

// tracker is the layer that records ambiguous attempts and attempt times.
type tracker struct {
	next      http.RoundTripper
	transient transient
}

func (t tracker) RoundTrip(req *http.Request) (*http.Response, error) {
	if times, watched := req.Context().Value(attemptTimesKey{}).(*attemptTimes); watched {
		req = times.observed(req)
		defer times.end()
	}
	resp, err := t.next.RoundTrip(req)
	flag, watched := req.Context().Value(ambiguityKey{}).(*atomic.Bool)
	lost, unanswered := errors.AsType[*lostError](err)
	if watched && (unanswered && lost.sent || err == nil && resp.StatusCode >= http.StatusInternalServerError && !t.transient.says(resp)) {
		flag.Store(true)
	}
	return resp, err
}

// transient reports whether a 5xx response says that nothing was done. If nil, none does.
type transient func(status int, body []byte) bool

func (p transient) says(resp *http.Response) bool {
	if p == nil || resp.StatusCode < http.StatusInternalServerError {
		return false
	}
	body, err := io.ReadAll(resp.Body) // already in memory
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return err == nil && p(resp.StatusCode, body)
}
