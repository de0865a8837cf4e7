package idp

import (
	"context"
	"time"
)

// TokenIssuer is an optional interface of a Platform whose applications get access tokens with their own credentials.
type TokenIssuer interface {
	// IssueToken requests a token with the application's client credentials grant (RFC 6749, section 4.4). ErrSecretRefused
	// means that the application's credentials are invalid.
	IssueToken(ctx context.Context, request TokenRequest) (Token, error)

	// RevokeToken revokes a token that is Revocable before it expires (RFC 7009).
	RevokeToken(ctx context.Context, request TokenRequest, token Token) error
}

// TokenRequest is the application that requests a token, and what the token is for.
type TokenRequest struct {
	Scope        Scope
	ClientID     string
	ClientSecret Secret
	Resource     string // what the token is for (RFC 8707), on platforms that require it
}

// Token is an access token.
type Token struct {
	Value     Secret
	Type      string // such as "Bearer"
	Expiry    time.Time
	Revocable bool
}
