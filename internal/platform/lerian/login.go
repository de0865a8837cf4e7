package lerian

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"golang.org/x/oauth2"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// The lifetime of a token that does not state one, as servers are configured by default, and the maximum lifetime to rely
// on.
const (
	defaultLifetime = 3600
	longestLifetime = 24 * 3600
)

// login exchanges credentials for a token with the Auth plugin. Its API differs from RFC 6749: it uses JSON, in camelCase.
type login struct {
	auth   *Client
	config Config
	own    bool // the provider's own login, not an application's: its address may be wrong
}

// newLogin returns the login for the credentials in the configuration.
func newLogin(c Config, t *transport.Transport) (transport.Login, error) {
	if c.AccessToken != "" {
		return transport.StaticToken(c.AccessToken), nil
	}
	auth, err := newAuth(c, t)
	return login{auth, c, true}.token, err
}

// newAuth returns a client for the Auth plugin, or nil if there is an access token and no Auth endpoint.
func newAuth(c Config, t *transport.Transport) (*Client, error) {
	if c.AccessToken != "" && c.AuthEndpoint == "" {
		return nil, nil //nolint:nilnil // no client is a good answer
	}
	endpoint, err := base(t, settingAuthEndpoint, c.AuthEndpoint)
	if err != nil {
		return nil, err
	}
	return NewClient(endpoint.String(), WithHTTPClient(t.Client()))
}

func (l login) token(ctx context.Context) (*oauth2.Token, error) {
	began := time.Now()
	resp, err := l.auth.Login(transport.Repeatable(ctx), loginInput(l.config))
	result, err := transport.Answer[LoginResult](resp, err, false, l.refused)
	if e, ok := errors.AsType[*idp.Error](err); ok {
		return nil, l.located(ctx, e)
	}
	if err != nil {
		return nil, err
	}
	if result.AccessToken == nil || *result.AccessToken == "" {
		return nil, l.tokenless(result)
	}
	return &oauth2.Token{AccessToken: *result.AccessToken, Expiry: began.Add(lifetime(result.ExpiresIn))}, nil
}

// located adds a hint about the endpoint to a failed login. The endpoint may be that of the Identity plugin, which has no
// login and responds like a wrong address. It is recognized by its error for a missing token.
func (l login) located(ctx context.Context, e *idp.Error) error {
	fromAuth := strings.HasPrefix(e.Code, "AUT-") && e.Code != codeAuthTokenMissing // the Auth plugin itself would not ask for a token
	if l.own && !fromAuth && e.Status/100 == 4 && e.Status != http.StatusTooManyRequests && l.identityAnswers(ctx) {
		return idp.WithHint(e, swappedEndpoints)
	}
	if e.Hint == "" {
		return idp.WithHint(e, checkAuthEndpoint)
	}
	return e
}

// identityAnswers reports whether the Identity plugin responds at the Auth plugin's address, by listing applications without
// a token.
func (l login) identityAnswers(ctx context.Context) bool {
	resp, err := l.auth.ListApplications(ctx)
	_, err = transport.Success(resp, err, false, refusal)
	e, ok := errors.AsType[*idp.Error](err)
	return ok && (e.Code == codeTokenMissing || e.Code == codeAuthTokenMissing || e.Message == "Missing Token")
}

func loginInput(c Config) LoginInput {
	input := LoginInput{GrantType: GrantClientCredentials}
	if c.Username != "" {
		password := c.Password.Reveal()
		input.GrantType, input.Username, input.Password = GrantPassword, &c.Username, &password
	}
	if c.ClientID != "" {
		secret := c.ClientSecret.Reveal()
		input.ClientId, input.ClientSecret = &c.ClientID, &secret
	}
	return input
}

func lifetime(seconds *int64) time.Duration {
	if seconds == nil || *seconds <= 0 {
		return defaultLifetime * time.Second
	}
	return time.Duration(min(*seconds, longestLifetime)) * time.Second
}

// tokenless returns the error for a 200 without a token: the Auth plugin uses it to ask users for a second factor.
func (l login) tokenless(result LoginResult) *idp.Error {
	if result.MfaToken == nil && l.config.Username == "" {
		return l.unusable(transport.Failed(errors.New("it holds no access token"), false))
	}
	return &idp.Error{
		Kind:    idp.ErrUnauthenticated,
		Status:  http.StatusOK,
		Message: "the Auth plugin asks for a second factor (MFA) in place of an access token",
		Hint:    "Use an account without MFA in " + settingUsername + ", or log in elsewhere and set " + settingAccessToken + ".",
	}
}

func (login) unusable(e *idp.Error) *idp.Error {
	e.Status = http.StatusOK
	e.Hint = checkAuthEndpoint
	return e
}

// refused returns the error for a failed login. The credentials are wrong only if the Auth plugin itself rejected them, and
// not a proxy, and not because the plugin is busy.
func (l login) refused(resp *http.Response, body []byte) *idp.Error {
	sent := []idp.Secret{l.config.Password, l.config.ClientSecret}
	e := refusal(resp, []byte(transport.Hide(string(body), sent...)))
	if e.Code != "" && (e.Status == http.StatusBadRequest || e.Status == http.StatusForbidden) {
		e.Kind = idp.ErrUnauthenticated
	}
	e.Message = transport.Hide(e.Message, sent...) // JSON can escape a secret in several ways
	return advise(e, l.hint(e))
}
