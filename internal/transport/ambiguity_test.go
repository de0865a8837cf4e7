package transport

import (
	"context"
	"net/http"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"golang.org/x/oauth2"
)

func TestTrackAmbiguity_AttemptWithoutResponse_IsAmbiguous(t *testing.T) {
	done := reply(200, "{}")
	for name, tc := range map[string]struct {
		steps []http.HandlerFunc
		want  bool
	}{
		"answered":                {[]http.HandlerFunc{done}, false},
		"refused":                 {[]http.HandlerFunc{reply(403, "")}, false},
		"refused twice":           {[]http.HandlerFunc{reply(429, ""), reply(403, "")}, false},
		"nothing was done":        {[]http.HandlerFunc{reply(500, "busy"), done}, false},
		"dropped, then answered":  {[]http.HandlerFunc{drop, done}, true},
		"cut, then refused":       {[]http.HandlerFunc{truncate, reply(403, "")}, true},
		"an error, then too many": {[]http.HandlerFunc{reply(502, ""), reply(429, "")}, true},
	} {
		t.Run(name, func(t *testing.T) {
			_, url := serve(t, tc.steps...)
			client := newTransport(t, quick()).Authenticated(StaticToken("t"),
				Transient(func(_ int, body []byte) bool { return strings.Contains(string(body), "busy") }))
			ctx, ambiguous := TrackAmbiguity(t.Context())
			resp, err := client.Do(requestBy(ctx, t, repeatablePOST, url))
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			if ambiguous() != tc.want {
				t.Errorf("ambiguous: %t", ambiguous())
			}
		})
	}
}

// A login is not a write, so a lost one is not ambiguous.
func TestTrackAmbiguity_LostLogin_IsNotAmbiguous(t *testing.T) {
	_, lost := serve(t, drop)
	_, url := serve(t, reply(200, "{}"))
	tr := newTransport(t, quick())
	ctx, ambiguous := TrackAmbiguity(t.Context())
	client := tr.Authenticated(func(ctx context.Context) (*oauth2.Token, error) {
		if resp, err := tr.Client().Do(newRequest(ctx, t, "GET", lost, "")); err == nil {
			_ = resp.Body.Close()
			t.Error("the login was answered")
		}
		return &oauth2.Token{AccessToken: "t"}, nil
	})
	wantStatus(t, client, requestBy(ctx, t, "POST", url), 200)
	if ambiguous() {
		t.Error("the lost login is taken for an attempt")
	}
}

func TestLastAttempt_LeavesOutPausesAndAttemptsThatWereNotSent(t *testing.T) {
	var passed atomic.Int64 // of a clock that only moves when the test says so
	clock := func() time.Time {
		return time.Date(2026, 9, 1, 10, 0, 0, 0, time.UTC).Add(time.Duration(passed.Load()))
	}
	pass := func(d time.Duration) { passed.Add(int64(d)) }
	slow := func(next http.HandlerFunc) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { pass(3 * time.Second); next(w, r) }
	}
	for name, tc := range map[string]struct {
		steps       []http.HandlerFunc
		sent, ended time.Duration // after the request began
	}{
		"answered":               {[]http.HandlerFunc{slow(reply(200, ""))}, 0, 3 * time.Second},
		"turned away, then lost": {[]http.HandlerFunc{reply(429, ""), slow(drop)}, 8 * time.Second, 11 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			began := clock()
			_, url := serve(t, tc.steps...)
			config := Config{Backoff: func(int, *http.Response) time.Duration { pass(8 * time.Second); return 0 }}
			ctx, last := LastAttempt(t.Context(), clock)
			resp, err := newTransport(t, config).Authenticated(StaticToken("t")).Do(requestBy(ctx, t, "POST", url))
			if err == nil {
				_ = resp.Body.Close()
			}
			if sent, ended := last(); sent.Sub(began) != tc.sent || ended.Sub(began) != tc.ended {
				t.Errorf("sent after %v, ended after %v; want %v and %v", sent.Sub(began), ended.Sub(began), tc.sent, tc.ended)
			}
		})
	}
}

func TestLastAttempt_NothingSent(t *testing.T) {
	ctx, last := LastAttempt(t.Context(), time.Now)
	ctx, cancel := context.WithCancel(ctx)
	cancel()
	_, url := serve(t, reply(200, ""))
	if resp, err := newTransport(t, quick()).Authenticated(StaticToken("t")).Do(requestBy(ctx, t, "POST", url)); err == nil {
		_ = resp.Body.Close()
		t.Error("the request was sent")
	}
	if sent, ended := last(); !sent.IsZero() || !ended.IsZero() {
		t.Errorf("sent at %v, ended at %v", sent, ended)
	}
}
