package keycard

import "time"

// resource is a target for which applications request tokens. Fields that are unset are nil.
type resource struct {
	sequence      int
	id            string
	zoneID        string
	slug          string
	identifier    string
	name          string
	description   *string
	docsURL       *string
	kind          string // the application type: native or web
	prefix        bool
	scopes        []string
	lifetime      *int    // of tokens, in seconds
	providerID    *string // the provider that issues credentials for it
	applicationID *string // the application that provides it
	createdAt     time.Time
	updatedAt     time.Time
}

func (r *resource) key() string           { return r.id }
func (r *resource) inZone(id string) bool { return r.zoneID == id }
func (r *resource) place() int            { return r.sequence }
func (r *resource) shortName() string     { return r.slug }

// resourceBody returns the resource as the API shows it, without the deprecated nested objects.
func (s *Server) resourceBody(r *resource) map[string]any {
	body := s.render(map[string]any{
		"id": r.id, "organization_id": s.organization, "zone_id": r.zoneID, "slug": r.slug, "owner_type": ownerCustomer,
		"identifier": r.identifier, "name": r.name, "description": textOrNil(r.description),
		"application_type": r.kind, "prefix": r.prefix, "scopes": listOrNil(r.scopes),
		"created_at": stamp(r.createdAt), "updated_at": stamp(r.updatedAt),
	})
	return withOptional(body, map[string]any{
		"metadata": metadataBody(r.docsURL), "credential_lifetime_seconds": numberOrNil(r.lifetime),
		"credential_provider_id": textOrNil(r.providerID), "application_id": textOrNil(r.applicationID),
	})
}

func numberOrNil(number *int) any {
	if number == nil {
		return nil
	}
	return *number
}

var applicationTypes = []string{"native", "web"}

// The limits of credential_lifetime_seconds.
const (
	minLifetime = 60
	maxLifetime = 24 * 60 * 60
)

// readResource merges the body of a create or a patch into base.
func readResource(raw []byte, base resource, doing intent) (resource, error) {
	body, err := newBody(raw, doing == patching)
	if err != nil {
		return base, err
	}
	if doing == creating {
		body.require("identifier", "name")
	}
	body.text("identifier", &base.identifier, length(1, maxText), safe)
	body.text("name", &base.name, length(1, maxName), safe)
	body.optionalText("description", &base.description, length(0, maxText), safe)
	body.metadata(&base.docsURL)
	body.text("application_type", &base.kind, oneOf(applicationTypes))
	body.flag("prefix", &base.prefix)
	body.list("scopes", &base.scopes, length(1, maxText))
	body.number("credential_lifetime_seconds", &base.lifetime, minLifetime, maxLifetime)
	body.reference("credential_provider_id", &base.providerID)
	body.reference("application_id", &base.applicationID)
	return base, body.err()
}

// resourceFits checks that the objects to which a resource refers exist, and that its identifier is unused.
func (s *Server) resourceFits(draft *resource) error {
	if err := refers(&s.providers, draft.zoneID, draft.providerID, "Provider"); err != nil {
		return err
	}
	if err := refers(&s.applications, draft.zoneID, draft.applicationID, "Application"); err != nil {
		return err
	}
	taken := s.resources.any(draft.zoneID, func(r *resource) bool { return r.identifier == draft.identifier && r.id != draft.id })
	if taken {
		return conflict("A resource with identifier %q already exists in this zone", draft.identifier)
	}
	return nil
}
