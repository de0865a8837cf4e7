package keycard

import (
	"fmt"
	"time"
)

// The types of credentials.
const (
	kindPassword  = "password"
	kindPublicKey = "public-key"
	kindURL       = "url"
	kindPublic    = "public"
	kindToken     = "token"
)

var kinds = []string{kindPassword, kindPublicKey, kindURL, kindPublic, kindToken}

// anySubject is the identifier of a token credential that accepts all tokens of its provider.
const anySubject = "*"

// credential is a way in which an application authenticates. A password is stored as its hash.
type credential struct {
	sequence      int
	id            string
	zoneID        string
	applicationID string
	slug          string
	kind          string
	identifier    string
	secret        digest
	jwksURI       string
	providerID    string
	subject       *string
	createdAt     time.Time
	updatedAt     time.Time
}

func (c *credential) key() string           { return c.id }
func (c *credential) inZone(id string) bool { return c.zoneID == id }
func (c *credential) place() int            { return c.sequence }
func (c *credential) shortName() string     { return c.slug }

// credentialBody returns the credential as the API shows it, which is always without the password.
func (s *Server) credentialBody(c *credential) map[string]any {
	body := map[string]any{
		"id": c.id, "type": c.kind, "organization_id": s.organization, "zone_id": c.zoneID,
		"application_id": c.applicationID, "slug": c.slug, "identifier": c.identifier,
		"created_at": stamp(c.createdAt), "updated_at": stamp(c.updatedAt),
	}
	switch c.kind {
	case kindPublicKey:
		body["jwks_uri"] = c.jwksURI
	case kindToken:
		body["provider_id"] = c.providerID
		body["subject"] = textOrNil(c.subject)
	}
	return s.render(body)
}

// addCredential stores a valid credential if its identifier is unused, and returns the password that it generated.
func (s *Server) addCredential(app *application, draft credential) (*credential, string, error) {
	if draft.identifier == "" {
		draft.identifier = randomText(clientIDLength)
	}
	draft.zoneID = app.zoneID
	if err := s.clientIDFree(&draft); err != nil {
		return nil, "", err
	}
	password := ""
	if draft.kind == kindPassword {
		password = randomText(secretLength)
		draft.secret = hash(password)
	}
	draft.id, draft.applicationID, draft.sequence = newID(), app.id, s.next()
	draft.slug = s.credentials.freeSlug(app.zoneID, suffixed(app.slug, 1), app.slug)
	draft.createdAt = s.now()
	draft.updatedAt = draft.createdAt
	s.credentials.put(&draft)
	return &draft, password, nil
}

// clientIDFree returns an error for a client ID that is in use in the zone. The identifier of a token credential is not a
// client ID.
func (s *Server) clientIDFree(draft *credential) error {
	if draft.kind == kindToken {
		return nil
	}
	taken := s.credentials.any(draft.zoneID, func(c *credential) bool {
		return c.kind != kindToken && c.identifier == draft.identifier && c.id != draft.id
	})
	if taken {
		return conflict("A credential with identifier %q already exists in this zone", draft.identifier)
	}
	return nil
}

// credentialsOf returns the application's credentials in creation order.
func (s *Server) credentialsOf(app *application) []*credential {
	return s.credentials.list(app.zoneID, false, func(c *credential) bool { return c.applicationID == app.id })
}

func (s *Server) findCredential(c *call) (*credential, error) {
	return requested(c, &s.credentials, "Application credential")
}

// changeableCredential returns the credential of the path, if the customer may change its application.
func (s *Server) changeableCredential(c *call) (*credential, error) {
	found, err := s.findCredential(c)
	if err != nil {
		return nil, err
	}
	owner, ok := s.applications.find(c.zone.id, found.applicationID)
	if !ok {
		return nil, fmt.Errorf("credential %s has no application", found.id)
	}
	return found, owner.mayChange()
}
