package transport

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func redirectTo(status int, location string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Location", location)
		w.WriteHeader(status)
	}
}

var redirects = []int{301, 302, 303, 307, 308}

func TestReadFollowsARedirectWithinItsHost(t *testing.T) {
	for _, status := range redirects {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			server, url := serve(t, redirectTo(status, "/v2/apps"), reply(200, "{}"))
			client := newTransport(t, quick()).Authenticated(StaticToken("t0ken"))
			wantStatus(t, client, newRequest(t.Context(), t, "GET", url+"/v1/apps", ""), 200)
			requests := server.requests()
			if len(requests) != 2 || requests[1].URL != "/v2/apps" || requests[1].Header.Get("Authorization") != "Bearer t0ken" {
				t.Errorf("sent %v", requests)
			}
		})
	}
}

func TestTokenNeverGoesToAnotherHost(t *testing.T) {
	for _, method := range []string{"GET", "POST", "DELETE"} {
		for _, status := range redirects {
			t.Run(fmt.Sprint(method, status), func(t *testing.T) {
				other, elsewhere := serve(t, reply(200, "thanks"))
				server, url := serve(t, redirectTo(status, elsewhere+"/v1/apps"))
				client := newTransport(t, quick()).Authenticated(StaticToken("t0ken"))
				wantStatus(t, client, requestBy(t.Context(), t, method, url), status)
				if n := len(other.requests()); n != 0 {
					t.Errorf("%d requests reached the other host", n)
				}
				if n := len(server.requests()); n != 1 {
					t.Errorf("%d requests, want 1", n)
				}
			})
		}
	}
}

func TestOnlyReadsFollowARedirect(t *testing.T) {
	for _, method := range []string{"POST", repeatablePOST, "PUT", "PATCH", "DELETE"} {
		for _, status := range redirects {
			t.Run(fmt.Sprint(method, status), func(t *testing.T) {
				server, url := serve(t, redirectTo(status, "/elsewhere"), reply(200, "{}"))
				wantStatus(t, quickClient(t), requestBy(t.Context(), t, method, url), status)
				if n := len(server.requests()); n != 1 {
					t.Errorf("%d requests, want 1", n)
				}
			})
		}
	}
}

func TestRedirect_HTTPSToHTTP_IsNotFollowed(t *testing.T) {
	for _, c := range []struct {
		from, to string
		status   int
	}{
		{"https://idp.invalid/a", "http://idp.invalid/b", 302},
		{"http://idp.invalid/a", "https://idp.invalid/b", 200},
		{"https://idp.invalid/a", "https://idp.invalid/b", 200},
		{"http://idp.invalid/a", "http://idp.invalid/b", 200},
		{"https://idp.invalid/a", "https://idp.invalid:8443/b", 302},
		{"https://idp.invalid/a", "https://idp.invalid.example/b", 302},
		{"https://idp.invalid/a", "ftp://idp.invalid/b", 302},
	} {
		t.Run(c.from+" to "+c.to, func(t *testing.T) {
			base := direct(func(req *http.Request) (*http.Response, error) {
				w := httptest.NewRecorder()
				if strings.HasSuffix(req.URL.Path, "/a") {
					redirectTo(302, c.to)(w, req)
				}
				return w.Result(), nil
			})
			wantStatus(t, over(quick(), base).Client(), newRequest(t.Context(), t, "GET", c.from, ""), c.status)
		})
	}
}

func TestRedirectsInACircleEnd(t *testing.T) {
	server, url := serve(t, redirectTo(302, "/around"))
	wantStatus(t, quickClient(t), newRequest(t.Context(), t, "GET", url, ""), 302)
	if n := len(server.requests()); n != 4 {
		t.Errorf("%d requests, want 4", n)
	}
}

// There is a response, so it must not look like a lost one: a write would be retried.
func TestRedirect_InvalidLocation_ReturnsResponse(t *testing.T) {
	for _, location := range []string{"", "http://[", "https://idp.invalid/%zz", "http://"} {
		for _, method := range []string{"GET", "POST"} {
			t.Run(method+location, func(t *testing.T) {
				server, url := serve(t, redirectTo(302, location))
				wantStatus(t, quickClient(t), requestBy(t.Context(), t, method, url), 302)
				if n := len(server.requests()); n != 1 {
					t.Errorf("%d requests, want 1", n)
				}
			})
		}
	}
}
