package zitadel

import (
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

var userStates = []string{"USER_STATE_ACTIVE", "USER_STATE_INACTIVE", "USER_STATE_LOCKED"}

// machineTokenTypes have other names than oidcTokenTypes, but the same numbers.
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
	tokenType   int // index in machineTokenTypes
	memberships []membership
	secret      *digest
	state       int
	ofInstance  bool // exists from the start; hidden from the control interface
	removed     bool // kept for its history
	lost        bool // the read side never shows it
	undead      bool // the read side continues to show it after its removal
	events      []event
}

// readable reports whether the read side shows the user.
func (u *user) readable() bool { return !u.lost && (!u.removed || u.undead) }

// storeUser applies a write and appends its events to the user's own event stream.
func (s *Server) storeUser(editor, u *user, change func(), kinds ...eventKind) {
	change()
	u.changed = s.clock()
	for _, kind := range kinds {
		u.sequence++
		u.events = append(u.events, event{kind: kind, sequence: u.sequence, at: u.changed, editor: editor})
	}
}

// insertUser stores a new user with an unused ID and name. A new user with the ID of a removed one continues its event
// stream.
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

// loginTaken reports whether another user has the name, ignoring case. Names are unique in the instance.
func (s *Server) loginTaken(login string, by *user) bool {
	holder := s.state.logins[strings.ToLower(login)]
	return holder != nil && holder != by
}

// userTarget returns the user of a command. Like target, it looks in the event store, inside the context organization.
func (s *Server) userTarget(c *call) (*user, *problem) {
	u := s.state.usersByID[c.user]
	if u == nil || u.removed || u.owner != c.organization || fault.Is(c.ctx, fault.NotFoundTimes) {
		return nil, failure(c.missing)
	}
	return u, nil
}
