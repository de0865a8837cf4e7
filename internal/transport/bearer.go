package transport

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	"golang.org/x/oauth2"
	"golang.org/x/sync/singleflight"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Login gets a token from a platform. A token without an expiry is used until the platform rejects it.
type Login func(ctx context.Context) (*oauth2.Token, error)

// StaticToken returns a Login that returns this token.
func StaticToken(token idp.Secret) Login {
	return func(context.Context) (*oauth2.Token, error) {
		return &oauth2.Token{AccessToken: token.Reveal()}, nil
	}
}

// renewBefore is how long before it expires a token is replaced.
const renewBefore = 30 * time.Second

// bearer is the layer that adds a token to requests. It logs in once before the first request, even if many are waiting. It
// does not log in again after the platform rejected the credentials, because that could lock the account. It also stops if
// new tokens are rejected at once: each request would need a login, and platforms allow only a few per minute.
type bearer struct {
	login Login
	next  http.RoundTripper

	flight  singleflight.Group
	mu      sync.Mutex
	token   *oauth2.Token
	doubted bool // a token was rejected, and none has been accepted since
	refuse  error
}

func (b *bearer) RoundTrip(req *http.Request) (*http.Response, error) {
	token, err := b.current(req.Context())
	if err != nil {
		return nil, err
	}
	resp, err := b.send(req, token)
	if err != nil || resp.StatusCode != http.StatusUnauthorized || !b.replaceable(token) {
		return resp, err
	}
	renewed, err := b.current(req.Context())
	if err != nil {
		return nil, err
	}
	if renewed.AccessToken == token.AccessToken {
		return resp, nil
	}
	return b.send(req, renewed)
}

func (b *bearer) send(req *http.Request, token *oauth2.Token) (*http.Response, error) {
	req = req.Clone(req.Context())
	if req.GetBody != nil {
		body, err := req.GetBody()
		if err != nil {
			return nil, err
		}
		req.Body = body
	}
	req.Header.Set("Authorization", "Bearer "+token.AccessToken)
	resp, err := b.next.RoundTrip(req)
	if err == nil && resp.StatusCode != http.StatusUnauthorized && resp.StatusCode < http.StatusInternalServerError {
		b.accepted(token)
	}
	return resp, err
}

// current returns the current token, or logs in. All waiting requests share the login, so it is not canceled with one of
// them. It has the deadline of the request that started it.
func (b *bearer) current(ctx context.Context) (*oauth2.Token, error) {
	if token, err := b.known(); token != nil || err != nil {
		return token, err
	}
	result := b.flight.DoChan("login", func() (any, error) {
		if token, err := b.known(); token != nil || err != nil {
			return token, err
		}
		shared, cancel := uncancelled(ctx)
		defer cancel()
		token, err := b.login(shared)
		b.remember(token, err)
		return token, err
	})
	select {
	case r := <-result:
		if r.Err != nil {
			return nil, r.Err
		}
		token, _ := r.Val.(*oauth2.Token)
		return token, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

func uncancelled(ctx context.Context) (context.Context, context.CancelFunc) {
	deadline, ok := ctx.Deadline()
	ctx = context.WithoutCancel(ctx)
	if !ok {
		return context.WithCancel(ctx)
	}
	return context.WithDeadline(ctx, deadline)
}

func (b *bearer) known() (*oauth2.Token, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.token != nil && !b.token.Expiry.IsZero() && time.Until(b.token.Expiry) < renewBefore {
		b.token = nil
	}
	return b.token, b.refuse
}

func (b *bearer) remember(token *oauth2.Token, err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if err == nil {
		b.token = token
	} else if errors.Is(err, idp.ErrUnauthenticated) {
		b.refuse = err
	}
}

func (b *bearer) accepted(token *oauth2.Token) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.token == token {
		b.doubted = false
	}
}

// replaceable reports whether there is a newer token than the rejected one, or whether a login is worth trying.
func (b *bearer) replaceable(refused *oauth2.Token) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.token != refused {
		return true
	}
	if b.doubted {
		return false
	}
	b.doubted, b.token = true, nil
	return true
}
