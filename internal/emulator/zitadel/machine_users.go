package zitadel

import (
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

var userStates = []string{"USER_STATE_ACTIVE", "USER_STATE_INACTIVE", "USER_STATE_LOCKED"}

// machineTokenTypes have names of their own, and the numbers of oidcTokenTypes.
var machineTokenTypes = []string{"ACCESS_TOKEN_TYPE_BEARER", "ACCESS_TOKEN_TYPE_JWT"}

const (
	userActive   = 0
	userInactive = 1
	userIsLocked = 2
)

// user is a service account, which ZITADEL also calls a machine user.
type user struct {
	record
	id          string
	login       string // the user name, which is the client ID
	display     string // the name
	description string
	tokenType   int // of its access tokens, one of machineTokenTypes
	memberships []membership
	secret      *digest
	state       int
	ofInstance  bool // there from the start, and not for the control interface
	removed     bool // kept for its history
	lost        bool // the read side never learns of it
	undead      bool // the read side never learns of its removal
	events      []event
}

// readable tells whether the read side shows the user.
func (u *user) readable() bool { return !u.lost && (!u.removed || u.undead) }

// storeUser carries out a write: it changes the user and appends the events to the user's own stream.
func (s *Server) storeUser(editor, u *user, change func(), kinds ...eventKind) {
	change()
	u.changed = s.clock()
	for _, kind := range kinds {
		u.sequence++
		u.events = append(u.events, event{kind: kind, sequence: u.sequence, at: u.changed, editor: editor})
	}
}

// insertUser stores a new user under a free ID and name. The stream of a removed user goes on with the next one of its ID.
func (s *Server) insertUser(editor, u *user) {
	if before := s.state.usersByID[u.id]; before != nil {
		u.sequence, u.events = before.sequence, before.events
	}
	s.storeUser(editor, u, func() {
		u.created = s.clock()
		s.state.users = append(s.state.users, u)
		s.state.usersByID[u.id] = u
		s.state.logins[strings.ToLower(u.login)] = u
	}, machineAdded)
}

func (s *Server) renameUser(editor, u *user, login string) {
	s.storeUser(editor, u, func() {
		delete(s.state.logins, strings.ToLower(u.login))
		s.state.logins[strings.ToLower(login)] = u
		u.login = login
	}, usernameChanged)
}

func (s *Server) removeUser(editor, u *user) {
	s.storeUser(editor, u, func() {
		delete(s.state.logins, strings.ToLower(u.login))
		u.removed = true
	}, userRemoved)
}

// loginTaken tells whether another user has the name, in any case of letters. Names are unique in the whole instance.
func (s *Server) loginTaken(login string, by *user) bool {
	holder := s.state.logins[strings.ToLower(login)]
	return holder != nil && holder != by
}

// userTarget is the user that a command is for. Like target, it looks at the event store, inside the context organization.
func (s *Server) userTarget(c *call) (*user, *problem) {
	u := s.state.usersByID[c.user]
	if u == nil || u.removed || u.owner != c.organization || fault.Is(c.ctx, fault.NotFoundTimes) {
		return nil, failure(c.missing)
	}
	return u, nil
}
