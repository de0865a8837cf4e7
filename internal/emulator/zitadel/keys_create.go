package zitadel

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/pem"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

var keyTypes = []string{"KEY_TYPE_UNSPECIFIED", "KEY_TYPE_JSON"}

type keyCreatedAnswer struct {
	ID      string  `json:"id,omitempty"`    // of an application's key
	KeyID   string  `json:"keyId,omitempty"` // of a user's
	Details details `json:"details"`
	File    []byte  `json:"keyDetails,omitempty"`
}

// keyFile is the file with the private key, which the owner gets once.
type keyFile struct {
	Type     string     `json:"type"`
	KeyID    string     `json:"keyId"`
	Key      string     `json:"key"`
	Expires  *time.Time `json:"expirationDate,omitempty"` // of a user's key, like UserID
	AppID    string     `json:"appId,omitempty"`
	ClientID string     `json:"clientId,omitempty"`
	UserID   string     `json:"userId,omitempty"`
}

func (k key) file(private *rsa.PrivateKey) []byte {
	file := keyFile{Type: "serviceaccount", KeyID: k.id, Key: privatePEM(private)}
	if k.app != nil {
		file.Type, file.AppID, file.ClientID = "application", k.app.id, k.app.clientID
	} else {
		file.UserID, file.Expires = k.user.id, &k.expires
	}
	return encode(file)
}

// createAppKey fails for applications that do not authenticate with keys. It ignores a public key in the request.
func (s *Server) createAppKey(c *call) (any, *problem) {
	expires, p := c.newKeyExpiry()
	if p != nil {
		return nil, p
	}
	app, p := s.target(c)
	switch {
	case p != nil:
		return nil, p
	case !app.hasKeys():
		return nil, failure("COMMAND-Dff54")
	}
	if expires, p = s.end(expires); p != nil {
		return nil, p
	}
	if p := refused(c); p != nil {
		return nil, p
	}
	k := &key{id: s.ids.next(), app: app, expires: expires, lost: fault.Is(c.ctx, fault.LostRead)}
	file := s.makePair(c.caller, k)
	return keyCreatedAnswer{ID: k.id, Details: k.creationDetails(), File: file}, nil
}

// createMachineKey accepts a public key, and then returns no private key. It validates the request before it looks for the
// user.
func (s *Server) createMachineKey(c *call) (any, *problem) {
	expires, p := c.newKeyExpiry()
	if p != nil {
		return nil, p
	}
	r := readerOf(c.body)
	text := r.bytes("publicKey")
	if p := r.problem(); p != nil {
		return nil, p
	}
	public := readPublicKey(text)
	if len(text) > 0 && public == nil {
		return nil, failure("COMMAND-5F3h1")
	}
	if expires, p = s.end(expires); p != nil {
		return nil, p
	}
	owner, p := s.userTarget(c)
	if p != nil {
		return nil, p
	}
	if p := refused(c); p != nil {
		return nil, p
	}
	k := &key{id: s.ids.next(), user: owner, expires: expires, lost: fault.Is(c.ctx, fault.LostRead)}
	var file []byte
	if public != nil {
		k.public = func() *rsa.PublicKey { return public }
		s.insertKey(c.caller, k)
	} else {
		file = s.makePair(c.caller, k)
	}
	return keyCreatedAnswer{KeyID: k.id, Details: k.creationDetails(), File: file}, nil
}

// makePair stores the key with a new key pair, and returns the key file.
func (s *Server) makePair(editor *user, k *key) []byte {
	private := newKey()
	k.public = func() *rsa.PublicKey { return &private.PublicKey }
	s.insertKey(editor, k)
	return k.file(private)
}

// newKeyExpiry validates the request and returns the requested expiration.
func (c *call) newKeyExpiry() (time.Time, *problem) {
	r := readerOf(c.body)
	kind, expires := r.enum("type", keyTypes), r.instant("expirationDate")
	switch p := r.problem(); {
	case p != nil:
		return expires, p
	case kind == 0:
		return expires, c.invalid("Type", "value must not be in list [KEY_TYPE_UNSPECIFIED]")
	case kind < 0 || kind >= len(keyTypes):
		return expires, c.invalid("Type", "value must be one of the defined enum values")
	}
	return expires, nil
}

// end returns the expiration of a key: the requested one, which must be in the future, or endOfTime.
func (s *Server) end(asked time.Time) (time.Time, *problem) {
	switch {
	case asked.IsZero():
		return endOfTime, nil
	case asked.Before(s.now()):
		return asked, failure("DOMAIN-dv3t5")
	}
	return asked.UTC(), nil
}

// readPublicKey returns the RSA key of a PEM block in PKIX form, nil for anything else.
func readPublicKey(text []byte) *rsa.PublicKey {
	block, _ := pem.Decode(text)
	if block == nil {
		return nil
	}
	parsed, err := x509.ParsePKIXPublicKey(block.Bytes)
	if err != nil {
		return nil
	}
	public, _ := parsed.(*rsa.PublicKey)
	return public
}

func privatePEM(key *rsa.PrivateKey) string {
	block := &pem.Block{Type: "RSA PRIVATE KEY", Bytes: x509.MarshalPKCS1PrivateKey(key)}
	return string(pem.EncodeToMemory(block))
}
