package keycard

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// keySource fetches the keys of a client or an issuer. Nothing is cached.
type keySource func(context.Context) (*jose.JSONWebKeySet, error)

// keysOf returns the source of the keys that sign assertions for a credential.
func (s *Server) keysOf(c *credential) keySource {
	switch c.kind {
	case kindPublicKey:
		return s.keysAt(c.jwksURI)
	case kindURL:
		return s.keysOfClient(c.identifier)
	}
	if p, ok := s.providers.find(c.zoneID, c.providerID); ok {
		if uri, _ := p.oauth2["jwks_uri"].(string); uri != "" {
			return s.keysAt(uri)
		}
	}
	return s.keysOfIssuer(s.issuerOf(c))
}

func (s *Server) keysAt(uri string) keySource {
	return func(ctx context.Context) (*jose.JSONWebKeySet, error) {
		var set jose.JSONWebKeySet
		return &set, s.fetch(ctx, uri, &set)
	}
}

// keysOfClient returns the keys of a client ID metadata document, or those at its jwks_uri.
func (s *Server) keysOfClient(id string) keySource {
	return func(ctx context.Context) (*jose.JSONWebKeySet, error) {
		var document struct {
			ClientID string              `json:"client_id"`
			JWKSURI  string              `json:"jwks_uri"`
			JWKS     *jose.JSONWebKeySet `json:"jwks"`
		}
		if err := s.fetch(ctx, id, &document); err != nil {
			return nil, err
		}
		switch {
		case document.ClientID != id:
			return nil, fmt.Errorf("the metadata document at %s is of the client %q", id, document.ClientID)
		case document.JWKS != nil:
			return document.JWKS, nil
		case document.JWKSURI == "":
			return nil, fmt.Errorf("the metadata document at %s has no keys", id)
		}
		return s.keysAt(document.JWKSURI)(ctx)
	}
}

// keysOfIssuer returns the keys at the jwks_uri of the issuer's OpenID configuration.
func (s *Server) keysOfIssuer(issuer string) keySource {
	return func(ctx context.Context) (*jose.JSONWebKeySet, error) {
		var configuration struct {
			Issuer  string `json:"issuer"`
			JWKSURI string `json:"jwks_uri"`
		}
		if err := s.fetch(ctx, strings.TrimSuffix(issuer, "/")+"/.well-known/openid-configuration", &configuration); err != nil {
			return nil, err
		}
		if configuration.Issuer != issuer {
			return nil, fmt.Errorf("the configuration of %s is of the issuer %q", issuer, configuration.Issuer)
		}
		return s.keysAt(configuration.JWKSURI)(ctx)
	}
}

const fetchTimeout = 5 * time.Second

// newFetcher returns a client that follows no redirects and uses no proxy, because both lead to other machines.
func newFetcher() *http.Client {
	return &http.Client{
		Timeout:       fetchTimeout,
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
}

// fetch reads JSON from a URL on loopback. It rejects all other URLs.
func (s *Server) fetch(ctx context.Context, address string, into any) error {
	if !onLoopback(address) {
		return fmt.Errorf("%q is not a loopback address; the emulator fetches from no other host", address)
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return err
	}
	response, err := s.fetcher.Do(request)
	if err != nil {
		return err
	}
	defer func() { _ = response.Body.Close() }()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("%s answers with status %d", address, response.StatusCode)
	}
	if err := json.NewDecoder(io.LimitReader(response.Body, maxBody)).Decode(into); err != nil {
		return errors.Join(fmt.Errorf("%s does not answer with the JSON that is needed", address), err)
	}
	return nil
}

func onLoopback(address string) bool {
	parsed, err := url.Parse(address)
	if err != nil || parsed.Scheme != "http" && parsed.Scheme != "https" {
		return false
	}
	ip, err := netip.ParseAddr(parsed.Hostname())
	return parsed.Hostname() == "localhost" || err == nil && ip.IsLoopback()
}
