package zitadel

import "fmt"

// AccessToken is a personal access token of the service account that owns the instance.
func (s *Server) AccessToken() string { return s.access.tokens[ownerLogin] }

// ProjectOwnerToken is one of an account that owns the default project and has no role elsewhere.
func (s *Server) ProjectOwnerToken() string { return s.access.tokens[projectOwnerLogin] }

// OrganizationOwnerToken is one of an account that may write but not delete applications of the first organization.
func (s *Server) OrganizationOwnerToken() string { return s.access.tokens[orgOwnerLogin] }

// ViewerToken is one of an account that may only read, and only in the default project.
func (s *Server) ViewerToken() string { return s.access.tokens[viewerLogin] }

// StrangerToken is one of an account without any role.
func (s *Server) StrangerToken() string { return s.access.tokens[strangerLogin] }

// ClientCredentials are the owning account's id and secret for the client_credentials grant.
func (s *Server) ClientCredentials() (id, secret string) { return ownerLogin, s.access.secret }

// ProjectID is the default project.
func (s *Server) ProjectID() string { return s.access.project }

// OrganizationID is the organization of the default project and of all service accounts.
func (s *Server) OrganizationID() string { return s.access.organization }

// OtherProjectID is a project of the second organization.
func (s *Server) OtherProjectID() string { return s.access.otherProject }

// OtherOrganizationID is the second organization, where only the owning account has a role.
func (s *Server) OtherOrganizationID() string { return s.access.otherOrganization }

// OIDCApplicationID is an OIDC application in the default project. The control interface neither shows nor changes it.
func (s *Server) OIDCApplicationID() string { return s.access.oidcApp }

// DeleteProject removes a project with all its applications.
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

// SetActive deactivates a project or an organization, or activates it again.
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

// ExpireTokens ends all issued access tokens. Personal access tokens have no end.
func (s *Server) ExpireTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for hash, t := range s.state.tokens {
		if !t.personal {
			delete(s.state.tokens, hash)
		}
	}
}

// VerifySecret tells whether an application with this client id and secret would be let in at introspection, or whether a
// service account would get a token.
func (s *Server) VerifySecret(clientID, secret string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if u := s.account(clientID); u != nil {
		return u.secret != nil && *u.secret == digestOf(secret) && u.state == userActive
	}
	return s.client(clientID, secret) != nil
}
