package lerian

import (
	"net/http"
	"strconv"
	"sync"
	"time"
)

const window = time.Minute

// limiter counts requests in fixed windows of a minute.
type limiter struct {
	max int // 0 is no limit
	now func() time.Time

	mu    sync.Mutex
	start time.Time
	count int
}

// allow counts a request; where there are too many, it returns when the window ends.
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

// limit stands before authentication, as the real limiter does.
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
		// The limiter is shared by all Lerian services, and its code is a number.
		respond(w, http.StatusTooManyRequests, map[string]any{
			"code": http.StatusTooManyRequests, "title": "rate_limit_exceeded", "message": "rate limit exceeded",
		})
	})
}
