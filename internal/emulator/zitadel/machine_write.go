package zitadel

import (
	"cmp"
	"strings"
	"unicode/utf8"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

type userCreatedAnswer struct {
	UserID  string  `json:"userId"`
	Details details `json:"details"`
}

// createMachine accepts an ID from the caller, but not one that is in use.
func (s *Server) createMachine(c *call) (any, *problem) {
	r := readerOf(c.body)
	u := &user{id: r.text("userId"), login: r.text("userName"), record: record{owner: c.organization}}
	r.machine(u)
	if p := r.problem(); p != nil {
		return nil, p
	}
	if p := c.length("UserName", u.login); p != nil {
		return nil, p
	}
	if p := c.validMachine(u); p != nil {
		return nil, p
	}
	if other := s.state.usersByID[u.id]; other != nil && !other.removed {
		return nil, failure("COMMAND-k2una")
	}
	if s.loginTaken(u.login, nil) {
		return nil, taken("User already exists")
	}
	if p := storable(c, u.login+u.display+u.description); p != nil {
		return nil, p
	}
	u.id = cmp.Or(u.id, s.ids.next())
	u.lost = fault.Is(c.ctx, fault.LostRead)
	s.insertUser(c.caller, u)
	return userCreatedAnswer{UserID: u.id, Details: u.creationDetails()}, nil
}

// machine reads the fields that are changed together.
func (r reader) machine(u *user) {
	u.display, u.description = r.text("name"), r.text("description")
	u.tokenType = r.enum("accessTokenType", machineTokenTypes)
}

func (c *call) validMachine(u *user) *problem {
	if p := c.length("Name", u.display); p != nil {
		return p
	}
	if utf8.RuneCountInString(u.description) > 500 {
		return c.invalid("Description", "value length must be at most 500 runes")
	}
	if u.tokenType < 0 || u.tokenType >= len(machineTokenTypes) {
		return c.invalid("AccessTokenType", "value must be one of the defined enum values")
	}
	return nil
}

// updateMachine replaces name, description and token type together: it clears the fields that are omitted.
func (s *Server) updateMachine(c *call) (any, *problem) {
	var wanted user
	r := readerOf(c.body)
	r.machine(&wanted)
	if p := r.problem(); p != nil {
		return nil, p
	}
	if p := c.validMachine(&wanted); p != nil {
		return nil, p
	}
	u, p := s.userTarget(c)
	switch {
	case p != nil:
		return nil, p
	case u.display == wanted.display && u.description == wanted.description && u.tokenType == wanted.tokenType:
		return nil, failure("COMMAND-2n8vs")
	}
	if p := storable(c, wanted.display+wanted.description); p != nil {
		return nil, p
	}
	s.storeUser(c.caller, u, func() {
		u.display, u.description, u.tokenType = wanted.display, wanted.description, wanted.tokenType
	}, machineChanged)
	return changed{u.changeDetails()}, nil
}

// updateUsername changes the client ID immediately, and keeps the secret. Unlike the create, it trims the name.
func (s *Server) updateUsername(c *call) (any, *problem) {
	r := readerOf(c.body)
	login := r.text("userName")
	if p := r.problem(); p != nil {
		return nil, p
	}
	if p := c.length("UserName", login); p != nil {
		return nil, p
	}
	login = strings.TrimSpace(login)
	u, p := s.userTarget(c)
	switch {
	case p != nil:
		return nil, p
	case u.login == login:
		return nil, failure("COMMAND-6m9gs")
	case s.loginTaken(login, u):
		return nil, taken("User already exists")
	}
	if p := storable(c, login); p != nil {
		return nil, p
	}
	s.renameUser(c.caller, u, login)
	return changed{u.changeDetails()}, nil
}

// switchUser changes the user's state, if possible from the current one. Otherwise it fails with the error ID in otherwise.
func (s *Server) switchUser(c *call, possible func(state int) bool, otherwise string, state int, kind eventKind) (any, *problem) {
	u, p := s.userTarget(c)
	switch {
	case p != nil:
		return nil, p
	case !possible(u.state):
		return nil, failure(otherwise)
	}
	if p := refused(c); p != nil {
		return nil, p
	}
	s.storeUser(c.caller, u, func() { u.state = state }, kind)
	return changed{u.changeDetails()}, nil
}

func (s *Server) deactivateUser(c *call) (any, *problem) {
	return s.switchUser(c, func(state int) bool { return state != userInactive }, "COMMAND-5M0sf", userInactive, userDeactivated)
}

func (s *Server) reactivateUser(c *call) (any, *problem) {
	return s.switchUser(c, func(state int) bool { return state == userInactive }, "COMMAND-6M0sf", userActive, userReactivated)
}

func (s *Server) lockUser(c *call) (any, *problem) {
	return s.switchUser(c, func(state int) bool { return state == userActive }, "COMMAND-3NN8v", userIsLocked, userLocked)
}

func (s *Server) unlockUser(c *call) (any, *problem) {
	return s.switchUser(c, func(state int) bool { return state == userIsLocked }, "COMMAND-4M0ds", userActive, userUnlocked)
}

// deleteUser frees the user name immediately. The keys and tokens are no longer accepted.
func (s *Server) deleteUser(c *call) (any, *problem) {
	u, p := s.userTarget(c)
	if p != nil {
		return nil, p
	}
	if p := refused(c); p != nil {
		return nil, p
	}
	s.removeUser(c.caller, u)
	u.undead = fault.Is(c.ctx, fault.LostDelete)
	return changed{u.changeDetails()}, nil
}
