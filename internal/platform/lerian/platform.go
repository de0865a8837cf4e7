package lerian

import (
	"context"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Platform implements idp.Platform for an Access Manager.
type Platform struct {
	identity    *Client
	auth        *Client // nil if the settings do not contain its address
	endpoint    string  // of the Identity plugin, for hints
	credentials string  // the settings that the token comes from, for hints
	here        *installation
	recovery    *recovery.Recovery
	creating    serializer
}

var _ idp.Platform = (*Platform)(nil)

// New returns a platform without sending a request. The error names the endpoint that is invalid.
func New(c Config, t *transport.Transport) (*Platform, error) {
	endpoint, err := base(t, settingIdentityEndpoint, c.IdentityEndpoint)
	if err != nil {
		return nil, err
	}
	login, err := newLogin(c, t)
	if err != nil {
		return nil, err
	}
	auth, err := newAuth(c, t)
	if err != nil {
		return nil, err
	}
	here := &installation{address: address(endpoint)}
	client := t.Authenticated(here.learning(login), transport.Transient(isTransient), transport.AtMost(1, creates))
	identity, err := NewClient(endpoint.String(), WithHTTPClient(client))
	if err != nil {
		return nil, err
	}
	return &Platform{
		identity: identity, auth: auth, endpoint: endpoint.String(), credentials: c.settings(), here: here, recovery: recovery.New(t.Pause),
	}, nil
}

// Update rejects any change, because Access Manager cannot change an application. A change requires a new application.
func (p *Platform) Update(_ context.Context, change idp.Change) (idp.Application, error) {
	if idp.SameText(change.After.Name, change.Before.Name) && idp.SameText(change.After.Description, change.Before.Description) {
		return change.Before, nil
	}
	return change.Before, unchangeable()
}

// Rotate always returns an error, for the same reason.
func (p *Platform) Rotate(_ context.Context, known idp.Application) (idp.Application, error) {
	return known, unchangeable()
}

func unchangeable() *idp.Error {
	return &idp.Error{
		Kind:    idp.ErrInvalid,
		Message: "Access Manager cannot change an application, nor give it another secret",
		Hint:    "Replace the application (terraform apply -replace=ADDRESS). It gets a new client ID and client secret.",
	}
}
