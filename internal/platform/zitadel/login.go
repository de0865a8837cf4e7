package zitadel

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// exchange gets tokens at the token endpoint, which it finds by discovery: an operator may have moved it.
type exchange struct {
	base   string
	client *http.Client
}

// scopes ask for a token that ZITADEL's own API accepts.
func scopes() []string { return []string{"openid", "urn:zitadel:iam:org:project:id:zitadel:aud"} }

const (
	grantJWTBearer    = "urn:ietf:params:oauth:grant-type:jwt-bearer"
	assertionLifetime = time.Hour // the longest that the server accepts
)

// clientCredentials is the login of RFC 6749, section 4.4.
func (e exchange) clientCredentials(id string, secret idp.Secret) transport.Login {
	return func(ctx context.Context) (*oauth2.Token, error) {
		found, err := e.discover(ctx)
		if err != nil {
			return nil, err
		}
		return e.token(ctx, settingClient, clientcredentials.Config{
			ClientID: id, ClientSecret: secret.Reveal(), TokenURL: found.TokenEndpoint, Scopes: scopes(),
			AuthStyle: oauth2.AuthStyleInHeader,
		})
	}
}

// jwtProfile is the login of RFC 7523, section 2.1.
func (e exchange) jwtProfile(key *Key) transport.Login {
	return func(ctx context.Context) (*oauth2.Token, error) {
		found, err := e.discover(ctx)
		if err != nil {
			return nil, err
		}
		assertion, err := key.assertion(found.Issuer, time.Now())
		if err != nil {
			return nil, badKey("the service account key cannot sign")
		}
		return e.token(ctx, settingKey, clientcredentials.Config{
			TokenURL: found.TokenEndpoint, Scopes: scopes(), AuthStyle: oauth2.AuthStyleInParams,
			EndpointParams: url.Values{"grant_type": {grantJWTBearer}, "assertion": {assertion}},
		})
	}
}

// assertion says who the caller is, signed with the service account's key.
func (k *Key) assertion(issuer string, now time.Time) (string, error) {
	signer, err := jose.NewSigner(jose.SigningKey{
		Algorithm: jose.RS256,
		Key:       jose.JSONWebKey{Key: k.private, KeyID: k.id},
	}, nil)
	if err != nil {
		return "", err
	}
	return jwt.Signed(signer).Claims(jwt.Claims{
		Issuer: k.userID, Subject: k.userID, Audience: jwt.Audience{issuer},
		IssuedAt: jwt.NewNumericDate(now), Expiry: jwt.NewNumericDate(now.Add(assertionLifetime)),
	}).Serialize()
}

// discover reads where the token endpoint is. Credentials that would go out over TLS are not sent without it.
func (e exchange) discover(ctx context.Context) (OpenIDConfiguration, error) {
	api, err := NewClient(e.base, WithHTTPClient(e.client))
	if err != nil {
		return OpenIDConfiguration{}, transport.Failed(err, false)
	}
	resp, err := api.GetOpenIDConfiguration(ctx)
	found, err := answered[OpenIDConfiguration](resp, err, false)
	var refused *idp.Error
	if errors.As(err, &refused) {
		return found, astray(*refused)
	}
	if found.Issuer == "" || found.TokenEndpoint == "" {
		return found, &idp.Error{
			Kind: idp.ErrUnexpected, Message: "the instance's OpenID configuration names no issuer or no token endpoint",
			Advice: "Check " + settingEndpoint + ".",
		}
	}
	return found, e.safe(found.TokenEndpoint)
}

func (e exchange) safe(endpoint string) error {
	from, _ := url.Parse(e.base)
	to, err := url.Parse(endpoint)
	if err == nil && (to.Scheme == "https" || to.Scheme == "http" && from.Scheme == "http") {
		return nil
	}
	return &idp.Error{
		Kind: idp.ErrUnexpected, Message: "the instance's OpenID configuration names an OAuth endpoint without TLS",
		Advice: "Nothing was sent to it. Configure the instance's external domain and ExternalSecure to match " + settingEndpoint + ".",
	}
}

func (e exchange) token(ctx context.Context, settings string, c clientcredentials.Config) (*oauth2.Token, error) {
	ctx = context.WithValue(transport.Repeatable(ctx), oauth2.HTTPClient, e.client)
	token, err := c.Token(ctx)
	if err == nil {
		return token, nil
	}
	var known *idp.Error
	var refused *oauth2.RetrieveError
	switch {
	case errors.As(err, &known):
		return nil, known
	case errors.As(err, &refused):
		return nil, loginRefusal(refused, settings)
	default: // its text may quote the answer, and with it a token
		return nil, &idp.Error{
			Kind: idp.ErrUnexpected, Message: "the token endpoint's answer cannot be read", Advice: "Check " + settingEndpoint + ".",
		}
	}
}

// loginRefusal tells refused credentials, which ZITADEL answers with 400, from all else. Nothing but the two fields of
// RFC 6749, section 5.2, is taken from the answer.
func loginRefusal(refused *oauth2.RetrieveError, settings string) *idp.Error {
	e := transport.Refusal(refused.Response)
	if refused.ErrorCode == "" || e.Status != http.StatusBadRequest && e.Status != http.StatusUnauthorized {
		return astray(*e)
	}
	e.Kind = idp.ErrUnauthenticated
	e.Code, e.Message = transport.Printable(refused.ErrorCode), transport.Printable(refused.ErrorDescription)
	e.Advice = fmt.Sprintf("ZITADEL refused the service account's credentials. Check %s. A new secret or key may take some "+
		"seconds to work; a key also needs this machine's clock to be right.", settings)
	return e
}

// astray explains an answer of a login that says nothing about the credentials: either the instance cannot answer now,
// or it is not ZITADEL that does.
func astray(e idp.Error) *idp.Error {
	switch {
	case e.Status == http.StatusTooManyRequests:
		e.Advice = adviceQuota
	case e.Kind == idp.ErrUnexpected || e.Status/100 == 4:
		e.Kind, e.Attribute, e.Advice = idp.ErrUnexpected, "", adviceEndpoint
	}
	return &e
}
