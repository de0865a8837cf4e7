package zitadel

import (
	"crypto/rsa"
	"crypto/x509"
	"encoding/json"
	"encoding/pem"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Key is the key of a service account. It never prints its content.
type Key struct {
	id      string
	userID  string
	private *rsa.PrivateKey
}

// String implements fmt.Stringer and returns a placeholder.
func (Key) String() string { return "(redacted)" }

// GoString implements fmt.GoStringer.
func (Key) GoString() string { return "(redacted)" }

// ParseKey parses the key file of a service account from ZITADEL's console: type "serviceaccount", keyId, key (an RSA
// private key in PEM, PKCS #1 or #8) and userId. Its errors are ErrInvalid and do not quote the text.
func ParseKey(text idp.Secret) (*Key, error) {
	var file struct {
		Type   string `json:"type"`
		KeyID  string `json:"keyId"`
		Key    string `json:"key"`
		UserID string `json:"userId"`
	}
	if err := json.Unmarshal([]byte(text.Reveal()), &file); err != nil {
		return nil, badKey("it is not a JSON object")
	}
	switch {
	case file.Type == "application":
		return nil, badKey("it is the key of an application")
	case file.Type != "serviceaccount":
		return nil, badKey(`its type is not "serviceaccount"`)
	case file.KeyID == "" || file.Key == "" || file.UserID == "":
		return nil, badKey("it lacks keyId, key or userId")
	}
	private := parseRSA(file.Key)
	if private == nil {
		return nil, badKey("it contains no RSA private key in PEM")
	}
	return &Key{id: file.KeyID, userID: file.UserID, private: private}, nil
}

func parseRSA(text string) *rsa.PrivateKey {
	block, _ := pem.Decode([]byte(text))
	if block == nil {
		return nil
	}
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	if err != nil {
		return nil
	}
	private, _ := key.(*rsa.PrivateKey)
	return private
}

func badKey(message string) *idp.Error {
	return misconfigured(message, "Create a key of type JSON for the service account in ZITADEL's console, and set its file, "+
		"unchanged, with "+settingKey+".")
}
