package transport

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
)

// Endpoint parses the address of a platform and removes trailing slashes. Credentials are sent there, so it must be https,
// except on this machine or if the configuration allows plaintext. The error follows the name of a setting, and does not
// quote the address, which could contain a password.
func (t *Transport) Endpoint(address string) (*url.URL, error) {
	address = strings.TrimRight(address, "/")
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil || strings.ContainsAny(address, "?#") {
		return nil, errors.New("must be an address such as https://id.example.com, without user, query and fragment")
	}
	if !t.private(u) {
		return nil, fmt.Errorf("uses http: tokens and secrets would be sent unencrypted to %s. Use https, or, on a trusted network, set "+
			"http.allow_plaintext = true", Printable(u.Host))
	}
	return u, nil
}

// Allowed reports whether secrets may be sent to an endpoint that the platform at base (an Endpoint) names. It must be an
// address that the configuration could name, and at least as encrypted as base.
func (t *Transport) Allowed(base, endpoint string) bool {
	u, err := url.Parse(endpoint)
	if err != nil || u.Hostname() == "" || u.User != nil {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && strings.HasPrefix(base, "http:") && t.private(u)
}

// SameOrigin reports whether two addresses have the same scheme, host and port.
func SameOrigin(a, b string) bool {
	u, wrong := url.Parse(a)
	v, err := url.Parse(b)
	return wrong == nil && err == nil && origin(u) == origin(v)
}

// private reports whether traffic to u is encrypted or stays on this machine, or the configuration allows plaintext.
func (t *Transport) private(u *url.URL) bool {
	return u.Scheme == "https" || t.config.AllowPlaintext || loopback(u.Hostname())
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
