package zitadel

import "github.com/idpkit/terraform-provider-idp/internal/emulator/fault"

type secretAnswer struct {
	ClientSecret string  `json:"clientSecret"`
	Details      details `json:"details"`
}

// updateApp renames the application. The same name is an error; a different case is not.
func (s *Server) updateApp(c *call) (any, *problem) {
	name, err := c.body.text("name")
	if err != nil {
		return nil, malformed(err)
	}
	if p := c.length("Name", name); p != nil {
		return nil, p
	}
	app, p := s.target(c)
	switch {
	case p != nil:
		return nil, p
	case app.name == name:
		return nil, failure("COMMAND-2m8vx")
	case app.project.taken(name, app):
		return nil, taken("Application already exists")
	}
	if p := storable(c, name); p != nil {
		return nil, p
	}
	s.rename(c.caller, app, name)
	return changed{app.changeDetails()}, nil
}

// updateAPIConfig replaces the configuration, so an empty one sets BASIC. It does not touch the secret: an old secret
// survives a change to PRIVATE_KEY_JWT, and a change back to BASIC generates none.
func (s *Server) updateAPIConfig(c *call) (any, *problem) {
	method, err := c.body.enum("authMethodType", apiAuthMethods)
	if err != nil {
		return nil, malformed(err)
	}
	if p := c.defined(method); p != nil {
		return nil, p
	}
	app, p := s.target(c)
	switch {
	case p != nil:
		return nil, p
	case app.oidc != nil:
		return nil, failure("COMMAND-Gnwt3")
	case app.method == method:
		return nil, failure("COMMAND-1m88i")
	}
	if p := refused(c); p != nil {
		return nil, p
	}
	s.store(c.caller, app, func() { app.method = method }, apiConfigChanged)
	return changed{app.changeDetails()}, nil
}

// generateSecret generates a secret whatever the auth method is.
func (s *Server) generateSecret(c *call) (any, *problem) {
	return s.newSecret(c, false, "COMMAND-aeH4", apiSecretChanged)
}

func (s *Server) generateOIDCSecret(c *call) (any, *problem) {
	return s.newSecret(c, true, "COMMAND-Ghrh3", oidcSecretChanged)
}

// newSecret replaces the secret of an API or OIDC application; otherType is the error ID for an application of the other
// type.
func (s *Server) newSecret(c *call, oidc bool, otherType string, kind eventKind) (any, *problem) {
	app, p := s.target(c)
	switch {
	case p != nil:
		return nil, p
	case (app.oidc != nil) != oidc:
		return nil, failure(otherType)
	}
	if p := refused(c); p != nil {
		return nil, p
	}
	secret := randomText(secretLength, alphanumeric)
	s.store(c.caller, app, func() { app.keep(secret) }, kind)
	return secretAnswer{ClientSecret: secret, Details: app.changeDetails()}, nil
}

func (s *Server) deactivateApp(c *call) (any, *problem) {
	return s.switchApp(c, true, "COMMAND-dsh35", appDeactivated)
}

func (s *Server) reactivateApp(c *call) (any, *problem) {
	return s.switchApp(c, false, "COMMAND-1n8cM", appReactivated)
}

func (s *Server) switchApp(c *call, inactive bool, already string, kind eventKind) (any, *problem) {
	app, p := s.target(c)
	switch {
	case p != nil:
		return nil, p
	case app.inactive == inactive:
		return nil, failure(already)
	}
	if p := refused(c); p != nil {
		return nil, p
	}
	s.store(c.caller, app, func() { app.inactive = inactive }, kind)
	return changed{app.changeDetails()}, nil
}

// deleteApp frees the name immediately. A second delete is an error. With LostDelete, the read side misses the removal: it
// continues to show the application and to accept its secret.
func (s *Server) deleteApp(c *call) (any, *problem) {
	app, p := s.target(c)
	if p != nil {
		return nil, p
	}
	if p := refused(c); p != nil {
		return nil, p
	}
	s.remove(c.caller, app)
	app.undead = fault.Is(c.ctx, fault.LostDelete)
	return changed{app.changeDetails()}, nil
}
