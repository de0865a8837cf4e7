package lerian

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

const window = time.Minute

// limiter is a rate limiter with fixed windows of one minute.
type limiter struct {
	max int // 0 means no limit
	now func() time.Time

	mu    sync.Mutex
	start time.Time
	count int
}

// allow counts a request. It returns the end of the window, and whether the request is within the limit.
func (l *limiter) allow() (reset time.Time, ok bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	now := l.now()
	if now.Sub(l.start) >= window {
		l.start, l.count = now, 0
	}
	l.count++
	return l.start.Add(window), l.max == 0 || l.count <= l.max
}

// limit returns next with the rate limit in front of authentication, as the real limiter is.
func (l *limiter) limit(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		reset, ok := l.allow()
		if ok {
			next.ServeHTTP(w, r)
			return
		}
		wait := max(1, int((reset.Sub(l.now())+time.Second-1)/time.Second))
		w.Header().Set("Retry-After", strconv.Itoa(wait))
		w.Header().Set("X-RateLimit-Limit", strconv.Itoa(l.max))
		w.Header().Set("X-RateLimit-Remaining", "0")
		w.Header().Set("X-RateLimit-Reset", strconv.FormatInt(reset.Unix(), 10))
		// All Lerian services share the limiter; its code is a number.
		respond(w, http.StatusTooManyRequests, map[string]any{
			"code": http.StatusTooManyRequests, "title": "rate_limit_exceeded", "message": "rate limit exceeded",
		})
	})
}
