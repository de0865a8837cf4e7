package idp

import (
	"cmp"
	"time"
)

// OIDC has the settings of OpenID Connect applications. Its zero value is the platform's defaults.
type OIDC struct {
	GrantTypes    []string // a set of names of RFC 7591; empty means authorization_code
	ResponseTypes []string // a set of names of RFC 7591; empty means code

	AccessTokenRoleAssertion bool
	IDTokenRoleAssertion     bool
	IDTokenUserinfoAssertion bool
	DevelopmentMode          bool
	SkipNativeAppSuccessPage bool
	ClockSkew                time.Duration
	AdditionalOrigins        []string // a set
	BackChannelLogoutURI     string
}

// TokenType is the format of access tokens.
type TokenType string

// The token types; an empty one means the first.
const (
	TokenBearer TokenType = "bearer" // opaque
	TokenJWT    TokenType = "jwt"
)

// The defaults of OpenID Connect applications, from RFC 7591.
const (
	GrantAuthorizationCode = "authorization_code"
	ResponseCode           = "code"
)

// WithDefaults returns the registration with the platform's defaults filled in, so that equivalent registrations are equal.
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
