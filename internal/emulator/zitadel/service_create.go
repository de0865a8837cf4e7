package zitadel

import (
	"unicode/utf8"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

type createdAnswer struct {
	ID           string             `json:"applicationId"`
	CreationDate string             `json:"creationDate"`
	OIDC         *oidcCreatedAnswer `json:"oidcConfiguration,omitempty"`
	API          *apiCreatedAnswer  `json:"apiConfiguration,omitempty"`
}

type apiCreatedAnswer struct {
	ClientID     string `json:"clientId"`
	ClientSecret string `json:"clientSecret,omitempty"`
}

type oidcCreatedAnswer struct {
	apiCreatedAnswer
	NotCompliant bool                `json:"nonCompliant,omitempty"`
	Problems     []complianceProblem `json:"complianceProblems,omitempty"`
}

// createApplication accepts an ID from the caller. For an API application it does not check whether the ID is in use: only
// the name must be unique.
func (s *Server) createApplication(c *call) (any, *problem) {
	app, p := c.readApplication()
	if p != nil {
		return nil, p
	}
	app.project = s.state.projects[c.project]
	if app.project == nil || app.project.removed || fault.Is(c.ctx, fault.NotFoundTimes) {
		return nil, failure(c.missing)
	}
	if app.oidc != nil {
		return s.createOIDCApplication(c, app)
	}
	secret, p := s.add(c, app)
	if p != nil {
		return nil, p
	}
	return createdAnswer{ID: app.id, CreationDate: timestamp(app.created), API: &apiCreatedAnswer{app.clientID, secret}}, nil
}

// createOIDCApplication rejects an ID that was ever used in the project, but only after the check of the name. Older
// releases generate the ID.
func (s *Server) createOIDCApplication(c *call, app *application) (any, *problem) {
	if !s.version.takesOIDCIDs() {
		app.id = ""
	}
	other := s.state.byID[app.id]
	if other != nil && other.project == app.project && !app.project.taken(app.name, nil) {
		return nil, failure("PROJECT-lxowmp")
	}
	secret, p := s.addOIDC(c, app, *app.oidc)
	if p != nil {
		return nil, p
	}
	judged := app.oidc.compliance()
	return createdAnswer{ID: app.id, CreationDate: timestamp(app.created), OIDC: &oidcCreatedAnswer{
		apiCreatedAnswer: apiCreatedAnswer{app.clientID, secret}, NotCompliant: judged.broken, Problems: judged.problems(false),
	}}, nil
}

// readApplication reads and validates the message. SAML applications are not emulated.
func (c *call) readApplication() (*application, *problem) {
	r := readerOf(c.body)
	app := &application{id: r.text("applicationId"), name: r.text("name")}
	app.method = r.child("apiConfiguration").enum("authMethodType", apiAuthMethods)
	if r.has("oidcConfiguration") {
		settings := r.child("oidcConfiguration").oidc("applicationType", "developmentMode")
		app.oidc = &settings
	}
	if p := r.problem(); p != nil {
		return nil, p
	}
	switch {
	case utf8.RuneCountInString(app.id) > 200:
		return nil, c.invalid("ApplicationId", "value length must be at most 200 runes")
	case !validLength(c.project):
		return nil, c.length("ProjectId", c.project)
	case !validLength(app.name):
		return nil, c.length("Name", app.name)
	case app.oidc != nil:
		return app, c.inRange(*app.oidc, 0)
	case !r.has("apiConfiguration"):
		return nil, c.invalid("ApplicationType", "value is required")
	}
	return app, c.defined(app.method)
}
