package zitadel

import (
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// The server's limits for the time at which an assertion was signed. It has none for how long it is good.
const (
	maxAssertionAge = time.Hour
	clockOffset     = time.Second
)

// verifies checks a JWT profile assertion (RFC 7523): signed with the owner's key, about the owner, for this issuer. The
// same assertion may be used again.
func (s *Server) verifies(assertion string) bool {
	parsed, err := jwt.ParseSigned(assertion, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil || len(parsed.Headers) != 1 || parsed.Headers[0].KeyID != s.access.keyID {
		return false
	}
	key := s.access.key()
	if key == nil {
		return false
	}
	var claims jwt.Claims
	if parsed.Claims(&key.PublicKey, &claims) != nil {
		return false
	}
	return s.accepts(claims)
}

func (s *Server) accepts(claims jwt.Claims) bool {
	if claims.IssuedAt == nil || claims.Expiry == nil {
		return false
	}
	now, issued := s.now(), claims.IssuedAt.Time()
	return claims.Issuer == s.access.owner.id && claims.Subject == s.access.owner.id &&
		slices.Contains(claims.Audience, s.issuer()) &&
		claims.Expiry.Time().After(now) &&
		!issued.After(now.Add(clockOffset)) && !issued.Before(now.Add(-maxAssertionAge))
}
