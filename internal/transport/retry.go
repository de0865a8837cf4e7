package transport

import (
	"context"
	"crypto/tls"
	"errors"
	"net/http"
	"time"

	"github.com/hashicorp/go-retryablehttp"
)

// The pauses between attempts: random, growing, and never longer than maxWait, whatever the platform asks for.
const (
	minWait = 250 * time.Millisecond
	rndWait = time.Second
	maxWait = 2 * time.Minute
)

func backoff(_, _ time.Duration, n int, resp *http.Response) time.Duration {
	wait := retryablehttp.RateLimitLinearJitterBackoff(minWait, rndWait, n, resp)
	if wait < 0 { // a Retry-After of centuries, which is more than a Duration holds
		return maxWait
	}
	return min(wait, maxWait)
}

// checkRetry decides after each attempt. What may be repeated is repeated after a broken connection and after the
// answers that say "later"; anything else only when it was certainly not carried out: it was never sent, or it was
// turned away with a 429.
func checkRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if ctx.Err() != nil {
		return false, nil //nolint:nilerr // err or resp, which say more, become the outcome
	}
	if err != nil {
		return repeats(ctx, err), nil
	}
	switch resp.StatusCode {
	case http.StatusTooManyRequests:
		return true, nil
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return mayRepeat(resp.Request), nil
	}
	return false, nil
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
