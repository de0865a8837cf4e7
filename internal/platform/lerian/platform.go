package lerian

import (
	"context"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/recovery"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Platform is an Access Manager, as idp.Platform demands it.
type Platform struct {
	identity    *Client
	auth        *Client // nil where the settings do not say where it is
	endpoint    string  // of the Identity plugin, for hint
	credentials string  // the settings that the token comes from, for hint
	here        *installation
	recovery    *recovery.Recovery
	creating    serializer
}

var _ idp.Platform = (*Platform)(nil)

// New prepares the calls, and makes none. The error names the endpoint that is wrong.
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

// Update refuses what is a change: Access Manager has no such call. A change of an application is a new application.
func (p *Platform) Update(_ context.Context, change idp.Change) (idp.Application, error) {
	if change.After.Name == change.Before.Name && change.After.Description == change.Before.Description {
		return change.Before, nil
	}
	return change.Before, unchangeable()
}

// Rotate always refuses, for the same reason.
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
