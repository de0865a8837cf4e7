package zitadel

import (
	"net/http"
	"slices"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// introspection is the response about a token (RFC 7662).
type introspection struct {
	Active    bool     `json:"active"`
	Scope     string   `json:"scope,omitempty"`
	ClientID  string   `json:"client_id,omitempty"`
	TokenType string   `json:"token_type,omitempty"`
	Expires   int64    `json:"exp,omitempty"`
	IssuedAt  int64    `json:"iat,omitempty"`
	AuthTime  int64    `json:"auth_time,omitempty"`
	NotBefore int64    `json:"nbf,omitempty"`
	Subject   string   `json:"sub,omitempty"`
	Audience  []string `json:"aud,omitempty"`
	Issuer    string   `json:"iss,omitempty"`
	ID        string   `json:"jti,omitempty"`
}

// introspect accepts secrets and assertions of applications. Wrong ones get a 400, like all other errors; tokens that are
// not for this application are reported as inactive.
func (s *Server) introspect(r *http.Request) (any, *oauthError) {
	if err := r.ParseForm(); err != nil {
		return nil, &oauthError{"invalid_request", "error parsing form"}
	}
	c, refusal := readClient(r)
	if refusal != nil {
		return nil, refusal
	}
	if refusal := c.complete(); refusal != nil {
		return nil, refusal
	}
	if r.Form.Get("token") == "" {
		return nil, &oauthError{"invalid_request", "token missing"}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	app := s.asking(c)
	if app == nil || fault.Is(r.Context(), fault.UnauthenticatedOnce) {
		return nil, &oauthError{Code: "unauthorized_client"}
	}
	return s.describe(s.liveToken(r.Form.Get("token")), app), nil
}

// asking returns the authenticated application that sent the request, or nil.
func (s *Server) asking(c clientCredentials) *application {
	if c.assertion == "" {
		return s.client(c.id, c.secret)
	}
	if k := s.signer(c.assertion); k != nil && k.app != nil && s.authenticates(k.app) {
		return k.app
	}
	return nil
}

// client returns the application with this secret, or nil. It ignores the auth method.
func (s *Server) client(id, secret string) *application {
	app := s.state.byClient[id]
	if app == nil || app.secret == nil || *app.secret != digestOf(secret) || !s.authenticates(app) {
		return nil
	}
	return app
}

// authenticates reports whether the application may authenticate: it, its project and its organization must be active. It
// looks at the read side, so an application that is lost there is rejected.
func (s *Server) authenticates(app *application) bool {
	return app.readable() && !app.inactive && !app.project.inactive && !s.state.organizations[app.project.organization].inactive
}

// endOfTime is the expiration of personal access tokens and keys for which none was requested.
var endOfTime = time.Date(9999, 12, 31, 23, 59, 59, 0, time.UTC)

func (s *Server) describe(t *token, app *application) introspection {
	if t == nil {
		return introspection{}
	}
	answer := introspection{
		Active: true, TokenType: "Bearer", Subject: t.user.id, Issuer: s.url, ID: t.id,
		IssuedAt: t.issued.Unix(), AuthTime: t.issued.Unix(), NotBefore: t.issued.Unix(),
		Audience: t.audience,
	}
	if t.personal { // it expires far in the future, and nobody logged in for it
		answer.AuthTime, answer.Expires = 0, endOfTime.Unix()
		answer.Audience = append(slices.Clone(t.audience), app.project.id)
		return answer
	}
	if !slices.Contains(t.audience, app.project.id) && !slices.Contains(t.audience, app.clientID) {
		return introspection{}
	}
	answer.Scope, answer.ClientID, answer.Expires = t.scope, t.user.login, t.expires.Unix()
	return answer
}
