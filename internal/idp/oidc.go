package idp

import (
	"cmp"
	"time"
)

// OIDC is what only OpenID Connect applications have. Its zero value is what a platform makes of an application for which
// nothing of it is asked.
type OIDC struct {
	GrantTypes    []string // a set of names of RFC 7591; empty is authorization_code
	ResponseTypes []string // likewise; empty is code

	AccessTokenRoleAssertion bool
	IDTokenRoleAssertion     bool
	IDTokenUserinfoAssertion bool
	DevelopmentMode          bool
	SkipNativeAppSuccessPage bool
	ClockSkew                time.Duration
	AdditionalOrigins        []string // a set
	BackChannelLogoutURI     string
}

// TokenType is the form of access tokens.
type TokenType string

// The forms; the empty one is the first.
const (
	TokenBearer TokenType = "bearer" // opaque
	TokenJWT    TokenType = "jwt"
)

// The defaults of OpenID Connect applications, by RFC 7591.
const (
	GrantAuthorizationCode = "authorization_code"
	ResponseCode           = "code"
)

// WithDefaults writes out what is left to the platform, so that two registrations which mean the same are equal.
func (r Registration) WithDefaults() Registration {
	if r.Type.IsOIDC() || r.Type == TypeServiceAccount {
		r.AccessTokenType = cmp.Or(r.AccessTokenType, TokenBearer)
	}
	if r.Type.IsOIDC() && len(r.OIDC.GrantTypes) == 0 {
		r.OIDC.GrantTypes = []string{GrantAuthorizationCode}
	}
	if r.Type.IsOIDC() && len(r.OIDC.ResponseTypes) == 0 {
		r.OIDC.ResponseTypes = []string{ResponseCode}
	}
	return r
}
