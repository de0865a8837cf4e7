package transport

import (
	"net/url"
	"strings"
	"sync"
	"time"
)

// How long requests wait for hosts that do not answer.
const (
	// firstContact is for a host that has never answered. Its address is probably wrong, so the error comes long before the
	// operation has used up its time.
	firstContact = 30 * time.Second

	// inVain is how long a request has to wait for a host before the host counts as down for others. A shorter failure may
	// be a restart, which they can wait for.
	inVain = 10 * time.Second

	// downFor is how long a host counts as down. Terraform is done by then with what was waiting; a process that serves for
	// longer gets its patience back.
	downFor = 5 * time.Minute
)

// hosts remembers which hosts answer. All clients of a transport share it.
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

// host is a circuit breaker. While the host is down, a request makes one attempt. After an attempt that took long, such as
// one that a firewall drops, requests fail at once for as long as it took, with what it failed with.
type host struct {
	mu         sync.Mutex
	answeredAt time.Time // the last time
	failure    error     // of the last request that found the host down
	failedAt   time.Time
	took       time.Duration // the attempt that failed
}

// enter reports whether the request may make one attempt only. The error is for a request that may make none.
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

// isDown notes that a request failed, and how long its last attempt took, unless the host has answered another request since
// it began.
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

// origin is scheme, host and port of an address, in one spelling.
func origin(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return u.Scheme + "://" + strings.ToLower(u.Hostname()) + ":" + port
}
