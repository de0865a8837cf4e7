package zitadel

import (
	"crypto/rsa"
	"net/http"
	"slices"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// signing is the key with which the instance signs tokens.
type signing struct {
	id  string
	key func() *rsa.PrivateKey // generated on first use, because it is slow
}

// jwks returns the public key (RFC 7517).
func (s *Server) jwks(*http.Request) (any, *oauthError) {
	return jose.JSONWebKeySet{Keys: []jose.JSONWebKey{
		{Key: &s.signing.key().PublicKey, KeyID: s.signing.id, Algorithm: string(jose.RS256), Use: "sig"},
	}}, nil
}

// tokenClaims are the claims of an access token: the registered ones and ZITADEL's.
type tokenClaims struct {
	jwt.Claims
	ClientID string `json:"client_id,omitempty"`
}

// signToken returns an access token of a service account whose tokens are JWTs.
func (s *Server) signToken(t *token) string {
	return s.sign(tokenClaims{Claims: s.claims(t, t.audience), ClientID: t.user.login})
}

// signIDToken returns the ID token for the access token.
func (s *Server) signIDToken(t *token) string {
	return s.sign(s.claims(t, []string{t.user.login}))
}

func (s *Server) claims(t *token, audience []string) jwt.Claims {
	return jwt.Claims{
		Issuer: s.url, Subject: t.user.id, Audience: slices.Clone(audience), ID: t.id,
		IssuedAt: jwt.NewNumericDate(t.issued), NotBefore: jwt.NewNumericDate(t.issued), Expiry: jwt.NewNumericDate(t.expires.Truncate(time.Second)),
	}
}

// sign returns the signed claims. It cannot fail for this key and these claims.
func (s *Server) sign(claims any) string {
	key := jose.JSONWebKey{Key: s.signing.key(), KeyID: s.signing.id}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.RS256, Key: key}, nil)
	if err != nil {
		return ""
	}
	text, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		return ""
	}
	return text
}
