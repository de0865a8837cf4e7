package keycard

// revokeZoneToken revokes a token (RFC 7009), if zones have a revocation endpoint.
func (s *Server) revokeZoneToken(c *call) (reply, error) {
	if !s.config.Revocation {
		return reply{}, notFound("Route")
	}
	return s.asClient(func(c *call, _ *credential) (reply, error) {
		if c.form.Get("token") == "" {
			return reply{}, oauthRefusal("invalid_request", "The token is missing")
		}
		s.revoked[hash(c.form.Get("token"))] = true
		return reply{body: map[string]any{}}, nil
	})(c)
}

// TokenRevoked reports whether a zone's token was revoked.
func (s *Server) TokenRevoked(token string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.revoked[hash(token)]
}
