package zitadel

import (
	"cmp"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

type createAnswer struct {
	AppID        string              `json:"appId"`
	Details      details             `json:"details"`
	ClientID     string              `json:"clientId"`
	ClientSecret string              `json:"clientSecret,omitempty"`
	NotCompliant bool                `json:"noneCompliant,omitempty"` // of an OIDC application, like its problems
	Problems     []complianceProblem `json:"complianceProblems,omitempty"`
}

func (s *Server) createAPIApp(c *call) (any, *problem) {
	name, method, p := c.readNewApp()
	if p != nil {
		return nil, p
	}
	owner, p := s.parent(c)
	if p != nil {
		return nil, p
	}
	app := &application{name: name, project: owner, method: method}
	secret, p := s.add(c, app)
	if p != nil {
		return nil, p
	}
	return createAnswer{AppID: app.id, Details: app.creationDetails(), ClientID: app.clientID, ClientSecret: secret}, nil
}

// parent returns the project of a new application. If it does not exist or belongs to another organization, the error is a
// failed precondition, not a 404.
func (s *Server) parent(c *call) (*project, *problem) {
	owner := s.state.projects[c.project]
	if owner == nil || owner.removed || owner.organization != c.organization || fault.Is(c.ctx, fault.NotFoundTimes) {
		return nil, failure(c.missing)
	}
	return owner, nil
}

// add stores a new application, with a new ID if it has none yet, and returns its secret if its auth method has one.
func (s *Server) add(c *call, app *application) (string, *problem) {
	if app.project.taken(app.name, nil) {
		return "", taken("Application already exists")
	}
	if p := storable(c, app.name); p != nil {
		return "", p
	}
	app.lost = fault.Is(c.ctx, fault.LostRead)
	return s.register(c.caller, app), nil
}

// register stores a new application with its IDs, and returns its secret, if it has one.
func (s *Server) register(editor *user, app *application) (secret string) {
	app.id, app.clientID = cmp.Or(app.id, s.ids.next()), s.ids.next()
	if app.hasSecret() {
		secret = randomText(secretLength, alphanumeric)
		app.keep(secret)
	}
	s.insert(editor, app)
	return secret
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

// defined checks that the auth method is a value of the enum.
func (c *call) defined(method int) *problem {
	if method >= 0 && method < len(apiAuthMethods) {
		return nil
	}
	return c.invalid("AuthMethodType", "value must be one of the defined enum values")
}

// keep stores the hash of a secret in place of the previous one.
func (a *application) keep(secret string) {
	hash := digestOf(secret)
	a.secret = &hash
}
