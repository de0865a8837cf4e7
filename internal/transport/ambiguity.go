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

// TrackAmbiguity returns a context for the requests of an operation, and whether the outcome of an attempt at one of them is
// ambiguous: the attempt was sent and not answered, or answered with a 5xx that does not say that nothing was done. The answer
// to a later attempt, such as a 429, does not take that back.
func TrackAmbiguity(ctx context.Context) (context.Context, func() bool) {
	flag := new(atomic.Bool)
	return context.WithValue(ctx, ambiguityKey{}, flag), flag.Load
}

type attemptTimesKey struct{}

// attemptTimes is when an attempt was sent, and when it ended, by the clock now.
type attemptTimes struct {
	now func() time.Time

	mu          sync.Mutex
	sent, ended time.Time
}

// LastAttempt returns a context for a request, and when the last attempt at it that was sent began and ended, by the clock now:
// without the pauses between attempts, and without the time that an attempt waited to be sent. Both are zero if none was sent.
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

// end is called after each attempt, also after one that was not sent, which changes nothing.
func (t *attemptTimes) end() {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.sent.IsZero() && t.ended.IsZero() {
		t.ended = t.now()
	}
}

// observed is the request in a form that notes when it gets its connection.
func (t *attemptTimes) observed(req *http.Request) *http.Request {
	trace := &httptrace.ClientTrace{GotConn: func(httptrace.GotConnInfo) { t.begin() }}
	return req.WithContext(httptrace.WithClientTrace(req.Context(), trace))
}

// tracker is the layer that notes both.
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

// transient recognizes answers (5xx) that say that nothing was carried out; nil recognizes none.
type transient func(status int, body []byte) bool

func (p transient) says(resp *http.Response) bool {
	if p == nil || resp.StatusCode < http.StatusInternalServerError {
		return false
	}
	body, err := io.ReadAll(resp.Body) // is in memory already
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return err == nil && p(resp.StatusCode, body)
}
