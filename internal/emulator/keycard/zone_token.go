package keycard

import (
	"net/http"
	"time"
)

// zoneTokenLifetime is the default token lifetime of a resource.
const zoneTokenLifetime = 24 * time.Hour

// issueZoneToken implements the client credentials grant of an application. It authenticates the client before it checks the
// resource.
func (s *Server) issueZoneToken(c *call, client *credential) (reply, error) {
	if err := onlyClientCredentials(c.form); err != nil {
		return reply{}, err
	}
	app, found := s.applications.find(c.zone.id, client.applicationID)
	if !found {
		return reply{}, invalidClient()
	}
	target, err := s.accessible(c.zone, app, c.form["resource"])
	if err != nil {
		return reply{}, err
	}
	lifetime := target.tokenLifetime()
	token, err := s.keys.zone(s.zoneClaims(c.zone, app, client, target, lifetime))
	if err != nil {
		return reply{}, err
	}
	return tokenReply(token, lifetime), nil
}

// accessible returns the requested resource, if the application has a dependency on it. A dependency with conditions does
// not apply: with this grant, no resource of the application is being accessed.
func (s *Server) accessible(z *zone, app *application, resources []string) (*resource, error) {
	if len(resources) != 1 || resources[0] == "" {
		return nil, oauthRefusal("invalid_request", "Exactly one resource is needed")
	}
	registered := s.resources.list(z.id, false, func(r *resource) bool { return r.identifier == resources[0] })
	if len(registered) == 0 {
		return nil, oauthRefusal("invalid_target", "The resource is not registered in this zone")
	}
	r := registered[0]
	d, found := s.dependencies.find(z.id, dependencyKey(app.id, r.id))
	switch {
	case !found || d.whenAccessing != nil:
		return nil, oauthRefusal("access_denied", "The application has no access to the resource")
	case r.providerID == nil:
		return nil, &oauthError{http.StatusInternalServerError, "server_error", "The resource has no credential provider"}
	}
	return r, nil
}

func (r *resource) tokenLifetime() time.Duration {
	if r.lifetime == nil {
		return zoneTokenLifetime
	}
	return time.Duration(*r.lifetime) * time.Second
}

func (s *Server) zoneClaims(z *zone, app *application, client *credential, target *resource, lifetime time.Duration) map[string]any {
	now := s.now()
	return map[string]any{
		"iss": s.issuer(z), "aud": target.identifier, "sub": app.identifier, "client_id": client.identifier,
		"jti": newID(), "iat": now.Unix(), "exp": now.Add(lifetime).Unix(), "keycard_app_id": app.id,
	}
}
