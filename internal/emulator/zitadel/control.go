package zitadel

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// authMethods are the RFC 7591 names of the auth methods, by their enum number.
var authMethods = []string{"client_secret_basic", "private_key_jwt"}

// Applications lists all API applications of all projects in creation order, those lost by the read side included. It never
// holds a secret.
func (s *Server) Applications() []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	list := []map[string]any{}
	for _, app := range s.state.apps {
		if !app.live() || app.oidc {
			continue
		}
		list = append(list, map[string]any{
			"id":              app.id,
			"name":            app.name,
			"auth_method":     authMethods[app.method],
			"enabled":         !app.inactive,
			"client_id":       app.clientID,
			"project_id":      app.project.id,
			"organization_id": app.project.organization,
			"created_at":      timestamp(app.created),
		})
	}
	return list
}

// Change alters an API application the way an administrator at the console would. The fields are name, auth_method, enabled
// and client_secret. All are checked before any is applied.
func (s *Server) Change(id string, fields map[string]any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	app, err := s.controlled(id)
	if err != nil {
		return err
	}
	var writes []func()
	for _, key := range slices.Sorted(maps.Keys(fields)) {
		write, err := s.plan(app, key, fields[key])
		if err != nil {
			return err
		}
		writes = append(writes, write)
	}
	for _, write := range writes {
		write()
	}
	return nil
}

// Remove deletes an API application.
func (s *Server) Remove(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	app, err := s.controlled(id)
	if err != nil {
		return err
	}
	s.remove(s.access.console, app)
	return nil
}

func (s *Server) controlled(id string) (*application, error) {
	app := s.state.byID[id]
	if app == nil || !app.live() || app.oidc {
		return nil, fmt.Errorf("no ZITADEL application %q", id)
	}
	return app, nil
}

// plan checks one field and gives the write that sets it.
func (s *Server) plan(app *application, key string, value any) (func(), error) {
	if key == "enabled" {
		enabled, ok := value.(bool)
		if !ok {
			return nil, fmt.Errorf("enabled must be true or false, not %T", value)
		}
		return func() { s.setEnabled(app, enabled) }, nil
	}
	text, ok := value.(string)
	if !ok {
		return nil, fmt.Errorf("%s: not a field, or not of type %T", key, value)
	}
	switch key {
	case "name":
		return s.planName(app, text)
	case "auth_method":
		method := slices.Index(authMethods, text)
		if method < 0 {
			return nil, fmt.Errorf("auth_method must be one of %s", strings.Join(authMethods, ", "))
		}
		return func() { s.setMethod(app, method) }, nil
	case "client_secret":
		if text == "" {
			return nil, errors.New("client_secret must not be empty")
		}
		return func() { s.store(s.access.console, app, func() { app.keep(text) }, apiSecretChanged) }, nil
	}
	return nil, fmt.Errorf("%s is not a field; the fields are name, auth_method, enabled, client_secret", key)
}

func (s *Server) planName(app *application, name string) (func(), error) {
	if !validLength(name) {
		return nil, errors.New("name must have 1 to 200 characters")
	}
	if app.project.taken(name, app) {
		return nil, fmt.Errorf("name %q is taken", name)
	}
	return func() {
		if app.name != name {
			s.rename(s.access.console, app, name)
		}
	}, nil
}

func (s *Server) setMethod(app *application, method int) {
	if app.method != method {
		s.store(s.access.console, app, func() { app.method = method }, apiConfigChanged)
	}
}

func (s *Server) setEnabled(app *application, enabled bool) {
	kind := appDeactivated
	if enabled {
		kind = appReactivated
	}
	if app.inactive == enabled {
		s.store(s.access.console, app, func() { app.inactive = !enabled }, kind)
	}
}
