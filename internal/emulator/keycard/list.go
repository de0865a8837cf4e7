package keycard

import "github.com/idpkit/terraform-provider-idp/internal/emulator/fault"

func (s *Server) listApplications(c *call) (reply, error) {
	query := c.URL.Query()
	p, err := readPage(query)
	if err != nil {
		return reply{}, err
	}
	match, err := applicationFilters.match(query)
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
	return filtered(c, &s.credentials, credentialFilters, s.credentialBody)
}

var credentialFilters = filters[*credential]{
	"applicationId": func(v []string, found *credential) bool { return allowed(v, found.applicationID) },
	"slug":          func(v []string, found *credential) bool { return allowed(v, found.slug) },
}

func (s *Server) listApplicationCredentials(c *call) (reply, error) {
	app, err := s.application(c)
	if err != nil {
		return reply{}, err
	}
	return listed(c, &s.credentials, func(found *credential) bool { return found.applicationID == app.id }, s.credentialBody)
}

// filtered returns one page of the rows that match the query.
func filtered[T row](c *call, rows *table[T], by filters[T], body func(T) map[string]any) (reply, error) {
	match, err := by.match(c.URL.Query())
	if err != nil {
		return reply{}, err
	}
	return listed(c, rows, match, body)
}

// listed returns one page of the rows that match.
func listed[T row](c *call, rows *table[T], match func(T) bool, body func(T) map[string]any) (reply, error) {
	query := c.URL.Query()
	p, err := readPage(query)
	if err != nil {
		return reply{}, err
	}
	if err := onePage(query, p); err != nil {
		return reply{}, err
	}
	return listReply(rows.list(c.zoneID(), c.met(fault.StaleList), match), p, body)
}
