package zitadel

import (
	"net/http"
	"slices"
)

const (
	grantAuthorizationCode = "authorization_code"
	grantRefreshToken      = "refresh_token"
)

// refuseCode answers the grants of OIDC applications. Nobody logs in here, so there are no codes and no refresh tokens, but the
// client is checked first, as by the real server.
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

// revoke knows no token that was issued to an application, since nobody logs in here.
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

// oidcClient finds the OIDC application that asks, and authenticates it by the method that it has at this time. Introspection
// does not ask for the method.
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

// refuses says what is wrong with the credentials for the application's auth method.
func (a application) refuses(c clientCredentials, signer *key) string {
	switch {
	case a.oidc.method == oidcNone:
	case a.oidc.method == oidcPrivateKeyJWT && c.assertion == "":
		return "empty client assertion"
	case a.oidc.method == oidcPrivateKeyJWT && signer == nil:
		return "invalid assertion"
	case a.oidc.method == oidcPrivateKeyJWT:
	case c.secret == "":
		return "empty client secret"
	case a.secret == nil || *a.secret != digestOf(c.secret):
		return "invalid secret"
	}
	return ""
}

// authorize is the beginning of a login: a check of client ID and redirect URI without any secret.
func (s *Server) authorize(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	defer s.mu.Unlock()
	app := s.state.byClient[r.FormValue("client_id")]
	switch {
	case !s.knowsHost(r):
		http.Error(w, s.unknownHost(r), http.StatusNotFound)
	case app == nil || app.oidc == nil || !s.authenticates(app):
		s.refuseLogin(w, "Errors.App.NotFound")
	case !slices.Contains(app.oidc.redirects, r.FormValue("redirect_uri")):
		s.refuseLogin(w, "The requested redirect_uri is missing in the client configuration. "+
			"If you have any questions, you may contact the administrator of the application.")
	default:
		http.Redirect(w, r, "/ui/v2/login/login?authRequest=V2_"+s.ids.next(), http.StatusFound)
	}
}

func (s *Server) refuseLogin(w http.ResponseWriter, text string) {
	writeOAuth(w, http.StatusBadRequest, &oauthError{"invalid_request", text})
}
