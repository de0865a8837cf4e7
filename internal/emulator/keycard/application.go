package keycard

import (
	"slices"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

const (
	ownerCustomer = "customer"
	ownerPlatform = "platform"
)

// application is a registered application. Fields that are unset are nil.
type application struct {
	sequence       int
	id             string
	zoneID         string
	slug           string
	owner          string
	identifier     string
	name           string
	description    *string
	consent        string
	docsURL        *string
	redirects      []string
	logoutRedirect []string
	traits         []string
	createdAt      time.Time
	updatedAt      time.Time
}

func (a *application) key() string           { return a.id }
func (a *application) inZone(id string) bool { return a.zoneID == id }
func (a *application) place() int            { return a.sequence }
func (a *application) shortName() string     { return a.slug }

// applicationBody returns the application as the API shows it.
func (s *Server) applicationBody(a *application) map[string]any {
	return s.render(map[string]any{
		"id": a.id, "organization_id": s.organization, "zone_id": a.zoneID, "slug": a.slug,
		"identifier": a.identifier, "name": a.name, "owner_type": a.owner, "consent": a.consent,
		"description": textOrNil(a.description), "metadata": metadataBody(a.docsURL), "protocols": s.protocolsBody(a),
		"traits": listOrNil(a.traits), "dependencies_count": len(s.dependenciesOf(a)),
		"created_at": stamp(a.createdAt), "updated_at": stamp(a.updatedAt),
	})
}

func metadataBody(docsURL *string) any {
	if docsURL == nil {
		return nil
	}
	return map[string]any{"docs_url": *docsURL}
}

func (s *Server) protocolsBody(a *application) any {
	if a.redirects == nil && a.logoutRedirect == nil {
		return nil
	}
	return map[string]any{"oauth2": s.render(map[string]any{
		"redirect_uris": listOrNil(a.redirects), "post_logout_redirect_uris": listOrNil(a.logoutRedirect),
	})}
}

// textOrNil and listOrNil return an untyped nil for an unset value, which render recognizes.
func textOrNil(text *string) any {
	if text == nil {
		return nil
	}
	return *text
}

func listOrNil(list []string) any {
	if list == nil {
		return nil
	}
	return slices.Clone(list)
}

// denied returns a 404 if a fault hides the object from the request.
func (c *call) denied(object string) error {
	if c.met(fault.NotFoundTimes) {
		return notFound(object)
	}
	return nil
}

// application returns the application of the path, in the zone of the path.
func (s *Server) application(c *call) (*application, error) {
	return requested(c, &s.applications, "Application")
}

// requested returns the row whose ID is in the path, in the zone of the path.
func requested[T row](c *call, rows *table[T], object string) (T, error) {
	var none T
	if err := c.denied(object); err != nil {
		return none, err
	}
	found, ok := rows.find(c.zone.id, c.PathValue("id"))
	if !ok {
		return none, notFound(object)
	}
	return found, nil
}

// changeable returns the application of the path, if the customer may change it.
func (s *Server) changeable(c *call) (*application, error) {
	found, err := s.application(c)
	if err != nil {
		return nil, err
	}
	return found, found.mayChange()
}

func (a *application) mayChange() error {
	if a.owner == ownerPlatform {
		return forbidden("Platform-owned applications cannot be modified")
	}
	return nil
}
