package zitadel

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// noToken is a token that nobody has. The response to its introspection shows whether the client may introspect tokens.
const noToken = "not-a-token"

// Verify calls the introspection endpoint (RFC 7662), where API applications use their secret. The endpoint also accepts the
// secret of an OpenID Connect application, whatever its method is, and changes nothing. ZITADEL returns the same error for a
// wrong secret as for an application that is inactive or gone, or whose project or organization is inactive. The caller has
// read the application before; Verify checks project and organization after an error. A service account requests a token,
// which is discarded.
func (p *Platform) Verify(ctx context.Context, known idp.Application) error {
	err := p.authenticate(ctx, known)
	if errors.Is(err, idp.ErrSecretRefused) {
		if inactive := p.active(ctx, known); inactive != nil {
			return inactive
		}
	}
	return err
}

// authenticate authenticates once with the secret.
func (p *Platform) authenticate(ctx context.Context, known idp.Application) error {
	if isAccount(known.Registration) {
		_, err := p.IssueToken(ctx, idp.TokenRequest{Scope: known.Scope, ClientID: known.ClientID, ClientSecret: known.ClientSecret})
		return err
	}
	return p.introspect(ctx, known)
}

func (p *Platform) introspect(ctx context.Context, known idp.Application) error {
	found, err := p.discovered.Get("", func() (OpenIDConfiguration, error) { return p.login.discover(ctx) })
	if err != nil {
		return err
	}
	if found.IntrospectionEndpoint == nil {
		return &idp.Error{Kind: idp.ErrUnexpected, Message: "the instance's OpenID configuration names no introspection endpoint"}
	}
	if err := p.login.trust("introspection endpoint", *found.IntrospectionEndpoint); err != nil {
		return err
	}
	ctx = transport.Repeatable(ctx)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, *found.IntrospectionEndpoint,
		strings.NewReader(url.Values{"token": {noToken}}.Encode()))
	if err != nil {
		return transport.Failed(err, false)
	}
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	req.SetBasicAuth(url.QueryEscape(known.ClientID), url.QueryEscape(known.ClientSecret.Reveal()))
	resp, err := p.login.client.Do(req)
	answer, err := transport.Answer[map[string]any](resp, err, false, introspectionRefusal)
	if err == nil && answer["active"] == nil {
		return transport.Unusable(resp, false, "it is not one of an introspection")
	}
	return err
}

// introspectionRefusal distinguishes rejected client credentials, for which ZITADEL returns 400, from other errors. It keeps
// only the error code of the response.
func introspectionRefusal(resp *http.Response, body []byte) *idp.Error {
	e := transport.Refusal(resp)
	var said OAuthError
	if json.Unmarshal(body, &said) != nil || said.Error == "" {
		return unrelatedAnswer(*e)
	}
	e.Kind, e.Code = idp.ErrUnexpected, transport.Printable(said.Error)
	refused := e.Code == "unauthorized_client" || e.Code == "invalid_client"
	if refused && (e.Status == http.StatusBadRequest || e.Status == http.StatusUnauthorized) {
		e.Kind = idp.ErrSecretRefused
	}
	return e
}
