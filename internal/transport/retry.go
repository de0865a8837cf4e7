package transport

import (
	"context"
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
	return min(retryablehttp.RateLimitLinearJitterBackoff(minWait, rndWait, n, resp), maxWait)
}

// checkRetry decides after each attempt. What may be repeated is repeated after a broken connection and after the
// answers that say "later"; anything else only when it was certainly not carried out: it was never sent, or it was
// turned away with a 429.
func checkRetry(ctx context.Context, resp *http.Response, err error) (bool, error) {
	if ctx.Err() != nil {
		return false, nil // err or resp, which say more, become the outcome
	}
	if err != nil {
		again, _ := retryablehttp.DefaultRetryPolicy(ctx, nil, err) // false for certificates and the like
		var lost *lostError
		if errors.As(err, &lost) {
			return again && (!lost.sent || lost.repeatable), nil
		}
		return again, nil
	}
	switch resp.StatusCode {
	case http.StatusTooManyRequests:
		return true, nil
	case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return mayRepeat(resp.Request), nil
	}
	return false, nil
}
