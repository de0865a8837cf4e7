package lerian

import (
	"context"
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

var _ idp.TokenIssuer = (*Platform)(nil)

// Verify logs in with the application's client ID and secret. The Auth plugin accepts ten logins per minute by default.
func (p *Platform) Verify(ctx context.Context, known idp.Application) error {
	_, err := p.IssueToken(ctx, idp.TokenRequest{ClientID: known.ClientID, ClientSecret: known.ClientSecret})
	return err
}

// IssueToken logs in with an application's client ID and secret. It does not use the requested resource.
func (p *Platform) IssueToken(ctx context.Context, request idp.TokenRequest) (idp.Token, error) {
	if p.auth == nil {
		return idp.Token{}, &idp.Error{
			Kind: idp.ErrInvalid, Message: "the address of the Auth plugin is not known", Hint: "Set " + settingAuthEndpoint + ".",
		}
	}
	asApplication := login{auth: p.auth, config: Config{ClientID: request.ClientID, ClientSecret: request.ClientSecret}}
	token, err := asApplication.token(ctx)
	if err != nil {
		return idp.Token{}, applicationRefused(err)
	}
	return idp.Token{Value: idp.Secret(token.AccessToken), Type: token.Type(), Expiry: token.Expiry}, nil
}

// RevokeToken does nothing: Access Manager cannot revoke tokens, and no token is Revocable.
func (p *Platform) RevokeToken(context.Context, idp.TokenRequest, idp.Token) error { return nil }

// applicationRefused distinguishes wrong credentials of an application from everything else that can prevent a login, such
// as a network that the tenant does not allow.
func applicationRefused(err error) error {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok {
		return err
	}
	refused := *e
	switch {
	case e.Code == codeInvalidClient, e.Code == codeApplicationGone:
		refused.Kind, refused.Hint = idp.ErrSecretRefused, ""
	case e.Kind == idp.ErrUnauthenticated:
		refused.Kind, refused.Hint = idp.ErrUnexpected, checkAuthEndpoint // not about the provider's credentials
		if e.Code == codeNetworkRefused {
			refused.Kind, refused.Hint = idp.ErrForbidden, hintNetwork
		}
	}
	return &refused
}
