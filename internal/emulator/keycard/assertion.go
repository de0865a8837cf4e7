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

// claim says that a client has a credential, and what proves it; a password that matches needs no proof.
type claim struct {
	credentialID string
	proof        *proof
}

// proof is an assertion (RFC 7523), what must be in it, and where the keys are that it can be signed with.
type proof struct {
	assertion *jwt.JSONWebToken
	expected  jwt.Expected
	keys      keySource
}

// assertedClaims is which credentials the client's assertion can be for. What it says is not verified yet.
func (s *Server) assertedClaims(c *call) ([]claim, error) {
	switch {
	case c.form.Has("client_secret"):
		return nil, severalMethods()
	case c.form.Get("client_assertion_type") != assertionType:
		return nil, oauthRefusal("invalid_request", "client_assertion_type must be "+assertionType)
	}
	parsed, err := jwt.ParseSigned(c.form.Get("client_assertion"), assertionAlgorithms)
	if err != nil {
		return nil, unproven(err)
	}
	var said jwt.Claims
	if err := parsed.UnsafeClaimsWithoutVerification(&said); err != nil {
		return nil, unproven(err)
	}
	var claims []claim
	for _, found := range s.assertable(c.zone, said, c.form.Get("client_id")) {
		claims = append(claims, claim{found.id, &proof{parsed, s.expected(c.zone, found), s.keysOf(found)}})
	}
	if claims == nil {
		return nil, unproven(errors.New("no credential in the zone is for its issuer and subject"))
	}
	return claims, nil
}

// assertable is the credentials that an assertion of this issuer and subject can be for: one of the client itself, or
// those that take tokens of a provider, where one that names the subject goes first.
func (s *Server) assertable(z *zone, said jwt.Claims, clientID string) []*credential {
	found := s.credentials.list(z.id, false, func(c *credential) bool {
		if clientID != "" && clientID != c.identifier {
			return false
		}
		switch c.kind {
		case kindPublicKey, kindURL:
			return c.identifier == said.Issuer && c.identifier == said.Subject
		case kindToken:
			return s.issuerOf(c) == said.Issuer && (c.subject == nil || *c.subject == said.Subject)
		}
		return false
	})
	slices.SortStableFunc(found, func(a, b *credential) int { return openness(a) - openness(b) })
	return found
}

func openness(c *credential) int {
	if c.kind == kindToken && c.subject == nil {
		return 1
	}
	return 0
}

// issuerOf is whose tokens a token credential takes.
func (s *Server) issuerOf(c *credential) string {
	p, ok := s.providers.find(c.zoneID, c.providerID)
	if !ok {
		return ""
	}
	issuer, _ := p.oauth2["issuer"].(string)
	return issuer
}

// expected is what an assertion for the credential has to say: a client's own is for the token endpoint, a workload's
// token for the zone.
func (s *Server) expected(z *zone, c *credential) jwt.Expected {
	if c.kind != kindToken {
		return jwt.Expected{
			Issuer: c.identifier, Subject: c.identifier, AnyAudience: jwt.Audience{s.tokenEndpoint(z)}, Time: s.now(),
		}
	}
	expected := jwt.Expected{Issuer: s.issuerOf(c), AnyAudience: jwt.Audience{s.issuer(z)}, Time: s.now()}
	if c.subject != nil {
		expected.Subject = *c.subject
	}
	return expected
}

// firstProven is the ID of the first credential that the client has shown to be its own.
func firstProven(ctx context.Context, claims []claim) (string, error) {
	var reason error
	for _, one := range claims {
		if one.proof == nil {
			return one.credentialID, nil
		}
		err := one.proof.verify(ctx)
		if err == nil {
			return one.credentialID, nil
		}
		reason = errors.Join(reason, err)
	}
	return "", unproven(reason)
}

func (p *proof) verify(ctx context.Context) error {
	set, err := p.keys(ctx)
	if err != nil {
		return err
	}
	var claims jwt.Claims
	header := p.assertion.Headers[0]
	signed := slices.ContainsFunc(set.Keys, func(key jose.JSONWebKey) bool {
		fits := (header.KeyID == "" || header.KeyID == key.KeyID) && (key.Algorithm == "" || key.Algorithm == header.Algorithm)
		return fits && key.Use != "enc" && p.assertion.Claims(key.Key, &claims) == nil
	})
	switch {
	case !signed:
		return errors.New("it is signed with none of the client's keys")
	case claims.Expiry == nil:
		return errors.New("it has no exp")
	}
	return claims.ValidateWithLeeway(p.expected, 0)
}

func unproven(reason error) error {
	refusal := invalidClient()
	refusal.description = "The client assertion is not accepted: " + reason.Error()
	return refusal
}
