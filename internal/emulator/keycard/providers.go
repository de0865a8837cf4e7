package keycard

import "reflect"

func (s *Server) createProvider(c *call) (reply, error) {
	created, err := s.addProvider(c.zone.id, c.body)
	if err != nil {
		return reply{}, err
	}
	return reply{body: s.providerBody(created)}, nil
}

// addProvider stores the provider of a create body.
func (s *Server) addProvider(zoneID string, body []byte) (*provider, error) {
	draft, err := readProvider(body, provider{zoneID: zoneID, owner: ownerCustomer, kind: typeExternal}, creating)
	if err != nil {
		return nil, err
	}
	if err := s.providerFits(&draft); err != nil {
		return nil, err
	}
	return s.putProvider(draft), nil
}

// putProvider stores a new, valid provider.
func (s *Server) putProvider(draft provider) *provider {
	draft.id, draft.sequence = newID(), s.next()
	slug := slugOf(draft.name, "provider")
	draft.slug = s.providers.freeSlug(draft.zoneID, slug, slug)
	draft.createdAt = s.now()
	draft.updatedAt = draft.createdAt
	s.providers.put(&draft)
	return &draft
}

func (s *Server) providerFits(draft *provider) error {
	taken := s.providers.any(draft.zoneID, func(p *provider) bool { return p.identifier == draft.identifier && p.id != draft.id })
	if taken {
		return conflict("A provider with identifier %q already exists in this zone", draft.identifier)
	}
	return nil
}

func (s *Server) getProvider(c *call) (reply, error) {
	found, err := s.provider(c)
	if err != nil {
		return reply{}, err
	}
	return reply{body: s.providerBody(found)}, nil
}

func (s *Server) updateProvider(c *call) (reply, error) {
	found, err := s.changeableProvider(c)
	if err != nil {
		return reply{}, err
	}
	draft, err := readProvider(c.body, *found, patching)
	if err != nil {
		return reply{}, err
	}
	if err := s.providerFits(&draft); err != nil {
		return reply{}, err
	}
	if reflect.DeepEqual(*found, draft) {
		return reply{body: s.providerBody(found)}, nil
	}
	draft.updatedAt = s.now()
	s.providers.put(&draft)
	return reply{body: s.providerBody(&draft)}, nil
}

func (s *Server) deleteProvider(c *call) (reply, error) {
	found, err := s.changeableProvider(c)
	if err != nil {
		return reply{}, err
	}
	s.dropProvider(found)
	return reply{}, nil
}

func (s *Server) provider(c *call) (*provider, error) { return requested(c, &s.providers, "Provider") }

// changeableProvider returns the provider of the path, if the customer may change it.
func (s *Server) changeableProvider(c *call) (*provider, error) {
	found, err := s.provider(c)
	if err != nil {
		return nil, err
	}
	return found, found.mayChange()
}

var providerFilters = filters[*provider]{
	"identifier": func(v []string, p *provider) bool { return allowed(v, p.identifier) },
	"slug":       func(v []string, p *provider) bool { return allowed(v, p.slug) },
	"type":       func(v []string, p *provider) bool { return allowed(v, p.kind) },
	"filter[id]": func(v []string, p *provider) bool { return allowed(v, p.id) },
}

func (s *Server) listProviders(c *call) (reply, error) {
	return filtered(c, &s.providers, providerFilters, s.providerBody)
}
