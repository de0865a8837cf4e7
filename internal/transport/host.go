package transport

import (
	"net/url"
	"strings"
	"sync"
	"time"
)

// How long requests wait for hosts that do not respond.
const (
	// firstContact applies to a host that has never responded. Its address is probably wrong, so the error comes long before
	// the operation times out.
	firstContact = 30 * time.Second

	// inVain is how long a request waits for a host before the host counts as down for other requests. A shorter failure can
	// be a restart, which is worth waiting for.
	inVain = 10 * time.Second

	// downFor is how long a host counts as down. By then, Terraform has finished what was waiting. In a process that runs
	// longer, requests wait for the host again.
	downFor = 5 * time.Minute
)

// hosts remembers which hosts respond. All clients of a transport share it.
type hosts struct {
	mu    sync.Mutex
	known map[string]*host
}

func (h *hosts) of(u *url.URL) *host {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.known == nil {
		h.known = map[string]*host{}
	}
	key := origin(u)
	if h.known[key] == nil {
		h.known[key] = &host{}
	}
	return h.known[key]
}

// host is a circuit breaker. While the host is down, a request makes only one attempt. If that attempt took long, for
// example because of a firewall, further requests fail with the same error at once, for as long as the attempt took.
type host struct {
	mu         sync.Mutex
	answeredAt time.Time // the last time
	failure    error     // of the last request that found the host down
	failedAt   time.Time
	took       time.Duration // duration of the failed attempt
}

// enter reports whether the request may make only one attempt. It returns an error if the request may make none.
func (h *host) enter() (probe bool, err error) {
	h.mu.Lock()
	defer h.mu.Unlock()
	since := time.Since(h.failedAt)
	if h.failure == nil || since >= downFor {
		return false, nil
	}
	if since < h.took {
		return false, h.failure
	}
	return true, nil
}

func (h *host) answers() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.answeredAt, h.failure = time.Now(), nil
}

// isDown records that a request failed, and how long its last attempt took, unless the host has responded to another request
// since then.
func (h *host) isDown(failure error, began time.Time, took time.Duration) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.answeredAt.After(began) {
		return
	}
	h.failure, h.failedAt, h.took = failure, time.Now(), took
}

func (h *host) hasAnswered() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	return !h.answeredAt.IsZero()
}

// origin returns the scheme, host and port of an address in normalized form.
func origin(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return u.Scheme + "://" + strings.ToLower(u.Hostname()) + ":" + port
}
