package keycard

import "github.com/idpkit/terraform-provider-idp/internal/emulator/fault"

func (s *Server) listApplications(c *call) (reply, error) {
	query := c.URL.Query()
	p, err := readPage(query)
	if err != nil {
		return reply{}, err
	}
	match, err := applicationFilter(query)
	if err != nil {
		return reply{}, err
	}
	if err := onePage(query, p); err != nil {
		return reply{}, err
	}
	rows := s.applications.list(c.zone.id, c.met(fault.StaleList), match)
	if err := sortApplications(rows, query.Get("sort")); err != nil {
		return reply{}, err
	}
	return listReply(rows, p, s.applicationBody)
}

func (s *Server) listCredentials(c *call) (reply, error) {
	query := c.URL.Query()
	return s.credentialPage(c, func(found *credential) bool {
		return allowed(query["applicationId"], found.applicationID) && allowed(query["slug"], found.slug)
	})
}

func (s *Server) listApplicationCredentials(c *call) (reply, error) {
	app, err := s.application(c)
	if err != nil {
		return reply{}, err
	}
	return s.credentialPage(c, func(found *credential) bool { return found.applicationID == app.id })
}

func (s *Server) credentialPage(c *call, match func(*credential) bool) (reply, error) {
	p, err := readPage(c.URL.Query())
	if err != nil {
		return reply{}, err
	}
	return listReply(s.credentials.list(c.zone.id, c.met(fault.StaleList), match), p, s.credentialBody)
}
