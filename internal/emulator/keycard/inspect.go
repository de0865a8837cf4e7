package keycard

import "fmt"

// ZoneID returns the ID of the default zone.
func (s *Server) ZoneID() string { return s.home }

// OtherZoneID returns the ID of a second zone of the organization.
func (s *Server) OtherZoneID() string { return s.other }

// ReadOnlyAccount returns the client ID and secret of a service account that may only read: its writes get a 403.
func (s *Server) ReadOnlyAccount() (id, secret string) { return s.reader.id, s.reader.secret }

// StrangerAccount returns the client ID and secret of another organization's service account, for which nothing here exists.
func (s *Server) StrangerAccount() (id, secret string) { return s.stranger.id, s.stranger.secret }

// PlatformApplicationID returns the ID of the default zone's application that nobody may change.
func (s *Server) PlatformApplicationID() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, a := range s.applications.list(s.home, false, func(a *application) bool { return a.owner == ownerPlatform }) {
		return a.id
	}
	return "" // the zone was deleted
}

// Resource returns the ID and the identifier of the resource that the default zone has from the start.
func (s *Server) Resource() (id, identifier string) { return s.orders.id, s.orders.identifier }

// Credentials returns an application's credentials in creation order, as the API shows them.
func (s *Server) Credentials(applicationID string) []map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	var shown []map[string]any
	for _, c := range s.credentials.rows {
		if c.applicationID == applicationID {
			shown = append(shown, s.credentialBody(c))
		}
	}
	return shown
}

// VerifySecret reports whether a password credential has this client ID and secret.
func (s *Server) VerifySecret(clientID, secret string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, z := range s.zones.rows {
		if s.matchingPassword(z, clientID, secret) != nil {
			return true
		}
	}
	return false
}

// ExpireTokens expires all management tokens.
func (s *Server) ExpireTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.sessions)
}

// AddCredential adds a credential of the type to an application of the customer, outside of Terraform, and returns its ID.
func (s *Server) AddCredential(applicationID, kind string) (string, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	app, err := s.ofCustomer(applicationID)
	if err != nil {
		return "", err
	}
	draft := credential{kind: kind}
	switch kind {
	case kindPassword, kindPublic:
	case kindPublicKey:
		draft.jwksURI = "https://client.example.test/jwks.json"
	case kindURL:
		draft.identifier = "https://client.example.test/" + newID()
	case kindToken:
		draft.providerID, draft.identifier = s.tokenService(app.zoneID).id, anySubject
	default:
		return "", fmt.Errorf("no credential has the type %q; the types are %v", kind, kinds)
	}
	added, _, err := s.addCredential(app, draft)
	if err != nil {
		return "", err
	}
	return added.id, nil
}
