package keycard

import (
	"slices"
	"time"
)

// organization is the owner of service accounts and zones.
type organization struct {
	sequence  int
	id        string
	name      string
	label     string
	zoneID    string // of its members' zone
	createdAt time.Time
}

func (o *organization) key() string        { return o.id }
func (o *organization) inZone(string) bool { return true }
func (o *organization) place() int         { return o.sequence }
func (o *organization) shortName() string  { return o.label }

func organizationBody(o *organization) map[string]any {
	return map[string]any{
		"id": o.id, "name": o.name, "label": o.label, "sso_enabled": false, "zone_id": o.zoneID,
		"created_at": stamp(o.createdAt), "updated_at": stamp(o.createdAt),
	}
}

// listOrganizations lists the caller's organization.
func (s *Server) listOrganizations(c *call) (reply, error) {
	return listed(c, &s.organizations, func(o *organization) bool { return o.id == c.caller.organization }, organizationBody)
}

// getOrganization accepts the ID or the label of the caller's organization.
func (s *Server) getOrganization(c *call) (reply, error) {
	if err := c.denied("Organization"); err != nil {
		return reply{}, err
	}
	own := s.organizations.byKey[c.caller.organization]
	if !slices.Contains([]string{own.id, own.label}, c.PathValue("id")) {
		return reply{}, notFound("Organization")
	}
	return reply{body: organizationBody(own)}, nil
}
