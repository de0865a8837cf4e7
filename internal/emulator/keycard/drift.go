package keycard

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// These methods change the zone outside of Terraform. They are not in the journal.

// Depend makes an application of the customer depend on the default zone's resource.
func (s *Server) Depend(applicationID string) error {
	return s.AddDependency(applicationID, s.orders.id)
}

// AddDependency adds a dependency to an application of the customer, or replaces the dependency's conditions.
func (s *Server) AddDependency(applicationID, resourceID string, whenAccessing ...string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	app, err := s.ofCustomer(applicationID)
	if err != nil {
		return err
	}
	target, ok := s.resources.find(app.zoneID, resourceID)
	if !ok {
		return errors.New("the application's zone has no such resource")
	}
	return s.depend(app, target, whenAccessing)
}

// RemoveDependency removes a dependency of an application of the customer.
func (s *Server) RemoveDependency(applicationID, resourceID string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.dependencies.byKey[dependencyKey(applicationID, resourceID)]
	if !ok {
		return errors.New("the application has no such dependency")
	}
	s.dependencies.remove(found)
	return nil
}

// Dependencies returns the conditions of each dependency of an application by the resource's ID. Nil means that the
// dependency always applies.
func (s *Server) Dependencies(applicationID string) map[string][]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := map[string][]string{}
	for _, d := range s.dependencies.rows {
		if d.applicationID == applicationID {
			all[d.resourceID] = slices.Clone(d.whenAccessing)
		}
	}
	return all
}

// AddResource creates a resource in the default zone from the fields of a create request, and returns its ID. Its
// credential_provider_id defaults to ProviderID; nil leaves it unset.
func (s *Server) AddResource(fields map[string]any) (string, error) {
	fields = maps.Clone(fields)
	if provider, given := fields["credential_provider_id"]; !given {
		fields["credential_provider_id"] = s.ProviderID()
	} else if provider == nil {
		delete(fields, "credential_provider_id")
	}
	body, err := json.Marshal(fields)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	added, err := s.addResource(s.home, body)
	if err != nil {
		return "", fmt.Errorf("add resource: %w", err)
	}
	return added.id, nil
}

// RemoveResource deletes a resource and the dependencies on it.
func (s *Server) RemoveResource(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.resources.byKey[id]
	if !ok {
		return fmt.Errorf("no resource has the ID %q", id)
	}
	s.dropResource(found)
	return nil
}

// AddProvider creates a provider in the default zone from the fields of a create request, and returns its ID.
func (s *Server) AddProvider(fields map[string]any) (string, error) {
	body, err := json.Marshal(fields)
	if err != nil {
		return "", err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	added, err := s.addProvider(s.home, body)
	if err != nil {
		return "", fmt.Errorf("add provider: %w", err)
	}
	return added.id, nil
}

// ProviderID returns the ID of the default zone's own provider, whose tokens the zone signs.
func (s *Server) ProviderID() string { return *s.orders.providerID }

// ChangeCredential updates a credential with the fields of an update request.
func (s *Server) ChangeCredential(id string, fields map[string]any) error {
	body, err := json.Marshal(fields)
	if err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.credentials.byKey[id]
	if !ok {
		return fmt.Errorf("no credential has the ID %q", id)
	}
	if _, err := s.patchCredential(found, body); err != nil {
		return fmt.Errorf("change credential %s: %w", id, err)
	}
	return nil
}

// RemoveCredential deletes one credential.
func (s *Server) RemoveCredential(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok := s.credentials.byKey[id]
	if !ok {
		return fmt.Errorf("no credential has the ID %q", id)
	}
	s.credentials.remove(found)
	return nil
}
