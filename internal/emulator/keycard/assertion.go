package keycard

import (
	"context"
	"errors"
	"slices"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

const assertionType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"

var assertionAlgorithms = []jose.SignatureAlgorithm{jose.RS256, jose.ES256}

// candidate is a credential that the client may hold. A nil proof means that the secret has already matched.
type candidate struct {
	credentialID string
	proof        *proof
}

// proof is an assertion (RFC 7523) with a matching issuer and subject, the claims that it must have, and the keys that may
// have signed it.
type proof struct {
	assertion *jwt.JSONWebToken
	expected  jwt.Expected
	keys      keySource
}

// assertionCandidates returns the credentials that match the assertion's unverified issuer and subject.
func (s *Server) assertionCandidates(c *call) ([]candidate, error) {
	switch {
	case c.form.Has("client_secret"):
		return nil, severalMethods()
	case c.form.Get("client_assertion_type") != assertionType:
		return nil, oauthRefusal("invalid_request", "client_assertion_type must be "+assertionType)
	}
	parsed, err := jwt.ParseSigned(c.form.Get("client_assertion"), assertionAlgorithms)
	if err != nil {
		return nil, assertionRefused(err)
	}
	var unverified jwt.Claims
	if err := parsed.UnsafeClaimsWithoutVerification(&unverified); err != nil {
		return nil, assertionRefused(err)
	}
	var candidates []candidate
	for _, found := range s.fitting(c.zone, unverified, c.form.Get("client_id")) {
		candidates = append(candidates, candidate{found.id, &proof{parsed, s.expected(c.zone, found), s.keysOf(found)}})
	}
	if candidates == nil {
		return nil, assertionRefused(errors.New("no credential of the zone fits its issuer and subject"))
	}
	return candidates, nil
}

// fitting returns the credentials for assertions of this issuer and subject. Those that accept any subject come last.
func (s *Server) fitting(z *zone, claims jwt.Claims, clientID string) []*credential {
	found := s.credentials.list(z.id, false, func(c *credential) bool {
		if clientID != "" && clientID != c.identifier {
			return false
		}
		switch c.kind {
		case kindPublicKey, kindURL:
			return claims.Issuer == c.identifier && claims.Subject == c.identifier
		case kindToken:
			return s.issuerOf(c) == claims.Issuer && (c.subject == nil || *c.subject == claims.Subject)
		}
		return false
	})
	takesAny := func(c *credential) bool { return c.kind == kindToken && c.subject == nil }
	named := slices.DeleteFunc(slices.Clone(found), takesAny)
	return append(named, slices.DeleteFunc(found, func(c *credential) bool { return !takesAny(c) })...)
}

// issuerOf returns the issuer whose tokens a token credential accepts.
func (s *Server) issuerOf(c *credential) string {
	p, ok := s.providers.find(c.zoneID, c.providerID)
	if !ok {
		return ""
	}
	issuer, _ := p.oauth2["issuer"].(string)
	return issuer
}

// expected returns the required audience at the current time: the token endpoint for a client's own assertion, the zone for
// a workload's token.
func (s *Server) expected(z *zone, c *credential) jwt.Expected {
	audience := s.tokenEndpoint(z)
	if c.kind == kindToken {
		audience = s.issuer(z)
	}
	return jwt.Expected{AnyAudience: jwt.Audience{audience}, Time: s.now()}
}

// firstProven returns the ID of the first credential that the client has proven to hold.
func firstProven(ctx context.Context, candidates []candidate) (string, error) {
	var reasons []error
	for _, c := range candidates {
		if c.proof == nil {
			return c.credentialID, nil
		}
		err := c.proof.verify(ctx)
		if err == nil {
			return c.credentialID, nil
		}
		reasons = append(reasons, err)
	}
	return "", assertionRefused(errors.Join(reasons...))
}

func (p *proof) verify(ctx context.Context) error {
	set, err := p.keys(ctx)
	if err != nil {
		return err
	}
	var claims jwt.Claims
	id := p.assertion.Headers[0].KeyID
	signed := slices.ContainsFunc(set.Keys, func(key jose.JSONWebKey) bool {
		return (id == "" || id == key.KeyID) && p.assertion.Claims(key.Key, &claims) == nil
	})
	switch {
	case !signed:
		return errors.New("it is signed with none of the client's keys")
	case claims.Expiry == nil:
		return errors.New("it has no exp")
	}
	return claims.ValidateWithLeeway(p.expected, 0)
}

func assertionRefused(reason error) error {
	refusal := invalidClient()
	refusal.description = "The client assertion is not accepted: " + reason.Error()
	return refusal
}
