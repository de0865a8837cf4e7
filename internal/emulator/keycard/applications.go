package keycard

import "reflect"

func (s *Server) createApplication(c *call) (reply, error) {
	draft, err := readApplication(c.body, application{consent: consentRequired}, creating)
	if err != nil {
		return reply{}, err
	}
	created, err := s.addApplication(c.zone.id, draft)
	if err != nil {
		return reply{}, err
	}
	return reply{body: s.applicationBody(created)}, nil
}

// addApplication stores a valid application of the customer if its identifier is unused.
func (s *Server) addApplication(zoneID string, draft application) (*application, error) {
	if err := s.identifierFree(zoneID, &draft); err != nil {
		return nil, err
	}
	draft.id, draft.zoneID, draft.sequence = newID(), zoneID, s.next()
	if draft.owner == "" {
		draft.owner = ownerCustomer
	}
	slug := slugOf(draft.name, "application")
	draft.slug = s.applications.freeSlug(zoneID, slug, slug)
	draft.createdAt = s.now()
	draft.updatedAt = draft.createdAt
	s.applications.put(&draft)
	return &draft, nil
}

func (s *Server) identifierFree(zoneID string, draft *application) error {
	taken := s.applications.any(zoneID, func(a *application) bool {
		return a.identifier == draft.identifier && a.id != draft.id
	})
	if taken {
		return conflict("An application with identifier %q already exists in this zone", draft.identifier)
	}
	return nil
}

func (s *Server) getApplication(c *call) (reply, error) {
	found, err := s.application(c)
	if err != nil {
		return reply{}, err
	}
	return reply{body: s.applicationBody(found)}, nil
}

func (s *Server) updateApplication(c *call) (reply, error) {
	found, err := s.changeable(c)
	if err != nil {
		return reply{}, err
	}
	changed, err := s.patchApplication(found, c.body)
	if err != nil {
		return reply{}, err
	}
	return reply{body: s.applicationBody(changed)}, nil
}

// patchApplication merges the body into the application. A patch without changes writes nothing and keeps updated_at.
func (s *Server) patchApplication(old *application, body []byte) (*application, error) {
	draft, err := readApplication(body, *old, patching)
	if err != nil {
		return nil, err
	}
	if err := s.identifierFree(old.zoneID, &draft); err != nil {
		return nil, err
	}
	if reflect.DeepEqual(*old, draft) {
		return old, nil
	}
	draft.updatedAt = s.now()
	s.applications.put(&draft)
	return &draft, nil
}

func (s *Server) deleteApplication(c *call) (reply, error) {
	found, err := s.changeable(c)
	if err != nil {
		return reply{}, err
	}
	s.dropApplication(found)
	return reply{}, nil
}
