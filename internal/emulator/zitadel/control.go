package zitadel

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Applications lists all API and OIDC applications of all projects, and then the service accounts, each in creation order. Those
// lost by the read side are among them; what the instance has from its start is not, except for seeded API applications. It
// never holds a secret.
func (s *Server) Applications() []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []map[string]any{}
	for _, app := range s.state.apps {
		if app.live() && !app.ofInstance {
			list = append(list, s.summary(app))
		}
	}
	for _, u := range s.state.users {
		if !u.removed && !u.ofInstance {
			list = append(list, s.userSummary(u))
		}
	}
	return list
}

// Change alters an application or a service account the way an administrator at the console would. The fields are those of
// Applications that can be changed, and client_secret. All are checked before any is applied.
func (s *Server) Change(id string, fields map[string]any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	plan, err := s.planner(id)
	if err != nil {
		return err
	}
	var writes []func()
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		write, err := plan(key, fields[key])
		if err != nil {
			return fmt.Errorf("%s: %w", key, err)
		}
		writes = append(writes, write)
	}
	for _, write := range writes {
		write()
	}
	return nil
}

var errNoField = errors.New("not a field that can be changed here")

// planner checks one field of an application or user, and gives the write that sets it.
func (s *Server) planner(id string) (func(field string, value any) (func(), error), error) {
	if app := s.controlledApp(id); app != nil {
		return func(field string, value any) (func(), error) { return s.planApp(app, field, value) }, nil
	}
	if u := s.controlledUser(id); u != nil {
		return func(field string, value any) (func(), error) { return s.planUser(u, field, value) }, nil
	}
	return nil, fmt.Errorf("no ZITADEL application %q", id)
}

// Remove deletes an application or a service account.
func (s *Server) Remove(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if app := s.controlledApp(id); app != nil {
		s.remove(s.access.console, app)
		return nil
	}
	if u := s.controlledUser(id); u != nil {
		s.removeUser(s.access.console, u)
		return nil
	}
	return fmt.Errorf("no ZITADEL application %q", id)
}

func (s *Server) controlledApp(id string) *application {
	if app := s.state.byID[id]; app != nil && app.live() && !app.ofInstance {
		return app
	}
	return nil
}

func (s *Server) controlledUser(id string) *user {
	if u := s.state.usersByID[id]; u != nil && !u.removed && !u.ofInstance {
		return u
	}
	return nil
}

// keyIDs are the keys that an application or user has, hidden ones included.
func (s *Server) keyIDs(app *application, u *user) []string {
	list := []string{}
	for _, k := range s.state.keys {
		if k.exists() && k.app == app && k.user == u {
			list = append(list, k.id)
		}
	}
	return list
}

// planKeys keeps the keys that are listed and deletes the others.
func (s *Server) planKeys(app *application, u *user, value any) (func(), error) {
	var wanted []string
	if err := takeTexts(value, &wanted); err != nil {
		return nil, err
	}
	has := s.keyIDs(app, u)
	for _, id := range wanted {
		if !slices.Contains(has, id) {
			return nil, fmt.Errorf("there is no key %q", id)
		}
	}
	return func() {
		for _, id := range has {
			if !slices.Contains(wanted, id) {
				s.removeKey(s.access.console, s.state.keysByID[id])
			}
		}
	}, nil
}
