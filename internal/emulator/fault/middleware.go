package fault

import (
	"bytes"
	"context"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"time"
)

// Middleware applies the faults that are armed for the operation to its requests, and passes the other requests on.
func (s *Set) Middleware(operation string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		f, ok := s.take(operation)
		if !ok {
			next.ServeHTTP(w, r)
			return
		}
		s.meet(f, w, r, next)
	})
}

func (s *Set) meet(f Fault, w http.ResponseWriter, r *http.Request, next http.Handler) {
	switch f.Kind {
	case DropBefore:
		panic(http.ErrAbortHandler)
	case DropAfterCommit:
		next.ServeHTTP(httptest.NewRecorder(), r)
		panic(http.ErrAbortHandler)
	case Status:
		f.answer(w)
	case HTML:
		w.Header().Set("Content-Type", "text/html")
		w.WriteHeader(http.StatusBadGateway)
		_, _ = w.Write([]byte("<html><head><title>502 Bad Gateway</title></head><body><h1>Bad Gateway</h1></body></html>"))
	case Truncate:
		truncate(w, r, next)
	case Delay:
		s.delay(f, w, r, next)
	default:
		next.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), contextKey{}, f.Kind)))
	}
}

// delay carries out the request, even if the client disconnects meanwhile, and holds the response back until the delay is
// over or the client has disconnected. The server notices a disconnect only after the whole request has been read.
func (s *Set) delay(f Fault, w http.ResponseWriter, r *http.Request, next http.Handler) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		panic(http.ErrAbortHandler) // the request did not arrive completely
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	rec := httptest.NewRecorder()
	next.ServeHTTP(rec, r.WithContext(context.WithoutCancel(r.Context())))
	delay := time.Duration(f.DelayMS) * time.Millisecond
	if s.Delayed != nil {
		s.Delayed(delay)
	}
	select {
	case <-time.After(delay):
	case <-r.Context().Done():
	}
	maps.Copy(w.Header(), rec.Header())
	w.WriteHeader(rec.Code)
	_, _ = w.Write(rec.Body.Bytes())
}

func (f Fault) answer(w http.ResponseWriter) {
	if f.Body != "" {
		w.Header().Set("Content-Type", "application/json")
	}
	if f.RetryAfter != "" {
		w.Header().Set("Retry-After", f.RetryAfter)
	}
	status := f.Status
	if status == 0 {
		status = http.StatusInternalServerError
	}
	w.WriteHeader(status)
	_, _ = w.Write([]byte(f.Body))
}

// truncate sends half of the body and closes the connection without terminating the body. A response without a body is lost
// completely.
func truncate(w http.ResponseWriter, r *http.Request, next http.Handler) {
	rec := httptest.NewRecorder()
	next.ServeHTTP(rec, r)
	maps.Copy(w.Header(), rec.Header())
	body := rec.Body.Bytes()
	if len(body) == 0 {
		panic(http.ErrAbortHandler)
	}
	w.Header().Del("Content-Length")
	w.WriteHeader(rec.Code)
	_, _ = w.Write(body[:len(body)/2])
	_ = http.NewResponseController(w).Flush()
	panic(http.ErrAbortHandler)
}
