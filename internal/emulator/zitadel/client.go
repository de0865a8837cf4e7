package zitadel

import "net/http"

const (
	grantAuthorizationCode = "authorization_code"
	grantRefreshToken      = "refresh_token"
)

// refuseCode rejects the grants of OIDC applications. Nobody logs in here, so there are no codes and no refresh tokens, but
// it authenticates the client first, as the real server does.
func (s *Server) refuseCode(r *http.Request) *oauthError {
	app, refusal := s.oidcClient(r)
	if refusal != nil {
		return refusal
	}
	if grant := r.Form.Get("grant_type"); grant == grantRefreshToken {
		if !app.oidc.grants(grantRefresh) {
			return &oauthError{"unauthorized_client", `grant_type "refresh_token" not allowed`}
		}
		return &oauthError{"invalid_grant", "invalid refresh token"}
	}
	return &oauthError{"invalid_request", "Errors.User.Code.Invalid"}
}

// revoke finds no token that was issued to an application, because nobody logs in here.
func (s *Server) revoke(r *http.Request) (any, *oauthError) {
	if err := r.ParseForm(); err != nil {
		return nil, &oauthError{"invalid_request", "error parsing form"}
	}
	if _, refusal := s.oidcClient(r); refusal != nil {
		return nil, refusal
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.liveToken(r.Form.Get("token")) != nil {
		return nil, &oauthError{"invalid_client", "token was not issued for this client"}
	}
	return nil, nil
}

// oidcClient authenticates the OIDC application of the request by its current auth method. Introspection ignores the method.
func (s *Server) oidcClient(r *http.Request) (*application, *oauthError) {
	c, refusal := readClient(r)
	if refusal != nil {
		return nil, refusal
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	signer := s.signer(c.assertion)
	app := s.state.byClient[c.id]
	if signer != nil {
		app = signer.app
	}
	switch {
	case app == nil && c.assertion != "":
		return nil, &oauthError{"invalid_client", "invalid assertion"}
	case app == nil || app.oidc == nil || !s.authenticates(app):
		return nil, &oauthError{"invalid_client", "client not found"}
	}
	if text := app.refuses(c, signer); text != "" {
		return nil, &oauthError{"invalid_client", text}
	}
	return app, nil
}

// refuses returns the error text if the credentials are wrong for the application's auth method, else "".
func (a application) refuses(c clientCredentials, signer *key) string {
	switch a.oidc.method {
	case oidcNone:
		return ""
	case oidcPrivateKeyJWT:
		if c.assertion == "" {
			return "empty client assertion"
		}
		if signer == nil {
			return "invalid assertion"
		}
		return ""
	}
	if c.secret == "" {
		return "empty client secret"
	}
	if a.secret == nil || *a.secret != digestOf(c.secret) {
		return "invalid secret"
	}
	return ""
}
