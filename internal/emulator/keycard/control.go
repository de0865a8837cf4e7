package keycard

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
)

// Applications returns the customer's applications of all zones in creation order, without secrets.
func (s *Server) Applications() []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	credentials := map[string][]*credential{}
	for _, c := range s.credentials.rows {
		credentials[c.applicationID] = append(credentials[c.applicationID], c)
	}
	shown := make([]map[string]any, 0, len(s.applications.rows))
	for _, a := range s.applications.rows {
		if a.owner == ownerCustomer {
			shown = append(shown, s.summary(a, credentials[a.id]))
		}
	}
	return shown
}

func (s *Server) summary(a *application, credentials []*credential) map[string]any {
	summary := map[string]any{
		"id": a.id, "zone_id": a.zoneID, "organization_id": s.organization, "slug": a.slug,
		"name": a.name, "identifier": a.identifier, "description": textOrNil(a.description),
		"docs_url": textOrNil(a.docsURL), "consent": a.consent, "traits": listOrNil(a.traits),
		"redirect_uris": listOrNil(a.redirects), "post_logout_redirect_uris": listOrNil(a.logoutRedirect),
		"created_at": stamp(a.createdAt), "credentials": len(credentials),
		"auth_method": "none", "client_id": nil, "credential_id": nil,
	}
	for _, method := range []struct{ kind, name string }{
		{kindPassword, "client_secret_basic"}, {kindPublicKey, "private_key_jwt"},
	} {
		if newest := newestOf(method.kind, credentials); newest != nil {
			summary["auth_method"] = method.name
			summary["client_id"], summary["credential_id"] = newest.identifier, newest.id
			break
		}
	}
	return summary
}

func newestOf(kind string, credentials []*credential) *credential {
	for _, c := range slices.Backward(credentials) {
		if c.kind == kind {
			return c
		}
	}
	return nil
}

// places maps each field of Applications to its path in the body of an update.
var places = map[string][]string{
	"name":                      {"name"},
	"description":               {"description"},
	"identifier":                {"identifier"},
	"consent":                   {"consent"},
	"traits":                    {"traits"},
	"docs_url":                  {"metadata", "docs_url"},
	"redirect_uris":             {"protocols", "oauth2", "redirect_uris"},
	"post_logout_redirect_uris": {"protocols", "oauth2", "post_logout_redirect_uris"},
}

// Change changes an application of the customer outside of Terraform. The fields are those of Applications; nil unsets one.
// A nil credential_id deletes all credentials; client_secret replaces the secret of the newest password credential. Change
// fails, without changes, for an unknown application or field, and for a value that the API rejects.
func (s *Server) Change(id string, fields map[string]any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	app, err := s.ofCustomer(id)
	if err != nil {
		return err
	}
	patch, err := patchOf(fields)
	if err != nil {
		return err
	}
	changeCredentials, err := s.credentialChange(app, fields)
	if err != nil {
		return err
	}
	if _, err := s.patchApplication(app, patch); err != nil {
		return fmt.Errorf("change application %s: %w", id, err)
	}
	changeCredentials()
	return nil
}

// Remove deletes an application of the customer, with its credentials.
func (s *Server) Remove(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	app, err := s.ofCustomer(id)
	if err != nil {
		return err
	}
	s.dropApplication(app)
	return nil
}

func (s *Server) ofCustomer(id string) (*application, error) {
	app, ok := s.applications.byKey[id]
	if !ok || app.owner != ownerCustomer {
		return nil, fmt.Errorf("no application has the ID %q", id)
	}
	return app, nil
}

// patchOf returns the body of the update that sets the fields.
func patchOf(fields map[string]any) ([]byte, error) {
	patch := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		if name == "credential_id" || name == "client_secret" {
			continue
		}
		path, known := places[name]
		if !known {
			return nil, fmt.Errorf("an application has no field %q that can be changed", name)
		}
		put(patch, path, fields[name])
	}
	return json.Marshal(patch)
}

func put(into map[string]any, path []string, value any) {
	if len(path) == 1 {
		into[path[0]] = value
		return
	}
	nested, ok := into[path[0]].(map[string]any)
	if !ok {
		nested = map[string]any{}
		into[path[0]] = nested
	}
	put(nested, path[1:], value)
}

// credentialChange checks the fields about credentials, and returns the function that applies them.
func (s *Server) credentialChange(app *application, fields map[string]any) (func(), error) {
	live := s.credentialsOf(app)
	if value, given := fields["credential_id"]; given {
		if value != nil || fields["client_secret"] != nil {
			return nil, errors.New("credential_id can only be set to null, which removes the credentials")
		}
		return func() { s.credentials.remove(live...) }, nil
	}
	value, given := fields["client_secret"]
	if !given {
		return func() {}, nil
	}
	secret, ok := value.(string)
	newest := newestOf(kindPassword, live)
	if !ok || secret == "" || newest == nil {
		return nil, errors.New("client_secret must be a text, and the application must have a password credential")
	}
	return func() {
		changed := *newest
		changed.secret, changed.updatedAt = hash(secret), s.now()
		s.credentials.put(&changed)
	}, nil
}
