package transport

import "net/http"

// maxInFlight is how many requests a client has under way at a time, however many things Terraform asks for (-parallelism).
const maxInFlight = 10

// Option is something that the requests to one platform need.
type Option func(*traffic)

// traffic is how the requests to one platform are treated.
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

// Transient makes requests be sent again after answers (5xx) in which the platform says that it carried out nothing, and
// that the same request may succeed a moment later.
func Transient(transient func(status int, body []byte) bool) Option {
	return func(t *traffic) { t.transient = transient }
}

// AtMost lets n requests of a kind be under way at a time. The others wait.
func AtMost(n int, kind func(*http.Request) bool) Option {
	return func(t *traffic) { t.limits = append(t.limits, limit{slots: make(chan struct{}, n), kind: kind}) }
}

func all(*http.Request) bool { return true }

// limited puts the limits before a layer.
func (t traffic) limited(next http.RoundTripper) http.RoundTripper {
	for _, l := range t.limits {
		l.next = next
		next = l
	}
	return next
}

// limit holds back the requests of a kind while there are too many. A request has its slot for one attempt, and not while
// it waits for the next.
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
