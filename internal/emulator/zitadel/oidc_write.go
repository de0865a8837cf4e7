package zitadel

import "reflect"

func (s *Server) createOIDCApp(c *call) (any, *problem) {
	r := readerOf(c.body)
	name, settings, version := r.text("name"), r.oidc("appType", "devMode"), r.enum("version", oidcVersions)
	if p := r.problem(); p != nil {
		return nil, p
	}
	if p := c.length("Name", name); p != nil {
		return nil, p
	}
	if p := c.inRange(settings, version); p != nil {
		return nil, p
	}
	owner, p := s.parent(c)
	if p != nil {
		return nil, p
	}
	app := &application{name: name, project: owner}
	secret, p := s.addOIDC(c, app, settings)
	if p != nil {
		return nil, p
	}
	judged := app.oidc.compliance()
	return createAnswer{
		AppID: app.id, Details: app.creationDetails(), ClientID: app.clientID, ClientSecret: secret,
		NotCompliant: judged.broken, Problems: judged.problems(true),
	}, nil
}

// addOIDC adds an OIDC application. An invalid configuration gets an error that does not name the field.
func (s *Server) addOIDC(c *call, app *application, settings oidcSettings) (string, *problem) {
	settings = settings.filled()
	if !settings.valid() {
		return "", failure("PROJECT-1n8df")
	}
	if p := settings.logoutProblem(); p != nil {
		return "", p
	}
	app.oidc = &settings
	return s.add(c, app)
}

// updateOIDCConfig replaces the configuration, except for lists that are kept. Like updateAPIConfig, it does not touch the
// secret.
func (s *Server) updateOIDCConfig(c *call) (any, *problem) {
	r := readerOf(c.body)
	settings := r.oidc("appType", "devMode")
	if p := r.problem(); p != nil {
		return nil, p
	}
	if p := c.inRange(settings, 0); p != nil {
		return nil, p
	}
	app, missing := s.target(c)
	if missing == nil && app.oidc != nil && s.version.keepsLists() {
		settings = settings.over(*app.oidc)
	}
	settings = settings.filled()
	switch {
	case !settings.valid():
		return nil, failure("COMMAND-5m9fs")
	case missing != nil:
		return nil, missing
	case app.oidc == nil:
		return nil, failure("COMMAND-GBr34")
	}
	if p := settings.logoutProblem(); p != nil {
		return nil, p
	}
	if reflect.DeepEqual(settings, *app.oidc) {
		return nil, failure("COMMAND-1m88i")
	}
	if p := refused(c); p != nil {
		return nil, p
	}
	s.store(c.caller, app, func() { app.oidc = &settings }, oidcConfigChanged)
	return changed{app.changeDetails()}, nil
}
