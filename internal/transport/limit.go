package transport

import "net/http"

// maxInFlight is the number of requests that a client sends in parallel, whatever Terraform's -parallelism is.
const maxInFlight = 10

// Option is an option for the requests to one platform.
type Option func(*traffic)

// traffic has the options for the requests to one platform.
type traffic struct {
	transient transient
	limits    []limit
}

func newTraffic(options ...Option) (t traffic) {
	for _, option := range append([]Option{AtMost(maxInFlight, all)}, options...) {
		option(&t)
	}
	return t
}

// Transient returns an Option that retries after 5xx responses in which the platform says that it did nothing, and that the
// same request can succeed later.
func Transient(transient func(status int, body []byte) bool) Option {
	return func(t *traffic) { t.transient = transient }
}

// AtMost returns an Option that limits requests of a kind to n in parallel. Further ones wait.
func AtMost(n int, kind func(*http.Request) bool) Option {
	return func(t *traffic) { t.limits = append(t.limits, limit{slots: make(chan struct{}, n), kind: kind}) }
}

func all(*http.Request) bool { return true }

// limited wraps next with the limits.
func (t traffic) limited(next http.RoundTripper) http.RoundTripper {
	for _, l := range t.limits {
		l.next = next
		next = l
	}
	return next
}

// limit is the layer that limits the number of parallel requests of a kind. A request holds its slot for one attempt, but
// not during the pause before the next.
type limit struct {
	next  http.RoundTripper
	slots chan struct{}
	kind  func(*http.Request) bool
}

func (l limit) RoundTrip(req *http.Request) (*http.Response, error) {
	if !l.kind(req) {
		return l.next.RoundTrip(req)
	}
	select {
	case l.slots <- struct{}{}:
		defer func() { <-l.slots }()
		return l.next.RoundTrip(req)
	case <-req.Context().Done():
		return nil, &lostError{cause: req.Context().Err(), repeatable: mayRepeat(req)}
	}
}
