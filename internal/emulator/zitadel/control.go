package zitadel

import (
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Applications returns all API and OIDC applications of all projects, followed by the service accounts, each in creation
// order. It includes those that the read side lost, but, except for seeded API applications, not what the instance has from
// the start. It never contains a secret.
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

// Change changes an application or a service account as an administrator would in the console. The fields are those of
// Applications that can be changed, and client_secret. It checks all of them before it applies any.
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

// planner returns a function that checks a new value of one field of the application or user, and returns the function that
// sets it.
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

// keyIDs returns the IDs of an application's or user's keys, including hidden ones.
func (s *Server) keyIDs(app *application, u *user) []string {
	list := []string{}
	for _, k := range s.state.keys {
		if k.exists() && k.app == app && k.user == u {
			list = append(list, k.id)
		}
	}
	return list
}

// planKeys returns the function that deletes all keys that are not in the list.
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
