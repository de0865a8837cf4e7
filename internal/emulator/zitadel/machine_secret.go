package zitadel

type machineSecretAnswer struct {
	ClientID     string  `json:"clientId"`
	ClientSecret string  `json:"clientSecret"`
	Details      details `json:"details"`
}

// createMachineSecret generates a secret, which replaces the current one.
func (s *Server) createMachineSecret(c *call) (any, *problem) {
	u, p := s.userTarget(c)
	if p != nil {
		return nil, p
	}
	if p := refused(c); p != nil {
		return nil, p
	}
	secret := randomText(secretLength, alphanumeric)
	s.setSecret(c.caller, u, secret)
	return machineSecretAnswer{ClientID: u.login, ClientSecret: secret, Details: u.changeDetails()}, nil
}

// deleteMachineSecret does not revoke issued tokens.
func (s *Server) deleteMachineSecret(c *call) (any, *problem) {
	u, p := s.userTarget(c)
	switch {
	case p != nil:
		return nil, p
	case u.secret == nil:
		return nil, failure("COMMAND-coi82n")
	}
	if p := refused(c); p != nil {
		return nil, p
	}
	s.removeSecret(c.caller, u)
	return changed{u.changeDetails()}, nil
}

func (s *Server) setSecret(editor, u *user, secret string) {
	s.storeUser(editor, u, func() {
		hash := digestOf(secret)
		u.secret = &hash
	}, machineSecretSet)
}

func (s *Server) removeSecret(editor, u *user) {
	s.storeUser(editor, u, func() { u.secret = nil }, machineSecretRemoved)
}
