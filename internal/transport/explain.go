package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"strings"
)

// explain returns why there is no response, and what to check. The reason does not contain text from the network (net/http
// quotes responses that it cannot parse). endpoint is the setting that holds the address.
func explain(err error, endpoint string) (reason, hint string) {
	if reason, hint = explainProxy(err); reason != "" {
		return reason, hint
	}
	var tooLong *http.MaxBytesError
	var network *net.OpError
	var untrusted *tls.CertificateVerificationError
	generic := fmt.Sprintf("Check %s, the proxy (HTTPS_PROXY, NO_PROXY), and the network between this machine and the platform.", endpoint)
	switch {
	case errors.Is(err, context.Canceled):
		return "the operation was cancelled", ""
	case unknownHost(err):
		return "the host name is unknown (DNS)", fmt.Sprintf("Check the host name in %s. If this network reaches the internet through a proxy, set HTTPS_PROXY.", endpoint)
	case isDNS(err):
		return "the DNS lookup failed", "Check the network and the DNS servers of this machine."
	case errors.As(err, &network) && network.Op == "dial" && network.Timeout():
		return "the connection timed out", generic
	case errors.Is(err, context.DeadlineExceeded):
		return "the request timed out", "Raise http.timeout or operation_timeout if the platform is known to be slow."
	case speaksHTTP(err):
		return "the server speaks HTTP on this port, not HTTPS", fmt.Sprintf("Check the scheme and the port in %s.", endpoint)
	case errors.As(err, &tooLong):
		return fmt.Sprintf("the response is longer than %d bytes", tooLong.Limit), generic
	case errors.As(err, &network): // without the addresses, which differ per connection
		return network.Err.Error(), generic
	case errors.As(err, &untrusted):
		if unknownAuthority(err) {
			generic = "Set http.ca_certificate_file to the certificate authority that signed the platform's certificate."
		}
		return untrusted.Error(), generic
	default:
		text, _, _ := strings.Cut(err.Error(), `"`)
		return strings.TrimRight(text, " :;=("), generic
	}
}

// proxyError means that a proxy refused to connect.
type proxyError struct {
	host   string
	status int
}

func (e *proxyError) Error() string {
	return fmt.Sprintf("the proxy %s answered HTTP %d", e.host, e.status)
}

// proxyAnswer returns an error for a CONNECT response other than 200. The error of net/http would contain only the status
// text, which the proxy chooses.
func proxyAnswer(_ context.Context, proxy *url.URL, _ *http.Request, resp *http.Response) error {
	if resp.StatusCode == http.StatusOK {
		return nil
	}
	return &proxyError{Printable(proxy.Host), resp.StatusCode}
}

func explainProxy(err error) (reason, hint string) {
	const check = "Check HTTPS_PROXY (HTTP_PROXY for http addresses), and add the platform's host to NO_PROXY if it needs no proxy."
	if refused, ok := errors.AsType[*proxyError](err); ok {
		return refused.Error(), check
	}
	network, ok := errors.AsType[*net.OpError](err)
	if !ok || network.Op != "proxyconnect" {
		return "", ""
	}
	reason, _ = explain(network.Err, "")
	return "the proxy cannot be reached: " + reason, check
}

func isDNS(err error) bool {
	_, ok := errors.AsType[*net.DNSError](err)
	return ok
}

func unknownAuthority(err error) bool {
	_, unknown := errors.AsType[x509.UnknownAuthorityError](err)
	return unknown || strings.Contains(err.Error(), "certificate is not trusted") // the error text on macOS
}
