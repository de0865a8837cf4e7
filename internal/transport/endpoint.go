package transport

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
)

// Endpoint parses the address of a platform, without slashes at its end. Credentials will go there, so it has to be https
// anywhere but on this machine, unless the configuration allows otherwise. The error belongs behind a setting's name, and
// leaves out the address: somebody may have put a password into it.
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

// Allowed reports whether secrets may go to an endpoint that the platform at this base (an Endpoint) names: where the
// configuration might lead them, and never without the encryption that the base has.
func (t *Transport) Allowed(base, endpoint string) bool {
	u, err := url.Parse(endpoint)
	if err != nil || u.Hostname() == "" || u.User != nil {
		return false
	}
	return u.Scheme == "https" || u.Scheme == "http" && strings.HasPrefix(base, "http:") && t.private(u)
}

// private reports whether nobody on the way can read along, or the configuration does not mind.
func (t *Transport) private(u *url.URL) bool {
	return u.Scheme == "https" || t.config.AllowPlaintext || loopback(u.Hostname())
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
