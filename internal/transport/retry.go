package transport

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// Pauses between attempts are random, up to a bound that doubles each time (full jitter), unless the platform names one.
const (
	firstBound = 500 * time.Millisecond
	lastBound  = 20 * time.Second
	maxWait    = 2 * time.Minute // the maximum for a pause that the platform names
)

// retry is the layer that repeats requests. The layers that limit requests are below it, so that a pause holds up no other
// request.
type retry struct {
	client    *http.Client
	max       int
	backoff   func(n int, resp *http.Response) time.Duration
	deadline  func(context.Context) (time.Time, bool)
	transient transient
	hosts     *hosts
}

func newRetry(c Config, transient transient, hosts *hosts, next http.RoundTripper) http.RoundTripper {
	r := retry{
		client: &http.Client{Transport: next, CheckRedirect: sameHost}, max: DefaultMaxRetries,
		backoff: backoff, deadline: context.Context.Deadline, transient: transient, hosts: hosts,
	}
	if c.MaxRetries != nil {
		r.max = *c.MaxRetries
	}
	if c.Backoff != nil {
		r.backoff = c.Backoff
	}
	if c.Deadline != nil {
		r.deadline = c.Deadline
	}
	return r
}

func (r retry) RoundTrip(req *http.Request) (*http.Response, error) {
	host := r.hosts.of(req.URL)
	probe, err := host.enter()
	if err != nil {
		return nil, err
	}
	now := time.Now()
	a := attempts{retry: r, host: host, probe: probe, began: now, latest: now}
	client := &retryablehttp.Client{
		HTTPClient:   r.client,
		RetryMax:     math.MaxInt,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
		CheckRetry: func(ctx context.Context, resp *http.Response, err error) (bool, error) {
			return a.again(ctx, resp, err), nil
		},
		Backoff: func(time.Duration, time.Duration, int, *http.Response) time.Duration { return a.pause },
	}
	return (&retryablehttp.RoundTripper{Client: client}).RoundTrip(req)
}

// attempts is the state of one request.
type attempts struct {
	retry
	host   *host
	probe  bool // one attempt is enough if the host still does not respond
	began  time.Time
	latest time.Time // when the last attempt began

	n       int // retries
	counted int // retries that MaxRetries bounds
	pause   time.Duration
}

// again decides after each attempt whether there is another one, and sets the pause before it.
func (a *attempts) again(ctx context.Context, resp *http.Response, err error) bool {
	if err == nil {
		a.host.answers()
	}
	took := time.Since(a.latest)
	again := ctx.Err() == nil && a.worthwhile(ctx, a.classify(resp, err), resp, err) //nolint:contextcheck // judges an error, whatever became of the context
	if again && resp != nil && resp.StatusCode == http.StatusTooManyRequests {
		noteWait(ctx, resp, a.pause)
	}
	if !again && err != nil && !errors.Is(ctx.Err(), context.Canceled) {
		a.gaveUp(err, took) //nolint:contextcheck // likewise
	}
	return again
}

func (a *attempts) worthwhile(ctx context.Context, v verdict, resp *http.Response, err error) bool {
	deadline, bounded := a.deadline(ctx)
	if v == outage && !bounded {
		v = counted
	}
	left, limited := a.patience(err, bounded)
	switch {
	case v == final, v == counted && a.counted == a.max, limited && left <= 0:
		return false
	case v == counted:
		a.counted++
	}
	a.pause = a.backoff(a.n, resp)
	a.n++
	if limited {
		a.pause = min(a.pause, left)
	}
	a.latest = time.Now().Add(a.pause)
	// If the operation ends before the pause does, the response at hand is more useful than a timeout.
	return !bounded || time.Until(deadline) > a.pause
}

// gaveUp marks the host as down if this request has waited for it in vain.
func (a *attempts) gaveUp(err error, took time.Duration) {
	v := a.classify(nil, err)
	if v == counted || v == outage && (a.probe || time.Since(a.began) >= inVain) {
		a.host.isDown(&lostError{cause: err}, a.began, took)
	}
}

// patience returns how much longer to wait for a host that does not respond, if there is a limit besides the operation's
// own.
func (a *attempts) patience(err error, bounded bool) (left time.Duration, limited bool) {
	switch {
	case err == nil:
		return 0, false
	case a.probe:
		return 0, true
	case bounded && !a.host.hasAnswered():
		return firstContact - time.Since(a.began), true
	}
	return 0, false
}

// backoff returns the pause before attempt n+1.
func backoff(n int, resp *http.Response) time.Duration {
	if wait, ok := retryAfter(resp); ok {
		return min(wait, maxWait)
	}
	bound := lastBound
	if n < 6 {
		bound = min(bound, firstBound<<n)
	}
	return rand.N(bound) //nolint:gosec // who guesses it knows when a request comes
}

// retryAfter returns the pause that a response asks for (RFC 9110, section 10.2.3): in seconds, or as a date relative to the
// response's own Date.
func retryAfter(resp *http.Response) (time.Duration, bool) {
	if resp == nil || resp.StatusCode != http.StatusTooManyRequests && resp.StatusCode != http.StatusServiceUnavailable {
		return 0, false
	}
	value := resp.Header.Get("Retry-After")
	if seconds, err := strconv.ParseUint(value, 10, 64); err == nil {
		return time.Duration(min(seconds, uint64(maxWait/time.Second))) * time.Second, true
	}
	date, err := http.ParseTime(value)
	if err != nil {
		return 0, false
	}
	now := Date(resp)
	if now.IsZero() {
		now = time.Now()
	}
	return max(0, date.Sub(now)), true
}

// Date returns the platform's time of the response, or zero if the response has none. Compare the platform's timestamps with
// this time, because the clock of this machine can differ.
func Date(resp *http.Response) time.Time {
	if resp == nil {
		return time.Time{}
	}
	date, _ := http.ParseTime(resp.Header.Get("Date")) // zero on error
	return date
}
