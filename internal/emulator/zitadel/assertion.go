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

// signer checks an assertion (RFC 7523) and gives the key that it is signed with: about that key's owner, for this issuer. The
// same assertion may be used again. It needs the lock.
func (s *Server) signer(assertion string) *key {
	parsed, err := jwt.ParseSigned(assertion, []jose.SignatureAlgorithm{jose.RS256})
	if err != nil || len(parsed.Headers) != 1 {
		return nil
	}
	k := s.state.keysByID[parsed.Headers[0].KeyID]
	if k == nil || !k.readable(k.app) || !s.now().Before(k.expires) {
		return nil
	}
	var claims jwt.Claims
	if parsed.Claims(k.public(), &claims) != nil || !s.accepts(claims, k.subject()) {
		return nil
	}
	return k
}

func (s *Server) accepts(claims jwt.Claims, subject string) bool {
	if claims.IssuedAt == nil || claims.Expiry == nil {
		return false
	}
	now, issued := s.now(), claims.IssuedAt.Time()
	return claims.Issuer == subject && claims.Subject == subject &&
		slices.Contains(claims.Audience, s.url) &&
		claims.Expiry.Time().After(now) &&
		!issued.After(now.Add(clockOffset)) && !issued.Before(now.Add(-maxAssertionAge))
}
