package emulator

import (
	"context"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

// servers are the listeners and the HTTP servers on them.
type servers struct {
	listeners []net.Listener
	servers   []*http.Server
	cancel    context.CancelFunc // cancels the contexts of all requests
	accepting sync.WaitGroup
	handlers  handlers
}

// listen binds n free ports and returns their URLs.
func (s *servers) listen(n int) ([]string, error) {
	urls := make([]string, 0, n)
	for range n {
		l, err := net.Listen("tcp", "127.0.0.1:0")
		if err != nil {
			s.release()
			return nil, fmt.Errorf("no free port on 127.0.0.1: %w", err)
		}
		s.listeners = append(s.listeners, l)
		urls = append(urls, "http://"+l.Addr().String())
	}
	return urls, nil
}

func (s *servers) release() {
	for _, l := range s.listeners {
		_ = l.Close()
	}
}

// serve serves the handler at each index on the listener at the same index.
func (s *servers) serve(all ...http.Handler) {
	ctx, cancel := context.WithCancel(context.Background())
	s.cancel = cancel
	for i, h := range all {
		server := &http.Server{
			Handler:           s.handlers.track(h),
			ReadHeaderTimeout: 10 * time.Second,
			ErrorLog:          log.New(io.Discard, "", 0), // faults abort handlers, which would be logged
			BaseContext:       func(net.Listener) context.Context { return ctx },
		}
		s.servers = append(s.servers, server)
		s.accepting.Go(func() { _ = server.Serve(s.listeners[i]) })
	}
}

// stop closes all connections at once and waits for the running handlers.
func (s *servers) stop() {
	s.cancel()
	s.handlers.refuse()
	for _, server := range s.servers {
		_ = server.Close()
	}
	s.release()
	s.accepting.Wait()
	s.handlers.running.Wait()
}

// handlers counts the running handlers, which http.Server.Close does not wait for.
type handlers struct {
	mu      sync.Mutex
	refused bool
	running sync.WaitGroup
}

func (h *handlers) track(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !h.enter() {
			panic(http.ErrAbortHandler)
		}
		defer h.running.Done()
		next.ServeHTTP(w, r)
	})
}

func (h *handlers) enter() bool {
	h.mu.Lock()
	defer h.mu.Unlock()
	if h.refused {
		return false
	}
	h.running.Add(1)
	return true
}

func (h *handlers) refuse() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.refused = true
}
