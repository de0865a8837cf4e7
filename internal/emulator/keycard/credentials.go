package keycard

import "reflect"

func (s *Server) createCredential(c *call) (reply, error) {
	draft, err := readNewCredential(c.body)
	if err != nil {
		return reply{}, err
	}
	if err := c.denied("Application"); err != nil {
		return reply{}, err
	}
	app, ok := s.applications.find(c.zone.id, draft.applicationID)
	if !ok {
		return reply{}, notFound("Application")
	}
	if err := app.mayChange(); err != nil {
		return reply{}, err
	}
	if draft.kind == kindToken {
		if err := refers(&s.providers, c.zone.id, &draft.providerID, "Provider"); err != nil {
			return reply{}, err
		}
	}
	created, password, err := s.addCredential(app, draft)
	if err != nil {
		return reply{}, err
	}
	body := s.credentialBody(created)
	if created.kind == kindPassword {
		body["password"] = password // only shown in this response
	}
	return reply{body: body}, nil
}

func (s *Server) getCredential(c *call) (reply, error) {
	found, err := s.findCredential(c)
	if err != nil {
		return reply{}, err
	}
	return reply{body: s.credentialBody(found)}, nil
}

func (s *Server) updateCredential(c *call) (reply, error) {
	found, err := s.changeableCredential(c)
	if err != nil {
		return reply{}, err
	}
	changed, err := s.patchCredential(found, c.body)
	if err != nil {
		return reply{}, err
	}
	return reply{body: s.credentialBody(changed)}, nil
}

// patchCredential merges the body into the credential. A patch without changes writes nothing.
func (s *Server) patchCredential(old *credential, body []byte) (*credential, error) {
	draft, err := readCredential(body, *old)
	if err != nil {
		return nil, err
	}
	if err := s.clientIDFree(&draft); err != nil {
		return nil, err
	}
	if reflect.DeepEqual(*old, draft) {
		return old, nil
	}
	draft.updatedAt = s.now()
	s.credentials.put(&draft)
	return &draft, nil
}

func (s *Server) deleteCredential(c *call) (reply, error) {
	found, err := s.changeableCredential(c)
	if err != nil {
		return reply{}, err
	}
	s.credentials.remove(found)
	return reply{}, nil
}
