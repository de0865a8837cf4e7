package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"math/rand/v2"
	"net/http"
	"strconv"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// The pauses between attempts: random up to a bound that doubles with each (full jitter), unless the platform names one.
const (
	firstBound = 500 * time.Millisecond
	lastBound  = 20 * time.Second
	maxWait    = 2 * time.Minute // whatever the platform asks for
)

// retry repeats what may be repeated. Whatever limits requests is below it, so that a pause holds nobody up.
type retry struct {
	client  *http.Client
	max     int
	backoff func(n int, resp *http.Response) time.Duration
	passing passing
}

func newRetry(c Config, passing passing, next http.RoundTripper) http.RoundTripper {
	r := retry{client: &http.Client{Transport: next, CheckRedirect: sameHost}, max: DefaultMaxRetries, backoff: backoff, passing: passing}
	if c.MaxRetries != nil {
		r.max = *c.MaxRetries
	}
	if c.Backoff != nil {
		r.backoff = c.Backoff
	}
	return r
}

func (r retry) RoundTrip(req *http.Request) (*http.Response, error) {
	var n int
	var pause time.Duration
	client := &retryablehttp.Client{
		HTTPClient:   r.client,
		RetryMax:     r.max,
		ErrorHandler: retryablehttp.PassthroughErrorHandler,
		CheckRetry: func(ctx context.Context, resp *http.Response, err error) (bool, error) {
			if n == r.max || !r.again(ctx, resp, err) {
				return false, nil
			}
			pause = r.backoff(n, resp)
			n++
			return outlasts(ctx, pause), nil
		},
		Backoff: func(time.Duration, time.Duration, int, *http.Response) time.Duration { return pause },
	}
	return (&retryablehttp.RoundTripper{Client: client}).RoundTrip(req)
}

// outlasts reports whether the operation goes on after a pause. Where it does not, the answer at hand says more than
// that the time is over.
func outlasts(ctx context.Context, pause time.Duration) bool {
	deadline, ok := ctx.Deadline()
	return !ok || time.Until(deadline) > pause
}

// again decides after each attempt.
func (r retry) again(ctx context.Context, resp *http.Response, err error) bool {
	return checkRetry(ctx, resp, err) || err == nil && ctx.Err() == nil && r.passing.says(resp)
}

// backoff is the pause before attempt n+1.
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

// retryAfter is the pause that an answer asks for (RFC 9110, section 10.2.3), in seconds or as a date by its own clock.
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

// Date is the platform's time when it answered, zero where the answer does not say. The clocks of a platform and of this
// machine need not agree, so what a platform stamps is compared with this.
func Date(resp *http.Response) time.Time {
	if resp == nil {
		return time.Time{}
	}
	date, _ := http.ParseTime(resp.Header.Get("Date")) // zero beside an error
	return date
}

// checkRetry decides by what every platform has in common. What may be repeated is repeated after a broken connection and
// after the answers that say "later" or name no reason (500): one failed read of hundreds would end a whole plan. Anything
// else only when it was certainly not carried out: it was never sent, or it was turned away with a 429.
func checkRetry(ctx context.Context, resp *http.Response, err error) bool {
	if ctx.Err() != nil {
		return false
	}
	if err != nil {
		return repeats(ctx, err)
	}
	switch resp.StatusCode {
	case http.StatusTooManyRequests:
		return true
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return mayRepeat(resp.Request)
	}
	return false
}

// repeats decides after an attempt without an answer. A bad certificate stays bad, and too long an answer too long.
func repeats(ctx context.Context, err error) bool {
	lost, ok := errors.AsType[*lostError](err)
	if !ok || lost.sent && !lost.repeatable {
		return false
	}
	_, untrusted := errors.AsType[*tls.CertificateVerificationError](err)
	_, tooLong := errors.AsType[*http.MaxBytesError](err)
	if untrusted || tooLong {
		return false
	}
	again, _ := retryablehttp.DefaultRetryPolicy(ctx, nil, err) // false for a wrong scheme and the like
	return again
}
