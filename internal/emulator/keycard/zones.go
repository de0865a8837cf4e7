package keycard

import "reflect"

func (s *Server) createZone(c *call) (reply, error) {
	draft, err := s.readZone(c.body, zone{pkceRequired: true, dcrEnabled: true, invited: true}, creating)
	if err != nil {
		return reply{}, err
	}
	return reply{body: s.zoneBody(s.addZone(draft))}, nil
}

// addZone stores a new, valid zone, with the objects that the service adds to each.
func (s *Server) addZone(draft zone) *zone {
	draft.id, draft.sequence = newID(), s.next()
	slug := slugOf(draft.name, "zone")
	draft.slug = s.zones.freeSlug("", slug, slug)
	draft.createdAt = s.now()
	draft.updatedAt = draft.createdAt
	s.zones.put(&draft)
	s.addPlatformOwned(&draft)
	return &draft
}

func (s *Server) getZone(c *call) (reply, error) {
	if err := c.denied("Zone"); err != nil {
		return reply{}, err
	}
	return reply{body: s.zoneBody(c.zone)}, nil
}

func (s *Server) updateZone(c *call) (reply, error) {
	if err := c.denied("Zone"); err != nil {
		return reply{}, err
	}
	draft, err := s.readZone(c.body, *c.zone, patching)
	if err != nil {
		return reply{}, err
	}
	if err := s.zoneFits(&draft); err != nil {
		return reply{}, err
	}
	return reply{body: s.zoneBody(s.storeZone(c.zone, draft))}, nil
}

// storeZone replaces the old row, unless the draft is equal to it.
func (s *Server) storeZone(old *zone, draft zone) *zone {
	if reflect.DeepEqual(*old, draft) {
		return old
	}
	draft.updatedAt = s.now()
	s.zones.put(&draft)
	return &draft
}

// zoneFits checks that the objects to which a zone refers are in it.
func (s *Server) zoneFits(draft *zone) error {
	if err := refers(&s.applications, draft.id, draft.gatewayID, "Application"); err != nil {
		return err
	}
	if err := refers(&s.resources, draft.id, draft.resourceID, "Resource"); err != nil {
		return err
	}
	return refers(&s.providers, draft.id, draft.loginID, "Provider")
}

// refers checks that the zone has a row with this ID; nil is valid.
func refers[T row](rows *table[T], zoneID string, id *string, object string) error {
	if id == nil {
		return nil
	}
	if _, ok := rows.find(zoneID, *id); !ok {
		return notFound(object)
	}
	return nil
}

func (s *Server) deleteZone(c *call) (reply, error) {
	if err := c.denied("Zone"); err != nil {
		return reply{}, err
	}
	s.dropZone(c.zone)
	return reply{}, nil
}

var zoneFilters = filters[*zone]{
	"slug":                    func(v []string, z *zone) bool { return allowed(v, z.slug) },
	"filter[organization_id]": func([]string, *zone) bool { return true }, // it can only be the caller's
}

// listZones lists the zones of the caller's organization. Only one organization has zones here.
func (s *Server) listZones(c *call) (reply, error) {
	match, err := zoneFilters.match(c.URL.Query())
	if err != nil {
		return reply{}, err
	}
	return listed(c, &s.zones, func(z *zone) bool { return c.caller.organization == s.organization && match(z) }, s.zoneBody)
}
