package transport

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"golang.org/x/oauth2"
)

func TestAttemptThatNobodySawTheEndOfIsRemembered(t *testing.T) {
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
				Passing(func(_ int, body []byte) bool { return strings.Contains(string(body), "busy") }))
			ctx, unseen := Unseen(t.Context())
			resp, err := client.Do(requestBy(ctx, t, repeatablePOST, url))
			if err != nil {
				t.Fatal(err)
			}
			_ = resp.Body.Close()
			if unseen() != tc.want {
				t.Errorf("unseen: %t", unseen())
			}
		})
	}
}

// A login changes nothing.
func TestLoginThatWasLostIsNoAttempt(t *testing.T) {
	_, lost := serve(t, drop)
	_, url := serve(t, reply(200, "{}"))
	tr := newTransport(t, quick())
	ctx, unseen := Unseen(t.Context())
	client := tr.Authenticated(func(ctx context.Context) (*oauth2.Token, error) {
		if resp, err := tr.Client().Do(newRequest(ctx, t, "GET", lost, "")); err == nil {
			_ = resp.Body.Close()
			t.Error("the login was answered")
		}
		return &oauth2.Token{AccessToken: "t"}, nil
	})
	wantStatus(t, client, requestBy(ctx, t, "POST", url), 200)
	if unseen() {
		t.Error("the lost login is taken for an attempt")
	}
}
