package lerian

import (
	"errors"
	"fmt"
	"slices"
)

// ErrUnknown is returned if no application has the ID.
var ErrUnknown = errors.New("no such application")

// Applications returns all applications except the built-in one, in creation order, with the provider's attribute names and
// without secrets.
func (s *Server) Applications() []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]map[string]any, 0, len(s.apps))
	for _, a := range s.apps {
		all = append(all, map[string]any{
			"id": a.id, "name": a.name, "description": a.description,
			"client_id": a.clientID, "created_at": a.createdAt,
		})
	}
	return all
}

// Change changes an application outside of Terraform. The keys are those of Applications except "id", and "client_secret";
// all values are strings, and nil unsets a field. On an error nothing has changed.
func (s *Server) Change(id string, fields map[string]any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.index(id)
	if i < 0 {
		return fmt.Errorf("lerian application %q: %w", id, ErrUnknown)
	}
	changed := s.apps[i]
	for key, value := range fields {
		text, ok := value.(string)
		if !ok && value != nil {
			return fmt.Errorf("%s is a string, not %T", key, value)
		}
		if err := s.set(&changed, key, text); err != nil {
			return err
		}
	}
	apps := slices.Clone(s.apps)
	apps[i] = changed
	s.write(apps)
	return nil
}

func (s *Server) set(a *application, key, value string) error {
	switch key {
	case "name":
		a.name = value
	case "description":
		a.description = value
	case "client_id":
		a.clientID = value
	case "client_secret":
		a.setSecret(value, s.config.SecretOnRead)
	case "created_at":
		a.createdAt = value
	default:
		return fmt.Errorf("a lerian application has no %q to change", key)
	}
	return nil
}

// Remove deletes an application outside of Terraform.
func (s *Server) Remove(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.index(id)
	if i < 0 {
		return fmt.Errorf("lerian application %q: %w", id, ErrUnknown)
	}
	s.remove(i)
	return nil
}

// VerifySecret reports whether an application can log in with this client ID and secret.
func (s *Server) VerifySecret(clientID, secret string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.ContainsFunc(s.apps, func(a application) bool {
		return a.clientID == clientID && a.secretHash != "" && a.secretHash == hash(secret)
	})
}
