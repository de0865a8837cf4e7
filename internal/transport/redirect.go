package transport

import "net/http"

// sameHost follows a redirect only if credentials may be sent there: a GET to the same host, and not from https to http. It
// returns any other redirect as the response, which becomes an error with its status.
func sameHost(next *http.Request, via []*http.Request) error {
	first := via[0]
	safe := first.Method == http.MethodGet && next.URL.Host == first.URL.Host &&
		(next.URL.Scheme == first.URL.Scheme || next.URL.Scheme == "https")
	if !safe || len(via) > 3 {
		return http.ErrUseLastResponse
	}
	return nil
}

// noRedirect follows no redirects, because the inner client has already done so.
func noRedirect(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
