package zitadel

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
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

type keyCreatedAnswer struct {
	ID      string  `json:"id,omitempty"`    // of an application's key
	KeyID   string  `json:"keyId,omitempty"` // of a user's
	Details details `json:"details"`
	File    []byte  `json:"keyDetails,omitempty"`
}

type keyAnswer struct {
	Key keyBody `json:"key"`
}

type keysAnswer struct {
	Details listDetails `json:"details"`
	Result  []keyBody   `json:"result,omitempty"`
}

type keyBody struct {
	ID      string  `json:"id"`
	Details details `json:"details"`
	Type    string  `json:"type"`
	Expires string  `json:"expirationDate"`
}

func (k key) show() keyBody {
	return keyBody{ID: k.id, Details: k.readDetails(), Type: "KEY_TYPE_JSON", Expires: timestamp(k.expires)}
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

// getKey reads its own writes.
func (s *Server) getKey(c *call) (any, *problem) {
	k := s.state.keysByID[c.key]
	if k == nil || !k.belongsTo(c) || !k.readable(k.app) || fault.Is(c.ctx, fault.NotFoundTimes) {
		return nil, failure(c.missing)
	}
	return keyAnswer{Key: k.show()}, nil
}

// listKeys lags behind the writes of keys and of the auth method.
func (s *Server) listKeys(c *call) (any, *problem) {
	page, err := readPage(c.body)
	if err != nil {
		return nil, malformed(err)
	}
	answer := keysAnswer{Details: listDetails{ViewTimestamp: timestamp(s.clock())}}
	for _, k := range s.state.keys {
		if !k.belongsTo(c) || fault.Is(c.ctx, fault.NotFoundTimes) {
			continue
		}
		seen, ok := s.keyAsSeen(k, fault.Is(c.ctx, fault.StaleList))
		if !ok {
			continue
		}
		answer.Details.Total++
		full := page.limit > 0 && uint64(len(answer.Result)) == page.limit
		if answer.Details.Total > page.offset && !full {
			answer.Result = append(answer.Result, seen.show())
		}
	}
	if answer.Result == nil {
		answer.Details.Total = 0
	}
	return answer, nil
}

// keyAsSeen is the key as a list shows it; a stale list does not know the latest write yet, of the key or of its application.
func (s *Server) keyAsSeen(k *key, stale bool) (key, bool) {
	latest := s.state.latestKey
	switch {
	case !stale:
		return *k, k.readable(k.app)
	case latest.id == k.id:
		return latest.before, latest.existed && latest.before.readable(k.app)
	case latest.id != "" || k.app == nil:
		return *k, k.readable(k.app)
	}
	app, _ := s.asSeen(k.app, true)
	return *k, k.readable(&app)
}

// deleteKey ends the key at once. A second one is an error.
func (s *Server) deleteKey(c *call) (any, *problem) {
	k := s.state.keysByID[c.key]
	if k == nil || !k.belongsTo(c) || !k.exists() || fault.Is(c.ctx, fault.NotFoundTimes) {
		p := failure(c.missing)
		if c.user != "" {
			p.text = "Machine key not found"
		}
		return nil, p
	}
	if p := refused(c); p != nil {
		return nil, p
	}
	s.removeKey(c.caller, k)
	k.undead = fault.Is(c.ctx, fault.LostDelete)
	return changed{k.changeDetails()}, nil
}

func privatePEM(key *rsa.PrivateKey) string {
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	return string(pem.EncodeToMemory(block))
}
