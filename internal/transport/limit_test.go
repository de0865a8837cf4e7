package transport

import (
	"context"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// busy is a platform that takes a second per request, and records how many requests were in progress at the same time.
type busy struct{ now, most atomic.Int32 }

func (b *busy) RoundTrip(req *http.Request) (*http.Response, error) {
	for n, most := b.now.Add(1), b.most.Load(); n > most && !b.most.CompareAndSwap(most, n); most = b.most.Load() {
	}
	defer b.now.Add(-1)
	<-time.After(time.Second)
	return answer(req, 200, "{}"), nil
}

func post(req *http.Request) bool { return req.Method == http.MethodPost }

func TestPlatformGetsNoMoreRequestsAtATimeThanItTakes(t *testing.T) {
	for name, c := range map[string]struct {
		method string
		open   bool // without a token
		most   int32
	}{"those of a kind": {"POST", false, 4}, "all": {"GET", false, 10}, "without a token": {"POST", true, 10}} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var platform busy
				tr := over(Config{}, &platform)
				client := tr.Authenticated(StaticToken("t"), AtMost(4, post))
				if c.open {
					client = tr.Client()
				}
				var wg sync.WaitGroup
				for range 50 {
					wg.Go(func() { wantStatus(t, client, requestBy(t.Context(), t, c.method, "https://idp.invalid"), 200) })
				}
				wg.Wait()
				if most := platform.most.Load(); most != c.most {
					t.Errorf("%d at a time, want %d", most, c.most)
				}
			})
		})
	}
}

// The first request is told to wait for a minute. The second one does not have to wait.
func TestAtMost_RetryPause_DoesNotBlockOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		client := over(Config{}, rateLimited("60")).Authenticated(StaticToken("t"), AtMost(1, all))
		began := time.Now()
		done := make(chan struct{})
		go func() {
			defer close(done)
			wantStatus(t, client, requestBy(t.Context(), t, "POST", "https://idp.invalid"), 200)
		}()
		synctest.Wait()
		wantStatus(t, client, requestBy(t.Context(), t, "POST", "https://idp.invalid"), 200)
		if took := time.Since(began); took != 0 {
			t.Errorf("it took %v", took)
		}
		<-done
	})
}

func TestAtMost_OperationEndsWhileQueued_SendsNothing(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var platform busy
		client := over(Config{}, &platform).Authenticated(StaticToken("t"), AtMost(1, all))
		go func() { wantStatus(t, client, requestBy(t.Context(), t, "POST", "https://idp.invalid"), 200) }()
		synctest.Wait()
		ctx, cancel := context.WithTimeout(t.Context(), time.Millisecond)
		defer cancel()
		wantError(t, client, requestBy(ctx, t, "POST", "https://idp.invalid"), idp.ErrUnavailable)
		<-time.After(time.Minute)
	})
}

func TestTransient_MatchingResponse_IsRetried(t *testing.T) {
	busy := Transient(func(status int, body []byte) bool { return status == 500 && strings.Contains(string(body), "busy") })
	for name, c := range map[string]struct {
		first    http.HandlerFunc
		status   int
		requests int
	}{
		"transient":      {reply(500, "busy"), 200, 2},
		"another status": {reply(501, "busy"), 501, 1},
		"another word":   {reply(500, "broken"), 500, 1},
		"a refusal":      {reply(409, "busy"), 409, 1},
	} {
		t.Run(name, func(t *testing.T) {
			server, url := serve(t, c.first, reply(200, "{}"))
			client := newTransport(t, quick()).Authenticated(StaticToken("t"), busy)
			resp, body, err := send(t, client, requestBy(t.Context(), t, "POST", url))
			if err != nil || resp.StatusCode != c.status || body == "" {
				t.Errorf("got %v %q, %v", resp, body, err)
			}
			wantBodies(t, server, "POST", c.requests)
		})
	}
}
