package keycard

import (
	"net/url"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// asClient authenticates the client of a request to a zone's endpoint. It does not hold the lock while it fetches keys,
// because this server may serve them.
func (s *Server) asClient(next func(*call, *credential) (reply, error)) action {
	return func(c *call) (reply, error) {
		var candidates []candidate
		_, err := s.locked(s.inZone(func(c *call) (reply, error) {
			var err error
			candidates, err = s.candidates(c)
			return reply{}, err
		}))(c)
		if err != nil {
			return reply{}, err
		}
		proven, err := firstProven(c.Context(), candidates)
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

// candidates returns the credentials that the client may hold, the most likely first.
func (s *Server) candidates(c *call) ([]candidate, error) {
	id, secret, err := c.clientRequest()
	if err != nil {
		return nil, err
	}
	if c.met(fault.UnauthenticatedOnce) {
		return nil, invalidClient()
	}
	if c.form.Has("client_assertion") || c.form.Has("client_assertion_type") {
		return s.assertionCandidates(c)
	}
	found := s.authenticateClient(c.zone, id, secret)
	if found == nil {
		return nil, invalidClient()
	}
	return []candidate{{credentialID: found.id}}, nil
}

// authenticateClient returns the password credential with this ID and secret, or nil. Some clients percent-encode the parts
// of Basic credentials (RFC 6749, section 2.3.1) and some do not, so it accepts both.
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
