package keycard

import (
	"fmt"
	"slices"
)

// dependency allows an application to request tokens for a resource. It has no ID and no timestamps.
type dependency struct {
	sequence      int
	zoneID        string
	applicationID string
	resourceID    string
	whenAccessing []string // IDs of resources; the dependency applies while one of them is accessed, or always if nil
}

func (d *dependency) key() string           { return dependencyKey(d.applicationID, d.resourceID) }
func (d *dependency) inZone(id string) bool { return d.zoneID == id }
func (d *dependency) place() int            { return d.sequence }
func (d *dependency) shortName() string     { return "" }

func dependencyKey(applicationID, resourceID string) string { return applicationID + "/" + resourceID }

// dependencyBody returns the resource, with when_accessing if the dependency has conditions.
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

// depend adds the dependency, or replaces its conditions.
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

// conditions checks that the application provides the resources, and returns their IDs without duplicates.
func (s *Server) conditions(app *application, ids []string) ([]string, error) {
	var problems []detail
	var conditions []string
	for i, id := range ids {
		if r, ok := s.resources.find(app.zoneID, id); !ok || !sameID(r.applicationID, app.id) {
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
