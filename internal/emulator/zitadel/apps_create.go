package zitadel

import (
	"cmp"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

type createAnswer struct {
	AppID        string  `json:"appId"`
	Details      details `json:"details"`
	ClientID     string  `json:"clientId"`
	ClientSecret string  `json:"clientSecret,omitempty"`
}

// createAPIApp answers a missing project, or one of another organization, as a failed precondition and not as a 404.
func (s *Server) createAPIApp(c *call) (any, *problem) {
	name, method, p := c.readNewApp()
	if p != nil {
		return nil, p
	}
	owner := s.state.projects[c.project]
	if owner == nil || owner.removed || owner.organization != c.organization || fault.Is(c.ctx, fault.NotFoundTimes) {
		return nil, failure(c.missing)
	}
	app, secret, p := s.add(c, owner, "", name, method)
	if p != nil {
		return nil, p
	}
	return createAnswer{AppID: app.id, Details: creationDetails(app), ClientID: app.clientID, ClientSecret: secret}, nil
}

// add stores a new application, under an ID of its own if none is given, and makes its secret if its auth method has one.
func (s *Server) add(c *call, owner *project, id, name string, method int) (*application, string, *problem) {
	if owner.taken(name, nil) {
		return nil, "", failure("V3-DKcYh")
	}
	if p := storable(c, name); p != nil {
		return nil, "", p
	}
	app, secret := s.newAPIApp(owner, cmp.Or(id, s.ids.next()), name, method)
	app.lost = fault.Is(c.ctx, fault.LostRead)
	s.insert(c.caller, app)
	return app, secret, nil
}

func (c *call) readNewApp() (name string, method int, p *problem) {
	name, err := c.body.text("name")
	if err != nil {
		return "", 0, malformed(err)
	}
	method, err = c.body.enum("authMethodType", apiAuthMethods)
	if err != nil {
		return "", 0, malformed(err)
	}
	if p := c.length("Name", name); p != nil {
		return "", 0, p
	}
	return name, method, c.defined(method)
}

// defined is the rule for the auth method: its number has to be one of the enum.
func (c *call) defined(method int) *problem {
	if method >= 0 && method < len(apiAuthMethods) {
		return nil
	}
	return c.invalid("AuthMethodType", "value must be one of the defined enum values")
}

// newAPIApp makes an application, and a secret if its auth method has one.
func (s *Server) newAPIApp(owner *project, id, name string, method int) (*application, string) {
	app := &application{id: id, clientID: s.ids.next(), name: name, project: owner, method: method}
	if method != methodBasic {
		return app, ""
	}
	secret := randomText(secretLength, alphanumeric)
	app.keep(secret)
	return app, secret
}

// keep stores a secret's hash in the place of the one before.
func (a *application) keep(secret string) {
	hash := digestOf(secret)
	a.secret = &hash
}
