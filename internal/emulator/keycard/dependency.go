package keycard

import (
	"fmt"
	"slices"
)

// dependency lets an application ask for tokens for a resource. It has no ID of its own, and no times.
type dependency struct {
	sequence      int
	zoneID        string
	applicationID string
	resourceID    string
	whenAccessing []string // IDs of resources; it counts while one of them is accessed, or always if there are none
}

func (d *dependency) key() string           { return dependencyKey(d.applicationID, d.resourceID) }
func (d *dependency) inZone(id string) bool { return d.zoneID == id }
func (d *dependency) place() int            { return d.sequence }
func (d *dependency) shortName() string     { return "" }

func dependencyKey(applicationID, resourceID string) string { return applicationID + "/" + resourceID }

// dependencyBody is the resource, and when the application may access it.
func (s *Server) dependencyBody(d *dependency) map[string]any {
	body := s.resourceBody(s.resources.byKey[d.resourceID])
	if d.whenAccessing != nil {
		body["when_accessing"] = slices.Clone(d.whenAccessing)
	}
	return body
}

func (s *Server) dependenciesOf(app *application) []*dependency {
	return s.dependencies.list(app.zoneID, false, func(d *dependency) bool { return d.applicationID == app.id })
}

// depend makes the resource a dependency of the application. If it is one already, it gets the new conditions.
func (s *Server) depend(app *application, r *resource, whenAccessing []string) error {
	conditions, err := s.conditions(app, whenAccessing)
	if err != nil {
		return err
	}
	draft := dependency{zoneID: app.zoneID, applicationID: app.id, resourceID: r.id, whenAccessing: conditions}
	old, exists := s.dependencies.find(app.zoneID, draft.key())
	switch {
	case !exists:
		draft.sequence = s.next()
	case slices.Equal(old.whenAccessing, conditions):
		return nil
	default:
		draft.sequence = old.sequence
	}
	s.dependencies.put(&draft)
	return nil
}

// conditions are the resources that have to be accessed, which must be the application's own.
func (s *Server) conditions(app *application, ids []string) ([]string, error) {
	var problems []detail
	var conditions []string
	for i, id := range ids {
		if r, ok := s.resources.find(app.zoneID, id); !ok || !is(r.applicationID, app.id) {
			problems = append(problems, detail{fmt.Sprintf("when_accessing[%d]", i), "must be a resource that the application provides"})
		}
		if !slices.Contains(conditions, id) {
			conditions = append(conditions, id)
		}
	}
	if problems != nil {
		return nil, invalid(problems)
	}
	return conditions, nil
}
