package zitadel

import (
	"crypto/rsa"
	"time"
)

// key is the public half of a key pair, of an application or a service account. The private half is known to its owner alone.
type key struct {
	record
	id      string
	app     *application // nil for a key of a user
	user    *user
	public  func() *rsa.PublicKey
	expires time.Time
	removed bool
	lost    bool // the read side never learns of it
	undead  bool // the read side never learns of its removal
}

// exists is what commands go by: they find keys of an application whatever its auth method is.
func (k key) exists() bool {
	if k.removed {
		return false
	}
	if k.app != nil {
		return k.app.live()
	}
	return !k.user.removed
}

// readable tells whether the read side shows the key: not that of an application with another auth method. The application is
// given as the read side has it.
func (k key) readable(app *application) bool {
	if k.lost || k.removed && !k.undead {
		return false
	}
	if app != nil {
		return app.readable() && app.hasKeys()
	}
	return k.user.readable()
}

// subject is what an assertion that is signed with the key is about.
func (k key) subject() string {
	if k.app != nil {
		return k.app.clientID
	}
	return k.user.id
}

// belongsTo tells whether the key is one of the application or user that the call is about.
func (k key) belongsTo(c *call) bool {
	if k.owner != c.organization {
		return false
	}
	if k.app != nil {
		return k.app.id == c.app && k.app.project.id == c.project
	}
	return c.user != "" && k.user.id == c.user
}

// latestKeyWrite remembers a key as it was before the write that came last, for lists that lag behind. It is empty where an
// application was written since.
type latestKeyWrite struct {
	id      string
	before  key
	existed bool
}

// storeKey carries out a write. Keys of an application are part of the project's stream, but not of its own history.
func (s *Server) storeKey(editor *user, k *key, change func(), kind eventKind) {
	_, existed := s.state.keysByID[k.id]
	before := *k
	change()
	s.state.latestKey = latestKeyWrite{id: k.id, before: before, existed: existed}
	if k.app != nil {
		k.changed = s.clock()
		k.app.project.sequence++
		k.sequence = k.app.project.sequence
		return
	}
	s.storeUser(editor, k.user, func() {}, kind)
	k.changed, k.sequence = k.user.changed, k.user.sequence
}

func (s *Server) insertKey(editor *user, k *key) {
	s.storeKey(editor, k, func() {
		k.created = s.clock()
		if k.app != nil {
			k.owner = k.app.owner
		} else {
			k.owner = k.user.owner
		}
		s.state.keys = append(s.state.keys, k)
		s.state.keysByID[k.id] = k
	}, machineKeyAdded)
}

func (s *Server) removeKey(editor *user, k *key) {
	s.storeKey(editor, k, func() { k.removed = true }, machineKeyRemoved)
}
