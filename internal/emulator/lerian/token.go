package lerian

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// session is what the server knows about an access token.
type session struct {
	admin   bool
	expires time.Time
}

// ExpireTokens invalidates all access tokens, as if they had expired.
func (s *Server) ExpireTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	clear(s.tokens)
}

// The kinds of token, by who logged in.
const (
	tokenOfUser        = "normal-user"
	tokenOfApplication = "application"
)

// AccessToken returns a new token of the administrator.
func (s *Server) AccessToken() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.issue(s.credentials.Admin.Name, tokenOfUser, s.builtIn.clientID, true)
}

// issue returns a new access token and stores its hash. The caller holds the lock.
func (s *Server) issue(subject, kind, clientID string, admin bool) string {
	now := s.config.Now()
	expires := now.Add(s.config.TokenTTL)
	claims := map[string]any{
		"iss": s.authURL, "sub": "admin/" + subject, "name": subject, "displayName": subject,
		"type": kind, "aud": []string{clientID}, "azp": clientID,
		"iat": now.Unix(), "nbf": now.Unix(), "exp": expires.Unix(), "jti": newID(now),
	}
	if kind == tokenOfUser { // applications have no organization
		claims["sub"], claims["owner"] = "lerian/"+subject, "lerian"
	}
	if s.config.TenantID != "" {
		claims["tenantId"] = s.config.TenantID
	}
	token := s.jwt(claims)
	s.tokens[hash(token)] = session{admin: admin, expires: expires}
	return token
}

// jwt returns the claims in the form of a signed token. The signature is random: verifiers ask the server, which looks
// tokens up by their hash.
func (s *Server) jwt(claims map[string]any) string {
	encode := base64.RawURLEncoding.EncodeToString
	payload, _ := json.Marshal(claims) // strings and numbers only
	header := `{"alg":"RS256","kid":"cert-built-in","typ":"JWT"}`
	return encode([]byte(header)) + "." + encode(payload) + "." + encode([]byte(randomHex(32)))
}

// session returns the session of the token; ok is false if the token is unknown or has expired.
func (s *Server) session(token string) (found session, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok = s.tokens[hash(token)]
	return found, ok && s.config.Now().Before(found.expires)
}

// bearer returns the request's token. The prefix "Bearer" is optional.
func bearer(r *http.Request) string {
	value := strings.TrimSpace(r.Header.Get("Authorization"))
	if scheme, token, ok := strings.Cut(value, " "); ok && strings.EqualFold(scheme, "Bearer") {
		return strings.TrimSpace(token)
	}
	if strings.EqualFold(value, "Bearer") {
		return ""
	}
	return value
}
