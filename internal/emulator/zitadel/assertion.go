package zitadel

import (
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// The server's limits for the time at which an assertion was signed. The server does not limit how long an assertion is
// valid.
const (
	maxAssertionAge = time.Hour
	clockOffset     = time.Second
)

// signer returns the key that signed the assertion (RFC 7523), or nil if the assertion is not valid: its subject must be the
// key's owner, its audience this issuer. An assertion can be used more than once. The caller holds the lock.
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
