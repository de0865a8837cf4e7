package transport

import (
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflogtest"
	"golang.org/x/oauth2"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// operation is the default timeout of an operation.
const operation = 5 * time.Minute

func bounded(t *testing.T) context.Context {
	ctx, cancel := context.WithTimeout(t.Context(), operation)
	t.Cleanup(cancel)
	return ctx
}

// platform responds with 200, or as fault does. It counts the attempts.
type platform struct {
	attempts atomic.Int32
	fault    atomic.Pointer[direct]
}

func (p *platform) RoundTrip(req *http.Request) (*http.Response, error) {
	p.attempts.Add(1)
	if fault := p.fault.Load(); fault != nil && *fault != nil {
		return (*fault)(req)
	}
	connect(req)
	return answer(req, 200, "{}"), nil
}

func (p *platform) fails(fault direct) { p.fault.Store(&fault) }

func (p *platform) wantAttempts(t *testing.T, want int32) {
	t.Helper()
	if got := p.attempts.Swap(0); got != want {
		t.Errorf("%d attempts, want %d", got, want)
	}
}

func dial(err error) direct {
	return func(*http.Request) (*http.Response, error) {
		return nil, &net.OpError{Op: "dial", Net: "tcp", Err: err}
	}
}

// blackHole drops requests, as a firewall does.
func blackHole(*http.Request) (*http.Response, error) {
	<-time.After(30 * time.Second) // the timeout of the HTTP client itself
	return nil, &net.OpError{Op: "dial", Net: "tcp", Err: context.DeadlineExceeded}
}

func answering(status int, body, retryAfter string) direct {
	return func(req *http.Request) (*http.Response, error) {
		connect(req)
		resp := answer(req, status, body)
		if retryAfter != "" {
			resp.Header.Set("Retry-After", retryAfter)
		}
		return resp, nil
	}
}

func dropping(req *http.Request) (*http.Response, error) {
	connect(req)
	return nil, io.ErrUnexpectedEOF
}

var (
	refused = dial(syscall.ECONNREFUSED)
	busyNow = Transient(func(_ int, body []byte) bool { return bytes.Contains(body, []byte("busy")) })
)

// met returns a client whose platform has responded before.
func met(t *testing.T) (*platform, *http.Client) {
	t.Helper()
	p := &platform{}
	client := over(Config{}, p).Authenticated(StaticToken("t"), busyNow)
	wantStatus(t, client, get(t), 200)
	p.wantAttempts(t, 1)
	return p, client
}

func TestOutage_IsRetriedUntilOperationEnds(t *testing.T) {
	for name, c := range map[string]struct {
		method string
		fault  direct
	}{
		"refused":             {"POST", refused},
		"no DNS":              {"POST", dial(&net.DNSError{Err: "server misbehaving", IsTemporary: true})},
		"rate limit":          {"POST", answering(429, "", "")},
		"nothing was done":    {"POST", answering(500, "busy", "")},
		"dropped":             {"GET", dropping},
		"dropped, repeatable": {repeatablePOST, dropping},
		"503 until later":     {"GET", answering(503, "", "20")},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, client := met(t)
				p.fails(c.fault)
				time.AfterFunc(3*time.Minute, func() { p.fails(nil) })
				wantStatus(t, client, requestBy(bounded(t), t, c.method, "https://idp.invalid"), 200)
				if n := p.attempts.Load(); n < 2+DefaultMaxRetries {
					t.Errorf("%d attempts: too few in three minutes", n)
				}
			})
		})
	}
}

func TestOutage_EndsWithTheOperation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, client := met(t)
		p.fails(refused)
		began := time.Now()
		wantError(t, client, requestBy(bounded(t), t, "POST", "https://idp.invalid"), idp.ErrUnavailable)
		if took := time.Since(began); took > operation || took < operation-lastBound {
			t.Errorf("it took %v of %v", took, operation)
		}
	})
}

func TestAnswers_AreBoundedByMaxRetries(t *testing.T) {
	for _, status := range []int{500, 502, 503, 504} {
		synctest.Test(t, func(t *testing.T) {
			p, client := met(t)
			p.fails(answering(status, "", ""))
			wantStatus(t, client, requestBy(bounded(t), t, "GET", "https://idp.invalid"), status)
			p.wantAttempts(t, 1+DefaultMaxRetries)
		})
	}
}

// Retries during an outage do not reduce the number of retries after responses.
func TestOutage_Retries_DoNotCountTowardsMaxRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, client := met(t)
		p.fails(refused)
		time.AfterFunc(time.Minute, func() { p.attempts.Store(0); p.fails(answering(502, "", "")) })
		wantStatus(t, client, requestBy(bounded(t), t, "GET", "https://idp.invalid"), 502)
		p.wantAttempts(t, 1+DefaultMaxRetries)
	})
}

func TestNeverReachedHost_FailsEarly(t *testing.T) {
	for name, fault := range map[string]direct{"refused": refused, "black hole": blackHole} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &platform{}
				p.fails(fault)
				began := time.Now()
				wantError(t, over(Config{}, p).Client(), requestBy(bounded(t), t, "GET", "https://idp.invalid"), idp.ErrUnavailable)
				if took := time.Since(began); took != firstContact {
					t.Errorf("it took %v, want %v", took, firstContact)
				}
			})
		})
	}
}

func TestUnknownHost_IsNotWaitedForAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &platform{}
		p.fails(dial(&net.DNSError{Err: "no such host", IsNotFound: true}))
		client := over(Config{}, p).Client()
		first := wantError(t, client, requestBy(bounded(t), t, "GET", "https://idp.invalid"), idp.ErrUnavailable)
		p.wantAttempts(t, 1+DefaultMaxRetries)
		second := wantError(t, client, requestBy(bounded(t), t, "GET", "https://idp.invalid"), idp.ErrUnavailable)
		p.wantAttempts(t, 1)
		if *first != *second {
			t.Errorf("%v and %v are two explanations", first, second)
		}
	})
}

// Ten parallel requests, as with Terraform's default.
func TestHostDown_ParallelRequests_WaitOnce(t *testing.T) {
	for name, c := range map[string]struct {
		fault direct
		most  time.Duration
	}{
		"refused":    {refused, firstContact},
		"black hole": {blackHole, 2 * firstContact},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p := &platform{}
				p.fails(c.fault)
				client := over(Config{}, p).Client()
				began := time.Now()
				var first atomic.Pointer[idp.Error]
				var group sync.WaitGroup
				for range 10 {
					group.Go(func() {
						for range 100 {
							err := wantError(t, client, requestBy(bounded(t), t, "GET", "https://idp.invalid"), idp.ErrUnavailable)
							if !first.CompareAndSwap(nil, err) && *first.Load() != *err {
								t.Errorf("%v and %v are two explanations", first.Load(), err)
							}
						}
					})
				}
				group.Wait()
				if took := time.Since(began); took > c.most {
					t.Errorf("a thousand requests took %v, want at most %v", took, c.most)
				}
			})
		})
	}
}

// down returns a client whose host has just been found to be down.
func down(t *testing.T) (*platform, *http.Client) {
	t.Helper()
	p, client := met(t)
	p.fails(refused)
	wantError(t, client, requestBy(bounded(t), t, "GET", "https://idp.invalid"), idp.ErrUnavailable)
	p.attempts.Store(0)
	return p, client
}

func TestHostDown_Recovers_NextRequestSucceeds(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, client := down(t)
		wantError(t, client, requestBy(bounded(t), t, "GET", "https://idp.invalid"), idp.ErrUnavailable)
		p.wantAttempts(t, 1)
		p.fails(nil)
		wantStatus(t, client, requestBy(bounded(t), t, "POST", "https://idp.invalid"), 200)
		p.wantAttempts(t, 1)
		p.fails(refused) // a new outage is waited for again
		time.AfterFunc(time.Minute, func() { p.fails(nil) })
		wantStatus(t, client, requestBy(bounded(t), t, "POST", "https://idp.invalid"), 200)
	})
}

// One resource after another, as with -parallelism=1.
func TestHostDown_SequentialRequests_FailWithoutAttempt(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, client := down(t)
		p.fails(func(req *http.Request) (*http.Response, error) {
			<-time.After(5 * time.Second)
			return refused(req)
		})
		for i, want := range []time.Duration{5 * time.Second, 0, 0, 5 * time.Second, 0} {
			began := time.Now()
			wantError(t, client, requestBy(bounded(t), t, "GET", "https://idp.invalid"), idp.ErrUnavailable)
			if took := time.Since(began); took != want {
				t.Errorf("request %d took %v, want %v", i, took, want)
			}
			if i == 2 {
				<-time.After(5 * time.Second)
			}
		}
		p.wantAttempts(t, 2)
	})
}

func TestHostDown_ErrorResponse_IsRetriedUpToMaxRetries(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, client := down(t)
		p.fails(answering(502, "", "")) // from the proxy in front of it
		wantStatus(t, client, requestBy(bounded(t), t, "GET", "https://idp.invalid"), 502)
		p.wantAttempts(t, 1+DefaultMaxRetries)
	})
}

func TestHostDown_Mark_ExpiresAfterDownFor(t *testing.T) {
	for after, patient := range map[time.Duration]bool{downFor - time.Second: false, downFor: true} {
		synctest.Test(t, func(t *testing.T) {
			p, client := down(t)
			<-time.After(after)
			wantError(t, client, requestBy(bounded(t), t, "GET", "https://idp.invalid"), idp.ErrUnavailable)
			if n := p.attempts.Load(); (n > 1) != patient {
				t.Errorf("%d attempts %v later", n, after)
			}
		})
	}
}

func TestOtherHosts_AreNotDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, client := down(t)
		time.AfterFunc(5*time.Second, func() { p.fails(nil) })
		wantStatus(t, client, requestBy(bounded(t), t, "GET", "https://other.invalid"), 200)
	})
}

// A request with little time left, or one that is canceled, does not mark the host as down.
func TestHostDown_ShortOperation_DoesNotMarkHostDown(t *testing.T) {
	for name, end := range map[string]func(context.Context) (context.Context, context.CancelFunc){
		"deadline": func(ctx context.Context) (context.Context, context.CancelFunc) {
			return context.WithTimeout(ctx, 2*time.Second)
		},
		"cancelled": func(ctx context.Context) (context.Context, context.CancelFunc) {
			ctx, cancel := context.WithCancel(ctx)
			time.AfterFunc(30*time.Second, cancel)
			return ctx, cancel
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				p, client := met(t)
				p.fails(hang)
				ctx, cancel := end(bounded(t))
				defer cancel()
				wantError(t, client, requestBy(ctx, t, "GET", "https://idp.invalid"), idp.ErrUnavailable)
				p.fails(refused)
				time.AfterFunc(time.Minute, func() { p.fails(nil) })
				wantStatus(t, client, requestBy(bounded(t), t, "GET", "https://idp.invalid"), 200)
			})
		})
	}
}

// A request that hangs does not mark a host as down that responds to other requests.
func TestHostThatAnswersOthers_IsNotDown(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p, client := met(t)
		p.fails(func(req *http.Request) (*http.Response, error) {
			if req.URL.Path == "/slow" {
				return hangAfterSending(req)
			}
			return answering(200, "{}", "")(req)
		})
		time.AfterFunc(time.Minute, func() { wantStatus(t, client, get(t), 200) })
		wantError(t, client, requestBy(bounded(t), t, "GET", "https://idp.invalid/slow"), idp.ErrUnavailable)
		p.fails(refused)
		time.AfterFunc(time.Minute, func() { p.fails(nil) })
		wantStatus(t, client, requestBy(bounded(t), t, "GET", "https://idp.invalid"), 200)
	})
}

func TestLogin_Outage_IsRetriedWithinOperation(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := &platform{}
		tr := over(Config{}, p)
		wantStatus(t, tr.Client(), get(t), 200)
		client := tr.Authenticated(func(ctx context.Context) (*oauth2.Token, error) {
			resp, err := tr.Client().Do(requestBy(Repeatable(ctx), t, "POST", "https://idp.invalid/token"))
			if err != nil {
				return nil, err
			}
			return &oauth2.Token{AccessToken: "t"}, resp.Body.Close()
		})
		p.fails(refused)
		time.AfterFunc(2*time.Minute, func() { p.fails(nil) })
		wantStatus(t, client, requestBy(bounded(t), t, "GET", "https://idp.invalid"), 200)
	})
}

// lockedBuffer can be read while other goroutines write to it.
type lockedBuffer struct {
	mu     sync.Mutex
	buffer bytes.Buffer
}

func (b *lockedBuffer) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.Write(p)
}

func (b *lockedBuffer) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.buffer.String()
}

func TestLongWaitForARateLimit_IsLoggedAtOnceAndCollected(t *testing.T) {
	for header, want := range map[string][]idp.Wait{
		"7": nil, "45": {{Host: "idp.invalid", Times: 1, Total: 45 * time.Second}},
	} {
		t.Run(header, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				var output lockedBuffer
				ctx, waits := idp.CollectWaits(tflogtest.RootLogger(bounded(t), &output))
				client := over(Config{}, rateLimited(header)).Client()
				done := make(chan struct{})
				go func() {
					defer close(done)
					wantStatus(t, client, requestBy(ctx, t, "POST", "https://idp.invalid"), 200)
				}()
				synctest.Wait() // the request waits
				if logged := strings.Contains(output.String(), `"@level":"info","@message":"waiting for the platform's rate limit"`); logged != (want != nil) {
					t.Errorf("logged: %s", output.String())
				}
				<-done
				got := waits()
				if len(got) != len(want) || len(got) == 1 && got[0] != want[0] {
					t.Errorf("waited %v, want %v", got, want)
				}
			})
		})
	}
}
