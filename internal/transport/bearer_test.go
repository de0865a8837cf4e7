package transport

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"golang.org/x/oauth2"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// logins returns token-1, token-2 and so on, and counts the logins.
type logins struct {
	count    atomic.Int32
	lifetime time.Duration // 0: no expiry
	wait     chan struct{} // the login waits until it is closed
	err      error
}

func (l *logins) login(ctx context.Context) (*oauth2.Token, error) {
	n := l.count.Add(1)
	if l.wait != nil {
		select {
		case <-l.wait:
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	token := &oauth2.Token{AccessToken: fmt.Sprintf("token-%d", n)}
	if l.lifetime != 0 {
		token.Expiry = time.Now().Add(l.lifetime)
	}
	return token, l.err
}

// accept responds with 200 to these tokens, and with 401 to others.
func accept(tokens ...string) direct {
	return func(req *http.Request) (*http.Response, error) {
		connect(req)
		for _, token := range tokens {
			if req.Header.Get("Authorization") == "Bearer "+token {
				return answer(req, 200, "{}"), nil
			}
		}
		return answer(req, 401, "no"), nil
	}
}

func (l *logins) wantCount(t *testing.T, want int32) {
	t.Helper()
	if n := l.count.Load(); n != want {
		t.Errorf("%d logins, want %d", n, want)
	}
}

func get(t *testing.T) *http.Request {
	return newRequest(t.Context(), t, "GET", "https://idp.invalid/v1/apps", "")
}

func TestFiftyFirstRequestsShareOneLogin(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &logins{wait: make(chan struct{})}
		client := over(quick(), accept("token-1")).Authenticated(l.login)
		var group sync.WaitGroup
		for range 50 {
			group.Go(func() { wantStatus(t, client, get(t), 200) })
		}
		synctest.Wait()
		l.wantCount(t, 1)
		close(l.wait)
		group.Wait()
		wantStatus(t, client, get(t), 200)
		l.wantCount(t, 1)
	})
}

func TestTokenIsRenewedShortlyBeforeItsEnd(t *testing.T) {
	for lifetime, want := range map[time.Duration]int32{
		10 * time.Second: 2, renewBefore - time.Second: 2, renewBefore + time.Second: 1, 10 * time.Minute: 1, 0: 1,
	} {
		t.Run(lifetime.String(), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				l := &logins{lifetime: lifetime}
				client := over(quick(), accept("token-1", "token-2")).Authenticated(l.login)
				wantStatus(t, client, get(t), 200)
				wantStatus(t, client, get(t), 200)
				l.wantCount(t, want)
			})
		})
	}
}

func TestRefusedTokenIsReplacedAndTheRequestSentAgain(t *testing.T) {
	for _, c := range []struct {
		valid                 string
		status, tokens, posts int
	}{
		{"token-1", 200, 1, 1},
		{"token-2", 200, 2, 2},
		{"token-3", 401, 2, 2}, // it is replaced once, not until one is accepted
	} {
		t.Run(c.valid, func(t *testing.T) {
			var bodies []string
			base := direct(func(req *http.Request) (*http.Response, error) {
				body, _ := io.ReadAll(req.Body)
				bodies = append(bodies, string(body))
				return accept(c.valid)(req)
			})
			l := &logins{}
			client := over(quick(), base).Authenticated(l.login)
			wantStatus(t, client, newRequest(t.Context(), t, "POST", "https://idp.invalid/", `{"name":"orders"}`), c.status)
			l.wantCount(t, int32(c.tokens))
			if len(bodies) != c.posts {
				t.Fatalf("%d requests, want %d", len(bodies), c.posts)
			}
			for _, body := range bodies {
				if body != `{"name":"orders"}` {
					t.Errorf("sent %q", body)
				}
			}
		})
	}
}

func TestLogin_NewTokensRefused_LogsInTwice(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var valid atomic.Int32 // the number of the valid token
		base := direct(func(req *http.Request) (*http.Response, error) {
			<-time.After(time.Millisecond) // so that other requests are in progress
			return accept(fmt.Sprintf("token-%d", valid.Load()))(req)
		})
		l := &logins{}
		client := over(quick(), base).Authenticated(l.login)
		all := func(status int) {
			var group sync.WaitGroup
			for range 10 {
				group.Go(func() {
					for range 5 {
						wantStatus(t, client, get(t), status)
					}
				})
			}
			group.Wait()
		}
		all(401)
		l.wantCount(t, 2)
		valid.Store(2) // from now on, the platform accepts this token
		all(200)
		l.wantCount(t, 2)
		valid.Store(3) // and now only the next one
		all(200)
		l.wantCount(t, 3)
	})
}

func TestLogin_ServerError_DoesNotCountAsAcceptedToken(t *testing.T) {
	n := 0
	base := direct(func(req *http.Request) (*http.Response, error) {
		if n++; n%2 == 0 {
			return answer(req, 501, ""), nil
		}
		return answer(req, 401, "no"), nil
	})
	l := &logins{}
	client := over(quick(), base).Authenticated(l.login)
	for range 20 {
		if _, _, err := send(t, client, get(t)); err != nil {
			t.Error(err)
		}
	}
	l.wantCount(t, 2)
}

func TestStaticToken_Refused_IsNotRetried(t *testing.T) {
	var requests int
	base := direct(func(req *http.Request) (*http.Response, error) {
		requests++
		return accept()(req)
	})
	resp, body, err := send(t, over(quick(), base).Authenticated(StaticToken("mine")), get(t))
	if err != nil || resp.StatusCode != 401 || body != "no" || requests != 1 {
		t.Errorf("got %q, %v after %d requests", body, err, requests)
	}
}

func TestLogin_TokenExpiresDuringManyRequests_IsRenewedOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		hold := make(chan struct{})
		base := direct(func(req *http.Request) (*http.Response, error) {
			if req.Header.Get("Authorization") == "Bearer token-1" {
				<-hold
			}
			return accept("token-2")(req)
		})
		l := &logins{}
		client := over(quick(), base).Authenticated(l.login)
		var group sync.WaitGroup
		for range 20 {
			group.Go(func() { wantStatus(t, client, get(t), 200) })
		}
		synctest.Wait() // all have sent the old token
		close(hold)
		group.Wait()
		l.wantCount(t, 2)
	})
}

func TestRefusedCredentialsAreTriedOnce(t *testing.T) {
	l := &logins{err: &idp.Error{Kind: idp.ErrUnauthenticated, Message: "wrong password"}}
	client := over(quick(), accept()).Authenticated(l.login)
	for range 20 {
		err := wantError(t, client, get(t), idp.ErrUnauthenticated)
		if err.Message != "wrong password" {
			t.Fatalf("got %v", err)
		}
		err.Message = "changed by one of the callers"
	}
	l.wantCount(t, 1)
}

func TestLogin_CredentialsRefusedOnRenewal_ReturnsThatError(t *testing.T) {
	l := &logins{}
	client := over(quick(), accept()).Authenticated(func(ctx context.Context) (*oauth2.Token, error) {
		token, err := l.login(ctx)
		if l.count.Load() > 1 {
			return nil, &idp.Error{Kind: idp.ErrUnauthenticated, Message: "the user was removed"}
		}
		return token, err
	})
	if err := wantError(t, client, get(t), idp.ErrUnauthenticated); err.Message != "the user was removed" {
		t.Errorf("got %v", err)
	}
}

func TestLogin_TemporaryFailure_NextRequestLogsInAgain(t *testing.T) {
	l := &logins{err: &idp.Error{Kind: idp.ErrUnavailable}}
	client := over(quick(), accept("token-2")).Authenticated(l.login)
	wantError(t, client, get(t), idp.ErrUnavailable)
	l.err = nil
	wantStatus(t, client, get(t), 200)
	l.wantCount(t, 2)
}

func TestLogin_OtherError_IsUnavailable(t *testing.T) {
	l := &logins{err: errors.New("no such key file")}
	err := wantError(t, over(quick(), accept()).Authenticated(l.login), get(t), idp.ErrUnavailable)
	wantContains(t, err.Error(), "no such key file")
}

// The request that started the login can give up as well. The login continues.
func TestLogin_RequestCancelled_CompletesForOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		l := &logins{wait: make(chan struct{})}
		client := over(quick(), accept("token-1")).Authenticated(l.login)
		impatient, cancel := context.WithCancel(t.Context())
		gone, served := make(chan struct{}), make(chan struct{})
		go func() {
			defer close(gone)
			wantError(t, client, get(t).WithContext(impatient), idp.ErrUnavailable)
		}()
		synctest.Wait() // it has started the login
		go func() {
			defer close(served)
			wantStatus(t, client, get(t), 200)
		}()
		synctest.Wait()
		cancel()
		<-gone // although the login is still running
		close(l.wait)
		<-served
		l.wantCount(t, 1)
	})
}

func TestRequest_BodyCannotBeReread_Fails(t *testing.T) {
	req := newRequest(t.Context(), t, "POST", "https://idp.invalid/", "{}")
	req.GetBody = func() (io.ReadCloser, error) { return nil, errors.New("the file has gone") }
	wantError(t, over(quick(), accept("mine")).Authenticated(StaticToken("mine")), req, idp.ErrUnavailable)
}
