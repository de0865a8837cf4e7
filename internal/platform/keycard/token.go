package keycard

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

var _ idp.TokenIssuer = (*Platform)(nil)

// Verify requests a token for a resource that does not exist. If the zone rejects the resource and not the client, the
// client's secret is valid.
func (p *Platform) Verify(ctx context.Context, known idp.Application) error {
	if known.AuthMethod == idp.PrivateKeyJWT {
		return checkSecret(known)
	}
	found, err := p.zone(ctx, known.Scope.ZoneID)
	if err != nil {
		return err
	}
	_, err = p.grant(ctx, found, idp.TokenRequest{
		ClientID: known.ClientID, ClientSecret: known.ClientSecret, Resource: "urn:terraform:no-such-resource:" + rand.Text(),
	})
	if e, ok := errors.AsType[*idp.Error](err); ok && slices.Contains([]string{codeInvalidTarget, codeAccessDenied, codeNoConsent}, e.Code) {
		return nil
	}
	return err
}

// Error codes of a zone's token endpoint (RFC 6749, section 5.2, and RFC 8707, section 2).
const (
	codeInvalidClient = "invalid_client"
	codeInvalidTarget = "invalid_target"
	codeAccessDenied  = "access_denied"
	codeNoConsent     = "insufficient_authorization"
)

// IssueToken requests a token for one resource from the token endpoint of the zone.
func (p *Platform) IssueToken(ctx context.Context, request idp.TokenRequest) (idp.Token, error) {
	found, err := p.zone(ctx, request.Scope.ZoneID)
	if err != nil {
		return idp.Token{}, err
	}
	token, err := p.grant(ctx, found, request)
	if err != nil {
		return idp.Token{}, err
	}
	return idp.Token{
		Value: idp.Secret(token.AccessToken), Type: token.Type(), Expiry: token.Expiry, Revocable: p.revocationEndpoint(ctx, found) != "",
	}, nil
}

// grant performs the client credentials grant (RFC 6749, section 4.4) for a resource (RFC 8707).
func (p *Platform) grant(ctx context.Context, z zone, request idp.TokenRequest) (*oauth2.Token, error) {
	config := clientcredentials.Config{
		ClientID: request.ClientID, ClientSecret: request.ClientSecret.Reveal(), TokenURL: z.token,
		AuthStyle: oauth2.AuthStyleInHeader, EndpointParams: url.Values{"resource": {request.Resource}},
	}
	token, err := config.Token(context.WithValue(transport.Repeatable(ctx), oauth2.HTTPClient, p.public))
	if err != nil {
		return nil, applicationRefused(err, request.ClientSecret)
	}
	return token, nil
}

// applicationRefused classifies the error of a token request by its code, because Keycard does not document the statuses.
func applicationRefused(err error, secret idp.Secret) error {
	e, answered := tokenRefused(err, secret)
	if !answered {
		return e
	}
	switch e.Code {
	case codeInvalidClient:
		e.Kind, e.Hint = idp.ErrSecretRefused, ""
	case codeInvalidTarget:
		e.Kind, e.Attribute, e.Hint = idp.ErrInvalid, idp.AttributeResource, "Set the identifier of a resource of the zone."
	case codeAccessDenied:
		e.Kind, e.Attribute = idp.ErrForbidden, idp.AttributeResource
		e.Hint = "Make the resource a dependency of the application, and check the zone's policies."
	case codeNoConsent:
		e.Kind, e.Hint = idp.ErrForbidden, "A user has to grant the application access to the resource first."
	default:
		if e.Kind == idp.ErrUnauthenticated || e.Kind == idp.ErrNotFound {
			e.Kind, e.Hint = idp.ErrUnexpected, "" // not about the provider's credentials or an application
		}
	}
	return e
}

// RevokeToken revokes a token. It is no error if the token has already expired (RFC 7009, section 2.2).
func (p *Platform) RevokeToken(ctx context.Context, request idp.TokenRequest, token idp.Token) error {
	found, err := p.zone(ctx, request.Scope.ZoneID)
	if err != nil {
		return err
	}
	endpoint := p.revocationEndpoint(ctx, found)
	if endpoint == "" {
		return nil
	}
	form := url.Values{"token": {token.Value.Reveal()}, "token_type_hint": {"access_token"}}
	req, err := http.NewRequestWithContext(transport.Repeatable(ctx), http.MethodPost, endpoint, strings.NewReader(form.Encode()))
	if err != nil {
		return unreadable(err, false)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth(url.QueryEscape(request.ClientID), url.QueryEscape(request.ClientSecret.Reveal()))
	resp, err := p.public.Do(req)
	_, err = transport.Success(resp, err, false, func(resp *http.Response, _ []byte) *idp.Error { return transport.Refusal(resp) })
	return err
}
