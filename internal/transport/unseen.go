package transport

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net/http"
	"sync/atomic"
)

type unseenKey struct{}

// Unseen returns a context for the requests of an operation, and whether an attempt at one of them may have been carried out
// unseen: it was sent, and not answered, or with a 5xx that does not say that nothing was done. What the last attempt
// says, such as that there are too many requests, does not take that back.
func Unseen(ctx context.Context) (context.Context, func() bool) {
	flag := new(atomic.Bool)
	return context.WithValue(ctx, unseenKey{}, flag), flag.Load
}

// witness is the layer that notes it.
type witness struct {
	next    http.RoundTripper
	passing passing
}

func (w witness) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := w.next.RoundTrip(req)
	flag, watched := req.Context().Value(unseenKey{}).(*atomic.Bool)
	lost, unanswered := errors.AsType[*lostError](err)
	if watched && (unanswered && lost.sent || err == nil && resp.StatusCode >= http.StatusInternalServerError && !w.passing.says(resp)) {
		flag.Store(true)
	}
	return resp, err
}

// passing recognizes answers (5xx) that say that nothing was carried out; nil recognizes none.
type passing func(status int, body []byte) bool

func (p passing) says(resp *http.Response) bool {
	if p == nil || resp.StatusCode < http.StatusInternalServerError {
		return false
	}
	body, err := io.ReadAll(resp.Body) // is in memory already
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return err == nil && p(resp.StatusCode, body)
}
