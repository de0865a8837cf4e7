package keycard

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"golang.org/x/oauth2"
	"golang.org/x/oauth2/clientcredentials"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

const (
	tokenPath = "/service-account-token"

	credentialsHint = "Set keycard.client_id and keycard.client_secret (KEYCARD_CLIENT_ID, KEYCARD_CLIENT_SECRET) to a " +
		"credential of a service account of the organization. " + namesakesHint
	namesakesHint = "Keycard's zone SDKs use the same variable names for an application's credential. " +
		"Make sure that KEYCARD_CLIENT_ID and KEYCARD_CLIENT_SECRET belong to the service account."
	endpointHint = "Check keycard.endpoint (KEYCARD_ENDPOINT); Keycard's own is " + DefaultEndpoint + "."
)

// login returns the client credentials grant (RFC 6749, section 4.4) that the service expects, without a scope. It uses the
// configured endpoint, which can be an emulator's.
func login(c Config, t *transport.Transport) transport.Login {
	grant := clientcredentials.Config{
		ClientID:     c.ClientID,
		ClientSecret: c.ClientSecret.Reveal(),
		TokenURL:     c.Endpoint + tokenPath,
		AuthStyle:    oauth2.AuthStyleInParams,
	}
	return func(ctx context.Context) (*oauth2.Token, error) {
		if c.ClientID == "" || c.ClientSecret == "" {
			return nil, &idp.Error{
				Kind: idp.ErrUnauthenticated, Message: "the client ID or the client secret is missing", Hint: credentialsHint,
			}
		}
		ctx = context.WithValue(transport.Repeatable(ctx), oauth2.HTTPClient, t.Client())
		token, err := grant.Token(ctx)
		if err != nil {
			return nil, loginFailed(err, c.ClientSecret)
		}
		return token, nil
	}
}

// loginFailed returns the error of the provider's own login.
func loginFailed(err error, secret idp.Secret) error {
	e, answered := tokenRefused(err, secret)
	if !answered {
		return e
	}
	switch {
	case credentialsRefused(e) || e.Status == http.StatusBadRequest:
		e.Hint = credentialsHint
	case e.Status == http.StatusNotFound:
		e.Kind, e.Attribute, e.Hint = idp.ErrUnexpected, "", endpointHint
	}
	if credentialsRefused(e) {
		e.Kind = idp.ErrUnauthenticated
	}
	return e
}

// tokenRefused returns the safe parts of the library's error, whose text contains the whole response. It also reports
// whether the token endpoint responded at all.
func tokenRefused(err error, secret idp.Secret) (e *idp.Error, answered bool) {
	if known, ok := errors.AsType[*idp.Error](err); ok {
		return known, false
	}
	refusal, ok := errors.AsType[*oauth2.RetrieveError](err)
	if !ok {
		return &idp.Error{Kind: idp.ErrUnexpected, Message: "the response to the login contains no token", Hint: endpointHint}, false
	}
	e = refused(refusal.Response, []byte(transport.Hide(string(refusal.Body), secret)))
	if refusal.ErrorCode != "" {
		e.Code, e.Message = refusal.ErrorCode, refusal.ErrorDescription
	}
	for _, text := range []*string{&e.Code, &e.Message, &e.RequestID} { // JSON escapes can hide it from the first replacement
		*text = transport.Printable(transport.Hide(*text, secret))
	}
	return e, true
}

// credentialsRefused checks the codes of RFC 6749, section 5.2. Services also return them with statuses other than 401.
func credentialsRefused(e *idp.Error) bool {
	return e.Kind == idp.ErrUnauthenticated ||
		slices.Contains([]string{"invalid_client", "unauthorized_client", "invalid_grant", "access_denied"}, e.Code)
}
