package transport

import (
	"context"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const configured = "https://id.invalid"

func failing(err error) *http.Transport {
	return &http.Transport{DialContext: func(context.Context, string, string) (net.Conn, error) { return nil, err }}
}

// through returns a transport like New's, but behind a proxy.
func through(t *testing.T, proxy string) *http.Transport {
	t.Helper()
	base, ok := newTransport(t, quick()).attempt.next.(*http.Transport)
	if !ok {
		t.Fatal("another base")
	}
	u, err := url.Parse(proxy)
	if err != nil {
		t.Fatal(err)
	}
	base.Proxy = http.ProxyURL(u)
	return base
}

// closedPort is an address where nothing listens, and that no other test gets.
const closedPort = "http://127.0.0.1:1"

func TestHostThatCannotBeReached_SaysWhyAndWhatToCheck(t *testing.T) {
	plain := httptest.NewServer(reply(200, "{}"))
	t.Cleanup(plain.Close)
	refusing := httptest.NewServer(reply(407, "canary"))
	t.Cleanup(refusing.Close)
	overHTTP := "https://" + plain.Listener.Addr().String()
	dns := &net.DNSError{Err: "no such host", Name: "id.invalid", Server: "10.9.8.7:53", IsNotFound: true}
	temporary := &net.DNSError{Err: "server misbehaving", Name: "id.invalid", Server: "10.9.8.7:53", IsTemporary: true}
	for name, c := range map[string]struct {
		base          http.RoundTripper
		address       string
		message, hint string
	}{
		"unknown host": {
			failing(&net.OpError{Op: "dial", Err: dns}), configured,
			"no response from id.invalid: the host name is unknown (DNS)", "Check the host name in zitadel.endpoint. If this network reaches the internet through a proxy, set HTTPS_PROXY.",
		},
		"no DNS": {
			failing(&net.OpError{Op: "dial", Err: temporary}), configured,
			"no response from id.invalid: the DNS lookup failed", "Check the network and the DNS servers of this machine.",
		},
		"firewall that drops": {
			failing(&net.OpError{Op: "dial", Err: os.ErrDeadlineExceeded}), configured,
			"no response from id.invalid: the connection timed out",
			"Check zitadel.endpoint, the proxy (HTTPS_PROXY, NO_PROXY), and the network between this machine and the platform.",
		},
		"https to an http port": {
			newTransport(t, quick()).attempt.next, overHTTP,
			"no response from " + plain.Listener.Addr().String() + ": the server speaks HTTP on this port, not HTTPS",
			"Check the scheme and the port in zitadel.endpoint.",
		},
		"dead proxy": {
			through(t, closedPort), configured,
			"no response from id.invalid: the proxy cannot be reached: connect: connection refused",
			"Check HTTPS_PROXY (HTTP_PROXY for http addresses), and add the platform's host to NO_PROXY if it needs no proxy.",
		},
		"proxy that refuses": {
			through(t, refusing.URL), configured,
			"no response from id.invalid: the proxy " + refusing.Listener.Addr().String() + " answered HTTP 407",
			"Check HTTPS_PROXY (HTTP_PROXY for http addresses), and add the platform's host to NO_PROXY if it needs no proxy.",
		},
	} {
		t.Run(name, func(t *testing.T) {
			tr := over(quick(), c.base).For(Peer{Endpoints: map[string]string{"zitadel.endpoint": c.address}})
			err := wantError(t, tr.Client(), requestBy(t.Context(), t, "POST", c.address+"/canary"), idp.ErrUnavailable)
			if err.Message != c.message || err.Hint != c.hint {
				t.Errorf("got  %s\n     %s\nwant %s\n     %s", err.Message, err.Hint, c.message, c.hint)
			}
		})
	}
}

func TestUnreachableHost_NamesEndpointSetting(t *testing.T) {
	page := func(req *http.Request) (*http.Response, error) {
		resp := answer(req, 404, "")
		resp.Header.Set("Content-Type", "text/html")
		return resp, nil
	}
	tr := over(quick(), direct(page)).For(Peer{Endpoints: map[string]string{
		"lerian.identity_endpoint": "https://gateway.invalid/identity", "lerian.auth_endpoint": "https://gateway.invalid/auth",
	}})
	for address, setting := range map[string]string{
		"https://gateway.invalid/auth/v1": "lerian.auth_endpoint and lerian.identity_endpoint",
		"https://elsewhere.invalid/":      "the endpoint",
	} {
		resp, _, err := send(t, tr.Client(), newRequest(t.Context(), t, "GET", address, ""))
		if err != nil {
			t.Fatal(err)
		}
		wantContains(t, Refusal(resp).Hint, "Check "+setting+". ")
	}
}

func TestHTTPSToAnHTTPPort_IsNotRetried(t *testing.T) {
	plain := httptest.NewServer(reply(200, "{}"))
	t.Cleanup(plain.Close)
	retries := 0
	c := Config{Backoff: func(int, *http.Response) time.Duration { retries++; return 0 }}
	req := requestBy(t.Context(), t, "GET", "https://"+plain.Listener.Addr().String())
	wantError(t, newTransport(t, c).Client(), req, idp.ErrUnavailable)
	if retries != 0 {
		t.Errorf("%d retries, want none: the port stays what it is", retries)
	}
}
