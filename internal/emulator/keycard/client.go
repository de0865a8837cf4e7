package keycard

import (
	"net/url"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// asClient authenticates the client of a request to a zone. The service is not locked while it fetches a client's keys,
// which can be anywhere, even here.
func (s *Server) asClient(next func(*call, *credential) (reply, error)) action {
	return func(c *call) (reply, error) {
		var claims []claim
		_, err := s.locked(s.inZone(func(c *call) (reply, error) {
			var err error
			claims, err = s.claimsOf(c)
			return reply{}, err
		}))(c)
		if err != nil {
			return reply{}, err
		}
		proven, err := firstProven(c.Context(), claims)
		if err != nil {
			return reply{}, err
		}
		return s.locked(s.inZone(func(c *call) (reply, error) {
			client, live := s.credentials.find(c.zone.id, proven)
			if !live {
				return reply{}, invalidClient()
			}
			return next(c, client)
		}))(c)
	}
}

// claimsOf is which credentials the client can have.
func (s *Server) claimsOf(c *call) ([]claim, error) {
	id, secret, err := c.clientRequest()
	if err != nil {
		return nil, err
	}
	if c.met(fault.UnauthenticatedOnce) {
		return nil, invalidClient()
	}
	if c.form.Has("client_assertion") || c.form.Has("client_assertion_type") {
		return s.assertedClaims(c)
	}
	found := s.authenticateClient(c.zone, id, secret)
	if found == nil {
		return nil, invalidClient()
	}
	return []claim{{credentialID: found.id}}, nil
}

// authenticateClient finds the live password credential. Clients differ in whether they percent-encode the parts of
// Basic credentials (RFC 6749, section 2.3.1), so both are taken.
func (s *Server) authenticateClient(z *zone, id, secret string) *credential {
	if found := s.matchingPassword(z, id, secret); found != nil {
		return found
	}
	plainID, err := url.QueryUnescape(id)
	if err != nil {
		return nil
	}
	plainSecret, err := url.QueryUnescape(secret)
	if err != nil {
		return nil
	}
	return s.matchingPassword(z, plainID, plainSecret)
}

func (s *Server) matchingPassword(z *zone, id, secret string) *credential {
	for _, c := range s.credentials.rows {
		if c.inZone(z.id) && c.kind == kindPassword && c.identifier == id && c.secret.matches(secret) {
			return c
		}
	}
	return nil
}
