package keycard

import (
	"net/url"
	"slices"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// zoneTokenLifetime is what a resource has unless it says otherwise.
const zoneTokenLifetime = 24 * time.Hour

// issueZoneToken is the client credentials grant of an application: the client is authenticated first, then the
// resource is looked at.
func (s *Server) issueZoneToken(c *call) (reply, error) {
	form, id, secret, err := c.clientRequest()
	if err != nil {
		return reply{}, err
	}
	client := s.authenticateClient(c.zone, id, secret)
	if client == nil || c.met(fault.UnauthenticatedOnce) {
		return reply{}, invalidClient()
	}
	if err := onlyClientCredentials(form); err != nil {
		return reply{}, err
	}
	app, found := s.applications.find(c.zone.id, client.applicationID)
	if !found {
		return reply{}, invalidClient()
	}
	if err := mayAccess(c.zone, app, form["resource"]); err != nil {
		return reply{}, err
	}
	token, err := s.keys.zone(s.zoneClaims(c.zone, app, client))
	if err != nil {
		return reply{}, err
	}
	return tokenReply(token, zoneTokenLifetime), nil
}

// authenticateClient finds the live password credential. Clients differ in whether they percent-encode the parts of
// Basic credentials (RFC 6749, section 2.3.1), so both are taken.
func (s *Server) authenticateClient(z *zone, id, secret string) *credential {
	if found := s.matchingPassword(z, id, secret); found != nil {
		return found
	}
	plainID, err := url.QueryUnescape(id)
	if err != nil {
		return nil
	}
	plainSecret, err := url.QueryUnescape(secret)
	if err != nil {
		return nil
	}
	return s.matchingPassword(z, plainID, plainSecret)
}

func (s *Server) matchingPassword(z *zone, id, secret string) *credential {
	for _, c := range s.credentials.rows {
		if c.inZone(z.id) && c.kind == kindPassword && c.identifier == id && c.secret.matches(secret) {
			return c
		}
	}
	return nil
}

func mayAccess(z *zone, app *application, resources []string) error {
	switch {
	case len(resources) != 1 || resources[0] == "":
		return oauthRefusal("invalid_request", "Exactly one resource is needed")
	case resources[0] != z.resource.identifier:
		return oauthRefusal("invalid_target", "The resource is not registered in this zone")
	case !slices.Contains(app.dependencies, z.resource.id):
		return oauthRefusal("access_denied", "The application has no access to the resource")
	}
	return nil
}

func (s *Server) zoneClaims(z *zone, app *application, client *credential) map[string]any {
	now := s.now()
	return map[string]any{
		"iss": s.issuer(z), "aud": z.resource.identifier, "sub": app.identifier, "client_id": client.identifier,
		"jti": newID(), "iat": now.Unix(), "exp": now.Add(zoneTokenLifetime).Unix(), "keycard_app_id": app.id,
	}
}
