package keycard

import (
	"bytes"
	"slices"
)

// putDependency reads the conditions from the query. The body must be empty or an object, and is ignored.
func (s *Server) putDependency(c *call) (reply, error) {
	app, err := s.dependent(c)
	if err != nil {
		return reply{}, err
	}
	if err := app.mayChange(); err != nil {
		return reply{}, err
	}
	if err := c.denied("Resource"); err != nil {
		return reply{}, err
	}
	target, ok := s.resources.find(c.zone.id, c.PathValue("resource"))
	if !ok {
		return reply{}, notFound("Resource")
	}
	if len(bytes.TrimSpace(c.body)) > 0 {
		if _, err := newBody(c.body, false); err != nil {
			return reply{}, err
		}
	}
	return reply{}, s.depend(app, target, c.URL.Query()["when_accessing"])
}

func (s *Server) getDependency(c *call) (reply, error) {
	found, err := s.dependency(c)
	if err != nil {
		return reply{}, err
	}
	return reply{body: s.dependencyBody(found)}, nil
}

func (s *Server) deleteDependency(c *call) (reply, error) {
	app, err := s.dependent(c)
	if err != nil {
		return reply{}, err
	}
	if err := app.mayChange(); err != nil {
		return reply{}, err
	}
	found, err := s.dependency(c)
	if err != nil {
		return reply{}, err
	}
	s.dependencies.remove(found)
	return reply{}, nil
}

func (s *Server) listDependencies(c *call) (reply, error) {
	app, err := s.application(c)
	if err != nil {
		return reply{}, err
	}
	condition := c.URL.Query().Get("when_accessing")
	return listed(c, &s.dependencies, func(d *dependency) bool {
		_, there := s.resources.byKey[d.resourceID] // a stale list may have deleted resources
		return there && d.applicationID == app.id && (condition == "" || slices.Contains(d.whenAccessing, condition))
	}, s.dependencyBody)
}

// dependent returns the application of the path. Unlike application, it ignores the not_found_times fault, which concerns
// the dependency here.
func (s *Server) dependent(c *call) (*application, error) {
	found, ok := s.applications.find(c.zone.id, c.PathValue("id"))
	if !ok {
		return nil, notFound("Application")
	}
	return found, nil
}

// dependency returns the dependency of the path.
func (s *Server) dependency(c *call) (*dependency, error) {
	app, err := s.dependent(c)
	if err != nil {
		return nil, err
	}
	if err := c.denied("Dependency"); err != nil {
		return nil, err
	}
	found, ok := s.dependencies.find(c.zone.id, dependencyKey(app.id, c.PathValue("resource")))
	if !ok {
		return nil, notFound("Dependency")
	}
	return found, nil
}
