package zitadel

import (
	"unicode/utf8"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

type createdAnswer struct {
	ID           string           `json:"applicationId"`
	CreationDate string           `json:"creationDate"`
	API          apiCreatedAnswer `json:"apiConfiguration"`
}

type apiCreatedAnswer struct {
	ClientID     string `json:"clientId"`
	ClientSecret string `json:"clientSecret,omitempty"`
}

// createApplication takes an ID from the caller, and does not ask whether it is taken: only the name is unique.
func (s *Server) createApplication(c *call) (any, *problem) {
	id, name, method, p := c.readApplication()
	if p != nil {
		return nil, p
	}
	owner := s.state.projects[c.project]
	if owner == nil || owner.removed || fault.Is(c.ctx, fault.NotFoundTimes) {
		return nil, failure(c.missing)
	}
	app, secret, p := s.add(c, owner, id, name, method)
	if p != nil {
		return nil, p
	}
	return createdAnswer{
		ID: app.id, CreationDate: timestamp(app.created), API: apiCreatedAnswer{ClientID: app.clientID, ClientSecret: secret},
	}, nil
}

// readApplication reads and validates the message. Of the three types only API applications are emulated.
func (c *call) readApplication() (id, name string, method int, p *problem) {
	id, err := c.body.text("applicationId")
	if err != nil {
		return "", "", 0, malformed(err)
	}
	if name, err = c.body.text("name"); err != nil {
		return "", "", 0, malformed(err)
	}
	config, err := c.body.child("apiConfiguration")
	if err != nil {
		return "", "", 0, malformed(err)
	}
	if method, err = config.enum("authMethodType", apiAuthMethods); err != nil {
		return "", "", 0, malformed(err)
	}
	switch {
	case utf8.RuneCountInString(id) > 200:
		p = c.invalid("ApplicationId", "value length must be at most 200 runes")
	case !validLength(c.project):
		p = c.length("ProjectId", c.project)
	case !validLength(name):
		p = c.length("Name", name)
	case config.fields == nil:
		p = c.invalid("ApplicationType", "value is required")
	default:
		p = c.defined(method)
	}
	return id, name, method, p
}
