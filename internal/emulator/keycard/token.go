package keycard

import (
	"crypto"
	"crypto/hmac"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"math/big"
	"sync"
)

// signingKey has the two keys that sign tokens: a zone's tokens can be verified by a resource, the organization's only by
// the service. The zones' key is generated on first use, because that is slow.
type signingKey struct {
	secret []byte
	zones  func() (*rsa.PrivateKey, error)
}

const zoneKeyID = "zone-key"

func newSigningKey() signingKey {
	return signingKey{
		secret: []byte(rand.Text()),
		zones:  sync.OnceValues(func() (*rsa.PrivateKey, error) { return rsa.GenerateKey(rand.Reader, 2048) }),
	}
}

func (k signingKey) management(claims map[string]any) (string, error) {
	return compact(map[string]any{"alg": "HS256", "typ": "JWT"}, claims, func(input []byte) ([]byte, error) {
		mac := hmac.New(sha256.New, k.secret)
		mac.Write(input)
		return mac.Sum(nil), nil
	})
}

func (k signingKey) zone(claims map[string]any) (string, error) {
	header := map[string]any{"alg": "RS256", "typ": "JWT", "kid": zoneKeyID}
	return compact(header, claims, func(input []byte) ([]byte, error) {
		key, err := k.zones()
		if err != nil {
			return nil, err
		}
		sum := sha256.Sum256(input)
		return rsa.SignPKCS1v15(nil, key, crypto.SHA256, sum[:])
	})
}

// zoneKeys returns the JSON Web Key Set that verifies a zone's tokens.
func (s *Server) zoneKeys(*call) (reply, error) {
	key, err := s.keys.zones()
	if err != nil {
		return reply{}, err
	}
	encode := base64.RawURLEncoding.EncodeToString
	return reply{body: map[string]any{"keys": []any{map[string]any{
		"kty": "RSA", "use": "sig", "alg": "RS256", "kid": zoneKeyID,
		"n": encode(key.N.Bytes()), "e": encode(big.NewInt(int64(key.E)).Bytes()),
	}}}}, nil
}

// compact returns a signed JSON Web Token in compact form.
func compact(header, claims map[string]any, sign func([]byte) ([]byte, error)) (string, error) {
	encode := base64.RawURLEncoding.EncodeToString
	first, err := json.Marshal(header)
	if err != nil {
		return "", err
	}
	second, err := json.Marshal(claims)
	if err != nil {
		return "", err
	}
	input := encode(first) + "." + encode(second)
	signature, err := sign([]byte(input))
	if err != nil {
		return "", err
	}
	return input + "." + encode(signature), nil
}
