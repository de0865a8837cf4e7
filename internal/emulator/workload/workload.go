// Package workload emulates a workload: a program that authenticates with its own key, or with tokens that its runtime
// issues.
package workload

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/jwt"
)

// keyID is the kid of every key, so that after Rotate only the JWKS identifies the key.
const keyID = "workload-key"

// Workload is a program on loopback that publishes its keys.
type Workload struct {
	t   testing.TB
	now func() time.Time
	url string

	mu        sync.Mutex
	key       *ecdsa.PrivateKey
	documents map[string]any // by path
}

// New starts a workload that serves until the test ends. It issues tokens at the time that now returns.
func New(t testing.TB, now func() time.Time) *Workload {
	t.Helper()
	w := &Workload{t: t, now: now}
	server := httptest.NewServer(w)
	t.Cleanup(server.Close)
	w.url = server.URL
	w.documents = map[string]any{
		"/client":                           map[string]any{"client_id": w.ClientMetadata(), "jwks_uri": w.JWKSURI()},
		"/.well-known/openid-configuration": map[string]any{"issuer": w.Issuer(), "jwks_uri": w.JWKSURI()},
	}
	w.Rotate()
	return w
}

// JWKSURI returns the URL of the workload's public keys.
func (w *Workload) JWKSURI() string { return w.url + "/jwks" }

// ClientMetadata returns the URL of the workload's client ID metadata document.
func (w *Workload) ClientMetadata() string { return w.url + "/client" }

// Issuer returns the issuer of the workload's tokens, which serves an OpenID configuration.
func (w *Workload) Issuer() string { return w.url }

// Rotate replaces the key. Only the new key is published.
func (w *Workload) Rotate() {
	w.t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		w.t.Fatal(err)
	}
	w.mu.Lock()
	w.key = key
	w.mu.Unlock()
	w.Publish("/jwks", w.JWKS())
}

// JWKS returns the set with the current public key.
func (w *Workload) JWKS() jose.JSONWebKeySet {
	w.mu.Lock()
	defer w.mu.Unlock()
	public := jose.JSONWebKey{Key: w.key.Public(), KeyID: keyID, Algorithm: string(jose.ES256), Use: "sig"}
	return jose.JSONWebKeySet{Keys: []jose.JSONWebKey{public}}
}

// Publish serves the document as JSON at the path and returns its URL.
func (w *Workload) Publish(path string, document any) string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.documents[path] = document
	return w.url + path
}

// Assertion returns a client assertion (RFC 7523) for a token endpoint.
func (w *Workload) Assertion(clientID, tokenEndpoint string) string {
	w.t.Helper()
	return w.Sign(w.claims(clientID, clientID, tokenEndpoint))
}

// Token returns a token of the Issuer, as the workload's runtime issues it.
func (w *Workload) Token(subject, audience string) string {
	w.t.Helper()
	return w.Sign(w.claims(w.Issuer(), subject, audience))
}

func (w *Workload) claims(issuer, subject, audience string) map[string]any {
	now := w.now()
	return map[string]any{
		"iss": issuer, "sub": subject, "aud": audience, "jti": rand.Text(),
		"iat": now.Unix(), "exp": now.Add(5 * time.Minute).Unix(),
	}
}

// Sign returns a JSON Web Token with the claims.
func (w *Workload) Sign(claims map[string]any) string {
	w.t.Helper()
	w.mu.Lock()
	defer w.mu.Unlock()
	key := jose.JSONWebKey{Key: w.key, KeyID: keyID}
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.ES256, Key: key}, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	token, err := jwt.Signed(signer).Claims(claims).Serialize()
	if err != nil {
		w.t.Fatal(err)
	}
	return token
}

func (w *Workload) ServeHTTP(rw http.ResponseWriter, r *http.Request) {
	w.mu.Lock()
	defer w.mu.Unlock()
	document, ok := w.documents[r.URL.Path]
	if !ok {
		http.NotFound(rw, r)
		return
	}
	rw.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(rw).Encode(document) // fails only if the client has disconnected
}
