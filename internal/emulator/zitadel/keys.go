package zitadel

import (
	"crypto/rsa"
	"time"
)

// key is the public key of a key pair of an application or a service account. Only the owner has the private key.
type key struct {
	record
	id      string
	app     *application // nil for a key of a user
	user    *user
	public  func() *rsa.PublicKey
	expires time.Time
	removed bool
	lost    bool // the read side never shows it
	undead  bool // the read side continues to show it after its removal
}

// exists reports whether commands find the key. They find an application's key whatever its auth method is.
func (k key) exists() bool {
	if k.removed {
		return false
	}
	if k.app != nil {
		return k.app.live()
	}
	return !k.user.removed
}

// readable reports whether the read side shows the key. It hides the keys of an application with another auth method. The
// application is passed as the read side has it.
func (k key) readable(app *application) bool {
	if k.lost || k.removed && !k.undead {
		return false
	}
	if app != nil {
		return app.readable() && app.hasKeys()
	}
	return k.user.readable()
}

// subject returns the subject of assertions that are signed with the key.
func (k key) subject() string {
	if k.app != nil {
		return k.app.clientID
	}
	return k.user.id
}

// belongsTo reports whether the key belongs to the application or user of the call.
func (k key) belongsTo(c *call) bool {
	if k.owner != c.organization {
		return false
	}
	if k.app != nil {
		return k.app.id == c.app && k.app.project.id == c.project
	}
	return c.user != "" && k.user.id == c.user
}

// latestKeyWrite has the key before its latest write, for stale lists. It is empty if an application was written later.
type latestKeyWrite struct {
	id      string
	before  key
	existed bool
}

// storeKey applies a write. Keys of an application are in the project's event stream, but not in the application's history.
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
