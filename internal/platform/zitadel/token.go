package zitadel

import (
	"context"
	"errors"
	"net/http"
	"strings"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

var _ idp.TokenIssuer = (*Platform)(nil)

// IssueToken requests a token for a service account. The resource is the project that the token is for. Without a resource,
// the token only identifies the service account.
func (p *Platform) IssueToken(ctx context.Context, request idp.TokenRequest) (idp.Token, error) {
	found, err := p.discovered.Get("", func() (OpenIDConfiguration, error) { return p.login.discover(ctx) })
	if err != nil {
		return idp.Token{}, err
	}
	config := clientcredentials.Config{
		ClientID: request.ClientID, ClientSecret: request.ClientSecret.Reveal(), TokenURL: found.TokenEndpoint,
		Scopes: []string{"openid"}, AuthStyle: oauth2.AuthStyleInHeader,
	}
	if request.Resource != "" {
		config.Scopes = append(config.Scopes, "urn:zitadel:iam:org:project:id:"+request.Resource+":aud")
	}
	var token *oauth2.Token
	p.recovery.Few(ctx, func() bool {
		token, err = p.login.grant(ctx, config)
		return !secretUnknown(err)
	})
	if err != nil {
		return idp.Token{}, err
	}
	return idp.Token{Value: idp.Secret(token.AccessToken), Type: token.Type(), Expiry: token.Expiry}, nil
}

// RevokeToken does nothing, because tokens of service accounts are not Revocable.
func (p *Platform) RevokeToken(context.Context, idp.TokenRequest, idp.Token) error { return nil }

// grant performs the client credentials grant of a service account (RFC 6749, section 4.4).
func (e exchange) grant(ctx context.Context, c clientcredentials.Config) (*oauth2.Token, error) {
	token, err := c.Token(context.WithValue(transport.Repeatable(ctx), oauth2.HTTPClient, e.client))
	var known *idp.Error
	var refused *oauth2.RetrieveError
	switch {
	case err == nil:
		return token, nil
	case errors.As(err, &known):
		return nil, known
	case errors.As(err, &refused):
		return nil, grantRefusal(refused, idp.Secret(c.ClientSecret))
	default: // its text may quote the response, and with it a token
		return nil, &idp.Error{
			Kind: idp.ErrUnexpected, Message: "the token endpoint's response cannot be read", Hint: "Check " + settingEndpoint + ".",
		}
	}
}

// ZITADEL's messages for secrets and accounts that get no token. It has one code for all of them.
const (
	saysSecretMissing = "Errors.User.Machine.Secret.NotExisting" // also for a new one
	saysSecretWrong   = "Errors.User.Machine.Secret.Invalid"
	saysNotActive     = "Errors.User.NotActive"
	codeInvalidClient = "invalid_client" // the user name is unknown
)

// grantRefusal distinguishes a rejected secret, for which ZITADEL returns 400, from other errors. It uses only the two
// fields of RFC 6749, section 5.2, and hides the secret.
func grantRefusal(refused *oauth2.RetrieveError, secret idp.Secret) *idp.Error {
	e := transport.Refusal(refused.Response)
	if refused.ErrorCode == "" || e.Status != http.StatusBadRequest && e.Status != http.StatusUnauthorized {
		return unrelatedAnswer(*e)
	}
	e.Kind = idp.ErrUnexpected
	e.Code = transport.Printable(transport.Hide(refused.ErrorCode, secret))
	e.Message = transport.Printable(transport.Hide(refused.ErrorDescription, secret))
	switch {
	case e.Code == codeInvalidClient, strings.HasPrefix(e.Message, saysSecretWrong), strings.HasPrefix(e.Message, saysSecretMissing):
		e.Kind = idp.ErrSecretRefused
	case strings.HasPrefix(e.Message, saysNotActive):
		e.Kind, e.Hint = idp.ErrInactive, "The service account is deactivated, or locked. Set enabled = true."
	}
	return e
}

// secretUnknown reports whether a secret was rejected with the error for a new one.
func secretUnknown(err error) bool {
	e, ok := errors.AsType[*idp.Error](err)
	return ok && e.Kind == idp.ErrSecretRefused && strings.HasPrefix(e.Message, saysSecretMissing)
}
