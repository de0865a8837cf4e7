package zitadel

import "fmt"

// AccessToken returns a personal access token of the service account that owns the instance.
func (s *Server) AccessToken() string { return s.access.tokens[ownerLogin] }

// ProjectOwnerToken returns a personal access token of an account that owns the default project and has no other role.
func (s *Server) ProjectOwnerToken() string { return s.access.tokens[projectOwnerLogin] }

// OrganizationOwnerToken returns a personal access token of an account that may write but not delete applications of the
// first organization.
func (s *Server) OrganizationOwnerToken() string { return s.access.tokens[orgOwnerLogin] }

// ViewerToken returns a personal access token of an account that may only read, and only in the default project.
func (s *Server) ViewerToken() string { return s.access.tokens[viewerLogin] }

// StrangerToken returns a personal access token of an account without any role.
func (s *Server) StrangerToken() string { return s.access.tokens[strangerLogin] }

// ClientCredentials returns the owning account's ID and secret for the client_credentials grant.
func (s *Server) ClientCredentials() (id, secret string) { return ownerLogin, s.access.secret }

// ProjectID returns the ID of the default project.
func (s *Server) ProjectID() string { return s.access.project }

// OrganizationID returns the ID of the first organization, which has the default project and all service accounts.
func (s *Server) OrganizationID() string { return s.access.organization }

// OtherProjectID returns the ID of a project of the second organization.
func (s *Server) OtherProjectID() string { return s.access.otherProject }

// OtherOrganizationID returns the ID of the second organization, where only the owning account has a role.
func (s *Server) OtherOrganizationID() string { return s.access.otherOrganization }

// OIDCApplicationID returns the ID of an OIDC application in the default project. The control interface neither shows nor
// changes it.
func (s *Server) OIDCApplicationID() string { return s.access.oidcApp }

// DeleteProject deletes a project with all its applications.
func (s *Server) DeleteProject(id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	p := s.state.projects[id]
	if p == nil || p.removed {
		return fmt.Errorf("no project %q", id)
	}
	p.removed = true
	return nil
}

// SetActive activates or deactivates a project or an organization.
func (s *Server) SetActive(id string, active bool) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if p := s.state.projects[id]; p != nil {
		p.inactive = !active
		return nil
	}
	if o := s.state.organizations[id]; o != nil {
		o.inactive = !active
		return nil
	}
	return fmt.Errorf("no project or organization %q", id)
}

// ExpireTokens expires all issued access tokens. Personal access tokens do not expire.
func (s *Server) ExpireTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for hash, t := range s.state.tokens {
		if !t.personal {
			delete(s.state.tokens, hash)
		}
	}
}

// VerifySecret reports whether introspection would accept this client ID and secret of an application, or the token endpoint
// those of a service account.
func (s *Server) VerifySecret(clientID, secret string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.account(clientID); u != nil {
		return u.secret != nil && *u.secret == digestOf(secret) && u.state == userActive
	}
	return s.client(clientID, secret) != nil
}
