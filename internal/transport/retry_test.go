package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"syscall"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const repeatablePOST = "repeatable POST"

var (
	mayBeTwice = []string{http.MethodGet, http.MethodDelete, repeatablePOST}
	onlyOnce   = []string{http.MethodPost, http.MethodPut, http.MethodPatch}
)

// requestBy returns a request with this method. "repeatable POST" is one of the methods.
func requestBy(ctx context.Context, t *testing.T, method, url string) *http.Request {
	t.Helper()
	body := bodyOf(method)
	if method == repeatablePOST {
		ctx, method = Repeatable(ctx), http.MethodPost
	}
	return newRequest(ctx, t, method, url, body)
}

func bodyOf(method string) string {
	if method == http.MethodGet || method == http.MethodDelete {
		return ""
	}
	return `{"name":"orders"}`
}

// The first request gets first; the second one gets a 200.
func TestRetry_ErrorResponse_DependsOnMethod(t *testing.T) {
	for name, c := range map[string]struct {
		first  http.HandlerFunc
		twice  []string // methods that are retried
		once   []string // methods that are not
		status int      // result of the methods that are not retried; 0 means ambiguous
	}{
		"400":       {reply(400, ""), nil, slices.Concat(mayBeTwice, onlyOnce), 400},
		"404":       {reply(404, ""), nil, slices.Concat(mayBeTwice, onlyOnce), 404},
		"409":       {reply(409, ""), nil, slices.Concat(mayBeTwice, onlyOnce), 409},
		"429":       {reply(429, ""), slices.Concat(mayBeTwice, onlyOnce), nil, 0},
		"500":       {reply(500, ""), mayBeTwice, onlyOnce, 500},
		"501":       {reply(501, ""), nil, slices.Concat(mayBeTwice, onlyOnce), 501},
		"502":       {reply(502, ""), mayBeTwice, onlyOnce, 502},
		"503":       {reply(503, ""), mayBeTwice, onlyOnce, 503},
		"504":       {reply(504, ""), mayBeTwice, onlyOnce, 504},
		"dropped":   {drop, mayBeTwice, onlyOnce, 0},
		"truncated": {truncate, mayBeTwice, onlyOnce, 0},
	} {
		for _, method := range c.twice {
			t.Run(method+" "+name, func(t *testing.T) {
				server, url := serve(t, c.first, reply(200, "{}"))
				wantStatus(t, quickClient(t), requestBy(t.Context(), t, method, url), 200)
				wantBodies(t, server, method, 2)
			})
		}
		for _, method := range c.once {
			t.Run(method+" "+name, func(t *testing.T) {
				server, url := serve(t, c.first, reply(200, "{}"))
				req := requestBy(t.Context(), t, method, url)
				if c.status == 0 {
					wantError(t, quickClient(t), req, idp.ErrAmbiguous)
				} else {
					wantStatus(t, quickClient(t), req, c.status)
				}
				wantBodies(t, server, method, 1)
			})
		}
	}
}

// wantBodies checks the number of requests, and that each one had its whole body.
func wantBodies(t *testing.T, server *script, method string, count int) {
	t.Helper()
	requests := server.requests()
	if len(requests) != count {
		t.Errorf("%d requests, want %d", len(requests), count)
	}
	want := bodyOf(method)
	for _, got := range requests {
		if got.Body != want {
			t.Errorf("sent %q, want %q", got.Body, want)
		}
	}
}

type zeros struct{}

func (zeros) Read(p []byte) (int, error) { return len(p), nil }

func TestResponse_TooLarge_Fails(t *testing.T) {
	for _, c := range []struct {
		method string
		length int64
		kind   idp.Kind
	}{{"GET", maxBody, ""}, {"GET", maxBody + 1, idp.ErrUnavailable}, {"POST", maxBody + 1, idp.ErrAmbiguous}} {
		t.Run(fmt.Sprint(c.method, c.length), func(t *testing.T) {
			attempts := 0
			base := direct(func(req *http.Request) (*http.Response, error) {
				attempts++
				connect(req)
				resp := answer(req, 200, "")
				resp.Body = io.NopCloser(io.LimitReader(zeros{}, c.length))
				return resp, nil
			})
			client, req := over(quick(), base).Client(), requestBy(t.Context(), t, c.method, "https://idp.invalid")
			if c.kind == "" {
				wantStatus(t, client, req, 200)
			} else {
				wantContains(t, wantError(t, client, req, c.kind).Message, "longer than 16777216 bytes")
			}
			if attempts != 1 {
				t.Errorf("%d attempts, want 1: it is as long the next time", attempts)
			}
		})
	}
}

// refusing returns a base transport that refuses the first connections.
func refusing(t *testing.T, first int, dials *int) http.RoundTripper {
	base := &http.Transport{DialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
		if *dials++; *dials <= first {
			return nil, &net.OpError{Op: "dial", Net: network, Err: syscall.ECONNREFUSED}
		}
		return new(net.Dialer).DialContext(ctx, network, address)
	}}
	t.Cleanup(base.CloseIdleConnections)
	return base
}

func TestRetry_RequestNotSent_IsRetried(t *testing.T) {
	for _, method := range slices.Concat(mayBeTwice, onlyOnce) {
		t.Run(method, func(t *testing.T) {
			server, url := serve(t, reply(201, "{}"))
			var dials int
			client := over(quick(), refusing(t, 2, &dials)).Client()
			wantStatus(t, client, requestBy(t.Context(), t, method, url), 201)
			if n := len(server.requests()); n != 1 || dials != 3 {
				t.Errorf("%d requests in %d attempts, want 1 in 3", n, dials)
			}
		})
	}
}

func TestRetry_ConnectionRefused_IsRetriedAndUnavailable(t *testing.T) {
	for _, method := range []string{"GET", "POST"} {
		t.Run(method, func(t *testing.T) {
			var dials int
			client := over(quick(), refusing(t, 1000, &dials)).Client()
			err := wantError(t, client, requestBy(t.Context(), t, method, "http://idp.invalid:81/v1/apps?secret=x"), idp.ErrUnavailable)
			wantContains(t, err.Message, "idp.invalid:81", "connection refused")
			wantLacks(t, err.Error(), "secret", "/v1/apps")
			wantContains(t, err.Hint, "endpoint", "proxy")
			if dials != 1+DefaultMaxRetries {
				t.Errorf("%d attempts, want %d", dials, 1+DefaultMaxRetries)
			}
		})
	}
}

// If the server has closed an idle connection, the client notices before it writes anything, and opens a new one.
func TestRetry_IdleConnectionClosed_IsNotAmbiguous(t *testing.T) {
	attempts := 0
	base := direct(func(req *http.Request) (*http.Response, error) {
		attempts++
		connect(req)
		return refusing(t, 1, new(int)).RoundTrip(req)
	})
	wantError(t, over(quick(), base).Client(), requestBy(t.Context(), t, "POST", "http://idp.invalid"), idp.ErrUnavailable)
	if attempts != 1+DefaultMaxRetries {
		t.Errorf("%d attempts, want %d", attempts, 1+DefaultMaxRetries)
	}
}

func TestWrongSchemeIsNotTriedAgain(t *testing.T) {
	var pauses int
	c := Config{Backoff: func(int, *http.Response) time.Duration { pauses++; return 0 }}
	wantError(t, newTransport(t, c).Client(), requestBy(t.Context(), t, "GET", "ldap://idp.invalid"), idp.ErrUnavailable)
	if pauses != 0 {
		t.Errorf("tried %d times", 1+pauses)
	}
}

func TestRetry_MaxRetries_LimitsAttempts(t *testing.T) {
	for _, c := range []struct {
		name     string
		retries  *int
		requests int
	}{{"default", nil, 5}, {"none", new(int), 1}, {"two", new(2), 3}} {
		t.Run(c.name, func(t *testing.T) {
			var pauses []int
			config := Config{MaxRetries: c.retries, Backoff: func(n int, resp *http.Response) time.Duration {
				if resp == nil || resp.StatusCode != 503 {
					t.Errorf("a pause after %v", resp)
				}
				pauses = append(pauses, n)
				return 0
			}}
			server, url := serve(t, reply(503, `{"code":14}`))
			resp, body, err := send(t, newTransport(t, config).Client(), requestBy(t.Context(), t, "GET", url))
			if err != nil || resp.StatusCode != 503 || body != `{"code":14}` {
				t.Errorf("got %q, %v, want the last answer", body, err)
			}
			if n := len(server.requests()); n != c.requests || len(pauses) != n-1 {
				t.Errorf("%d requests with pauses %v, want %d", n, pauses, c.requests)
			}
			for i, n := range pauses {
				if n != i {
					t.Errorf("pauses %v do not count from 0", pauses)
				}
			}
		})
	}
}

func TestRetry_ErrorWithoutAttempt_IsNotRetried(t *testing.T) {
	if v := (retry{}).classify(nil, errors.New("a redirect to nowhere")); v != final {
		t.Error("it is tried again, and the platform may have answered already")
	}
}
