package transport

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Peer is a platform with its configured addresses and headers.
type Peer struct {
	// Endpoints are the configured addresses, by setting, such as zitadel.endpoint.
	Endpoints map[string]string

	// Headers are for a gateway in front of these endpoints. They can be secret, so they are not sent to other hosts, such
	// as those named by a redirect, a discovery document or an object of the platform. CheckHeader says which headers are
	// allowed.
	Headers map[string]string
}

// For returns a transport for one platform. It shares connections, and what is known about hosts, with t.
func (t *Transport) For(p Peer) *Transport {
	own, attempt := *t, *t.attempt
	own.peer = peer{headers: p.Headers, settings: map[string]string{}}
	for _, setting := range slices.Sorted(maps.Keys(p.Endpoints)) {
		u, err := url.Parse(p.Endpoints[setting])
		if err != nil {
			continue // never used for requests
		}
		key := origin(u)
		own.peer.settings[key] = strings.TrimPrefix(own.peer.settings[key]+" and "+setting, " and ")
	}
	attempt.peer = own.peer
	own.attempt = &attempt
	return &own
}

// peer has the settings by the origin that they contain.
type peer struct {
	settings map[string]string
	headers  map[string]string
}

// headersFor returns the gateway's headers if the configuration names the host.
func (p peer) headersFor(u *url.URL) map[string]string {
	if _, configured := p.settings[origin(u)]; configured {
		return p.headers
	}
	return nil
}

type peerKey struct{}

func (p peer) in(ctx context.Context) context.Context { return context.WithValue(ctx, peerKey{}, p) }

// settingOf returns the name of the setting that contains the request's host.
func settingOf(req *http.Request) string {
	if req != nil && req.URL != nil {
		p, _ := req.Context().Value(peerKey{}).(peer)
		if setting, ok := p.settings[origin(req.URL)]; ok {
			return setting
		}
	}
	return "the endpoint"
}
