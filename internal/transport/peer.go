package transport

import (
	"context"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Peer is a platform as the configuration names it.
type Peer struct {
	// Endpoints are the configured addresses, by the settings that hold them, such as zitadel.endpoint.
	Endpoints map[string]string

	// Headers are for a gateway in front of these endpoints. They may be secret, so no other host gets them: not one that a
	// redirect, a discovery document or a platform's object names. CheckHeader says which ones may be set.
	Headers map[string]string
}

// For returns a transport for one platform. It shares connections, and what is known of hosts, with this one.
func (t *Transport) For(p Peer) *Transport {
	own, attempt := *t, *t.attempt
	own.peer = peer{headers: p.Headers, settings: map[string]string{}}
	for _, setting := range slices.Sorted(maps.Keys(p.Endpoints)) {
		u, err := url.Parse(p.Endpoints[setting])
		if err != nil {
			continue // no request goes there
		}
		key := origin(u)
		own.peer.settings[key] = strings.TrimPrefix(own.peer.settings[key]+" and "+setting, " and ")
	}
	attempt.peer = own.peer
	own.attempt = &attempt
	return &own
}

// peer has the settings that hold an origin, by the origin.
type peer struct {
	settings map[string]string
	headers  map[string]string
}

// headersFor are the gateway's headers where the configuration itself names the host.
func (p peer) headersFor(u *url.URL) map[string]string {
	if _, configured := p.settings[origin(u)]; configured {
		return p.headers
	}
	return nil
}

type peerKey struct{}

func (p peer) in(ctx context.Context) context.Context { return context.WithValue(ctx, peerKey{}, p) }

// settingOf names the setting that a request's address comes from.
func settingOf(req *http.Request) string {
	if req != nil && req.URL != nil {
		p, _ := req.Context().Value(peerKey{}).(peer)
		if setting, ok := p.settings[origin(req.URL)]; ok {
			return setting
		}
	}
	return "the endpoint"
}
