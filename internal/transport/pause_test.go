package transport

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func asking(status int, value string) *http.Response {
	return &http.Response{StatusCode: status, Header: http.Header{"Retry-After": {value}}}
}

// Retry-After is relative to the platform's clock, even if this machine's clock differs by an hour.
func TestRetryAfter_Date_UsesPlatformClock(t *testing.T) {
	resp := asking(503, "Fri, 21 Oct 2101 07:28:30 GMT")
	resp.Header.Set("Date", "Fri, 21 Oct 2101 07:28:00 GMT")
	if wait := backoff(0, resp); wait != 30*time.Second {
		t.Errorf("%v, want 30s", wait)
	}
}

func TestBackoff_Pauses_StayWithinBounds(t *testing.T) {
	for name, c := range map[string]struct {
		n           int
		resp        *http.Response
		least, most time.Duration
	}{
		"first":                      {0, nil, 0, firstBound},
		"third":                      {2, nil, 0, 4 * firstBound},
		"five hundredth":             {499, nil, 0, lastBound},
		"after a 502":                {0, &http.Response{StatusCode: 502}, 0, firstBound},
		"429, none named":            {0, &http.Response{StatusCode: 429}, 0, firstBound},
		"429, 7 seconds":             {3, asking(429, "7"), 7 * time.Second, 7 * time.Second},
		"503, 7 seconds":             {0, asking(503, "7"), 7 * time.Second, 7 * time.Second},
		"429, an hour":               {0, asking(429, "3600"), maxWait, maxWait},
		"429, three centuries":       {0, asking(429, "9999999999"), maxWait, maxWait},
		"429, more than a number":    {0, asking(429, "99999999999999999999"), 0, firstBound},
		"429, no number":             {0, asking(429, "soon"), 0, firstBound},
		"429, less than no time":     {0, asking(429, "-1"), 0, firstBound},
		"502 ignores it":             {0, asking(502, "7"), 0, firstBound},
		"429, a date that is over":   {0, asking(429, "Wed, 21 Oct 2015 07:28:00 GMT"), 0, 0},
		"429, a date far in the sky": {0, asking(429, "Fri, 21 Oct 2101 07:28:00 GMT"), maxWait, maxWait},
	} {
		t.Run(name, func(t *testing.T) {
			if wait := backoff(c.n, c.resp); wait < c.least || wait > c.most {
				t.Errorf("%v, want %v to %v", wait, c.least, c.most)
			}
		})
	}
}

// rateLimited responds with 429 first, and with 200 then.
func rateLimited(header string) direct {
	first := true
	return func(req *http.Request) (*http.Response, error) {
		resp := answer(req, 200, "{}")
		if first {
			resp = answer(req, 429, "slow down")
			resp.Header.Set("Retry-After", header)
		}
		first = false
		return resp, nil
	}
}

func TestRetryAfterIsWaitedForUpToALimit(t *testing.T) {
	for header, want := range map[string]time.Duration{"7": 7 * time.Second, "86400": maxWait} {
		t.Run(header, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				began := time.Now()
				wantStatus(t, over(Config{}, rateLimited(header)).Client(), requestBy(t.Context(), t, "POST", "https://idp.invalid"), 200)
				if took := time.Since(began); took != want {
					t.Errorf("it took %v, want %v", took, want)
				}
			})
		})
	}
}

func TestPause_LongerThanOperation_FailsAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 3*time.Second)
		defer cancel()
		began := time.Now()
		wantStatus(t, over(Config{}, rateLimited("60")).Client(), requestBy(ctx, t, "POST", "https://idp.invalid"), 429)
		if took := time.Since(began); took != 0 {
			t.Errorf("it took %v, and could only end in the same way", took)
		}
	})
}

func TestPauseEndsWithACancelledOperation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		time.AfterFunc(3*time.Second, cancel)
		began := time.Now()
		wantError(t, over(Config{}, rateLimited("60")).Client(), requestBy(ctx, t, "POST", "https://idp.invalid"), idp.ErrUnavailable)
		if took := time.Since(began); took != 3*time.Second {
			t.Errorf("it took %v, want 3s", took)
		}
	})
}

func TestRetry_OperationEnded_SendsNothing(t *testing.T) {
	for name, result := range map[string]func(*http.Request) (*http.Response, error){
		"after an answer": func(req *http.Request) (*http.Response, error) { return answer(req, 503, ""), nil },
		"without one":     func(*http.Request) (*http.Response, error) { return nil, errors.New("broken") },
	} {
		t.Run(name, func(t *testing.T) {
			ctx, cancel := context.WithCancel(t.Context())
			attempts := 0
			base := direct(func(req *http.Request) (*http.Response, error) {
				attempts++
				cancel()
				return result(req)
			})
			resp, _, err := send(t, over(quick(), base).Client(), requestBy(ctx, t, "GET", "https://idp.invalid"))
			if attempts != 1 || (err == nil) != (resp != nil && resp.StatusCode == 503) {
				t.Errorf("%d attempts: %v, %v", attempts, resp, err)
			}
			if err != nil {
				wantContains(t, err.Message, "broken")
			}
		})
	}
}
