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
	if u.Scheme == "http" && !t.config.AllowPlaintext && !loopback(u.Hostname()) {
		return nil, fmt.Errorf("is not encrypted: tokens and secrets would travel in clear to %s. Use https, or set http.allow_plaintext = true "+
			"where the network between is trusted", Printable(u.Host))
	}
	return u, nil
}

func loopback(host string) bool {
	ip := net.ParseIP(host)
	return host == "localhost" || ip != nil && ip.IsLoopback()
}
