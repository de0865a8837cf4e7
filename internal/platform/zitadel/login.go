package zitadel

import (
	"context"
	"errors"
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

// exchange gets tokens from the token endpoint. It finds the endpoint by discovery, because operators can move it.
type exchange struct {
	base      string
	trusted   []string // other hosts that the instance may name
	transport *transport.Transport
	client    *http.Client
}

// scopes returns the scopes for a token that ZITADEL's own API accepts.
func scopes() []string { return []string{"openid", "urn:zitadel:iam:org:project:id:zitadel:aud"} }

const (
	grantJWTBearer    = "urn:ietf:params:oauth:grant-type:jwt-bearer"
	assertionLifetime = 5 * time.Minute
)

// clientCredentials returns the login of RFC 6749, section 4.4.
func (e exchange) clientCredentials(id string, secret idp.Secret) transport.Login {
	return func(ctx context.Context) (*oauth2.Token, error) {
		found, err := e.discover(ctx)
		if err != nil {
			return nil, err
		}
		return e.loginWithBackoff(ctx, settingClient, secret, clientcredentials.Config{
			ClientID: id, ClientSecret: secret.Reveal(), TokenURL: found.TokenEndpoint, Scopes: scopes(),
			AuthStyle: oauth2.AuthStyleInHeader,
		})
	}
}

// jwtProfile returns the login of RFC 7523, section 2.1.
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
		return e.loginWithBackoff(ctx, settingKey, idp.Secret(assertion), clientcredentials.Config{
			TokenURL: found.TokenEndpoint, Scopes: scopes(), AuthStyle: oauth2.AuthStyleInParams,
			EndpointParams: url.Values{"grant_type": {grantJWTBearer}, "assertion": {assertion}},
		})
	}
}

// assertion returns a JWT that identifies the service account, signed with its key.
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

// discover reads the instance's OpenID configuration, and checks its endpoints.
func (e exchange) discover(ctx context.Context) (OpenIDConfiguration, error) {
	api, err := NewClient(e.base, WithHTTPClient(e.client))
	if err != nil {
		return OpenIDConfiguration{}, transport.Failed(err, false)
	}
	resp, err := api.GetOpenIDConfiguration(ctx)
	found, err := answered[OpenIDConfiguration](resp, err, false)
	var refused *idp.Error
	if errors.As(err, &refused) {
		return found, unrelatedAnswer(*refused)
	}
	if found.Issuer == "" || found.TokenEndpoint == "" {
		return found, &idp.Error{
			Kind: idp.ErrUnexpected, Message: "the instance's OpenID configuration names no issuer or no token endpoint",
			Hint: "Check " + settingEndpoint + ".",
		}
	}
	if err := e.trustIssuer(found.Issuer); err != nil {
		return found, err
	}
	return found, e.trust("token endpoint", found.TokenEndpoint)
}

// loginWithBackoff logs in, and retries while the instance does not know the credentials yet: it rejects new ones as unknown
// for up to a quarter of a second (contract, "Tokens for a machine user").
func (e exchange) loginWithBackoff(ctx context.Context, settings string, sent idp.Secret, c clientcredentials.Config) (*oauth2.Token, error) {
	token, err := e.token(ctx, settings, sent, c)
	for _, pause := range []time.Duration{250 * time.Millisecond, 500 * time.Millisecond, time.Second} {
		if !unknownYet(err) || e.transport.Pause(ctx, pause) != nil {
			break
		}
		token, err = e.token(ctx, settings, sent, c)
	}
	return token, err
}

func (e exchange) token(ctx context.Context, settings string, sent idp.Secret, c clientcredentials.Config) (*oauth2.Token, error) {
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
		return nil, loginRefusal(refused, settings, sent)
	default: // its text may quote the response, and with it a token
		return nil, &idp.Error{
			Kind: idp.ErrUnexpected, Message: "the token endpoint's response cannot be read", Hint: "Check " + settingEndpoint + ".",
		}
	}
}
