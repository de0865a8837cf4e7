package keycard

import (
	"maps"
	"time"
)

const (
	typeExternal = "external"
	typeSTS      = "keycard-sts"
)

// provider issues tokens: for resources, or for workloads that authenticate with them. Its client secret is not stored.
type provider struct {
	sequence    int
	id          string
	zoneID      string
	slug        string
	owner       string
	kind        string
	identifier  string
	name        string
	description *string
	clientID    *string
	secretSet   bool
	metadata    map[string]any
	oauth2      map[string]any
	openid      map[string]any
	createdAt   time.Time
	updatedAt   time.Time
}

func (p *provider) key() string           { return p.id }
func (p *provider) inZone(id string) bool { return p.zoneID == id }
func (p *provider) place() int            { return p.sequence }
func (p *provider) shortName() string     { return p.slug }

// providerBody returns the provider as the API shows it.
func (s *Server) providerBody(p *provider) map[string]any {
	return s.render(map[string]any{
		"id": p.id, "organization_id": s.organization, "zone_id": p.zoneID, "slug": p.slug, "owner_type": p.owner, "type": p.kind,
		"identifier": p.identifier, "name": p.name, "description": textOrNil(p.description), "client_id": textOrNil(p.clientID),
		"client_secret_set": p.secretSet, "metadata": settingsOrNil(p.metadata), "protocols": s.providerProtocols(p),
		"created_at": stamp(p.createdAt), "updated_at": stamp(p.updatedAt),
	})
}

func (s *Server) providerProtocols(p *provider) any {
	if p.oauth2 == nil && p.openid == nil {
		return nil
	}
	return s.render(map[string]any{"oauth2": settingsOrNil(p.oauth2), "openid": settingsOrNil(p.openid)})
}

func settingsOrNil(settings map[string]any) any {
	if settings == nil {
		return nil
	}
	return maps.Clone(settings)
}

func (p *provider) mayChange() error {
	if p.owner == ownerPlatform {
		return forbidden("Platform-owned providers cannot be modified")
	}
	return nil
}
