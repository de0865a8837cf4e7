package idp

import (
	"context"
	"time"
)

// TokenIssuer is what a Platform is as well where its applications get access tokens with their own credentials.
type TokenIssuer interface {
	// IssueToken is the client credentials grant (RFC 6749, section 4.4) of an application. ErrSecretRefused says that the
	// platform knows the application's credentials to be wrong.
	IssueToken(ctx context.Context, request TokenRequest) (Token, error)

	// RevokeToken ends a token that is Revocable before its time (RFC 7009).
	RevokeToken(ctx context.Context, request TokenRequest, token Token) error
}

// TokenRequest is who asks for a token, and for what.
type TokenRequest struct {
	Scope        Scope
	ClientID     string
	ClientSecret Secret
	Resource     string // what the token is for (RFC 8707), where a platform wants to know
}

// Token is an access token.
type Token struct {
	Value     Secret
	Type      string // "Bearer"
	Expiry    time.Time
	Revocable bool
}
