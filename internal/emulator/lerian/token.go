package lerian

import (
	"encoding/base64"
	"encoding/json"
	"net/http"
	"strings"
	"time"
)

// session is what an access token stands for.
type session struct {
	admin   bool
	expires time.Time
}

// ExpireTokens makes all access tokens invalid, as if their time were over.
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

// AccessToken is a fresh token of the administrator.
func (s *Server) AccessToken() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.issue(s.credentials.Admin.Name, tokenOfUser, s.builtIn.clientID, true)
}

// issue makes an access token and remembers its hash. The caller holds the lock.
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

// jwt writes claims in the shape of a signed token. The signature is noise: whoever is interested asks the server, which
// knows its tokens by their hash.
func (s *Server) jwt(claims map[string]any) string {
	encode := base64.RawURLEncoding.EncodeToString
	payload, _ := json.Marshal(claims) // strings and numbers only
	header := `{"alg":"RS256","kid":"cert-built-in","typ":"JWT"}`
	return encode([]byte(header)) + "." + encode(payload) + "." + encode([]byte(randomHex(32)))
}

// session returns what the request's token stands for; ok is false where it is unknown or its time is over.
func (s *Server) session(token string) (found session, ok bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	found, ok = s.tokens[hash(token)]
	return found, ok && s.config.Now().Before(found.expires)
}

// bearer returns the request's token. The word Bearer in front of it is optional.
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
