package transport

import "net/http"

// sameHost follows a redirect only where credentials may follow: a read, to the same host, not from https to http.
// Any other redirect becomes the answer, and so an error that shows its status.
func sameHost(next *http.Request, via []*http.Request) error {
	first := via[0]
	safe := first.Method == http.MethodGet && next.URL.Host == first.URL.Host &&
		(next.URL.Scheme == first.URL.Scheme || next.URL.Scheme == "https")
	if !safe || len(via) > 3 {
		return http.ErrUseLastResponse
	}
	return nil
}

// noRedirect leaves redirects to the inner client, which has dealt with them.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
