package keycard

import "reflect"

func (s *Server) createResource(c *call) (reply, error) {
	created, err := s.addResource(c.zone.id, c.body)
	if err != nil {
		return reply{}, err
	}
	return reply{body: s.resourceBody(created)}, nil
}

// addResource stores the resource of a create body.
func (s *Server) addResource(zoneID string, body []byte) (*resource, error) {
	draft, err := readResource(body, resource{zoneID: zoneID, kind: "web"}, creating)
	if err != nil {
		return nil, err
	}
	if err := s.resourceFits(&draft); err != nil {
		return nil, err
	}
	return s.putResource(draft), nil
}

// putResource stores a new, valid resource.
func (s *Server) putResource(draft resource) *resource {
	draft.id, draft.sequence = newID(), s.next()
	slug := slugOf(draft.name, "resource")
	draft.slug = s.resources.freeSlug(draft.zoneID, slug, slug)
	draft.createdAt = s.now()
	draft.updatedAt = draft.createdAt
	s.resources.put(&draft)
	return &draft
}

func (s *Server) getResource(c *call) (reply, error) {
	found, err := s.resource(c)
	if err != nil {
		return reply{}, err
	}
	return reply{body: s.resourceBody(found)}, nil
}

func (s *Server) updateResource(c *call) (reply, error) {
	found, err := s.resource(c)
	if err != nil {
		return reply{}, err
	}
	draft, err := readResource(c.body, *found, patching)
	if err != nil {
		return reply{}, err
	}
	if err := s.resourceFits(&draft); err != nil {
		return reply{}, err
	}
	return reply{body: s.resourceBody(s.storeResource(found, draft))}, nil
}

// storeResource replaces the old row, unless the draft is equal to it.
func (s *Server) storeResource(old *resource, draft resource) *resource {
	if reflect.DeepEqual(*old, draft) {
		return old
	}
	draft.updatedAt = s.now()
	s.resources.put(&draft)
	return &draft
}

func (s *Server) deleteResource(c *call) (reply, error) {
	found, err := s.resource(c)
	if err != nil {
		return reply{}, err
	}
	s.dropResource(found)
	return reply{}, nil
}

func (s *Server) resource(c *call) (*resource, error) { return requested(c, &s.resources, "Resource") }

var resourceFilters = filters[*resource]{
	"identifier":           func(v []string, r *resource) bool { return allowed(v, r.identifier) },
	"filter[identifier]":   func(v []string, r *resource) bool { return allowed(v, r.identifier) },
	"filter[owner_type]":   func(v []string, _ *resource) bool { return allowed(v, ownerCustomer) },
	"slug":                 func(v []string, r *resource) bool { return allowed(v, r.slug) },
	"credentialProviderId": func(v []string, r *resource) bool { return r.providerID != nil && allowed(v, *r.providerID) },
}

func (s *Server) listResources(c *call) (reply, error) {
	return filtered(c, &s.resources, resourceFilters, s.resourceBody)
}

// listApplicationResources lists the resources that the application provides.
func (s *Server) listApplicationResources(c *call) (reply, error) {
	app, err := s.application(c)
	if err != nil {
		return reply{}, err
	}
	return listed(c, &s.resources, func(r *resource) bool { return sameID(r.applicationID, app.id) }, s.resourceBody)
}
