package zitadel

import (
	"net/http"
	"slices"
)

// authorize starts a login: it checks client ID and redirect URI, without a secret.
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

type deviceAnswer struct {
	DeviceCode      string `json:"device_code"`
	UserCode        string `json:"user_code"`
	VerificationURI string `json:"verification_uri"`
	CompleteURI     string `json:"verification_uri_complete"`
	ExpiresIn       int    `json:"expires_in"`
	Interval        int    `json:"interval"`
}

// authorizeDevice starts a login on another device (RFC 8628), for applications with this grant.
func (s *Server) authorizeDevice(r *http.Request) (any, *oauthError) {
	if err := r.ParseForm(); err != nil {
		return nil, &oauthError{"invalid_request", "error parsing form"}
	}
	app, refusal := s.oidcClient(r)
	switch {
	case refusal != nil:
		return nil, refusal
	case !app.oidc.grants(grantDevice):
		return nil, &oauthError{"unauthorized_client", `grant_type "urn:ietf:params:oauth:grant-type:device_code" not allowed`}
	}
	code, page := randomText(8, "BCDFGHJKLMNPQRSTVWXZ"), s.issuer()+"/device"
	return deviceAnswer{
		DeviceCode: randomText(32, urlSafe), UserCode: code, VerificationURI: page, CompleteURI: page + "?user_code=" + code,
		ExpiresIn: 300, Interval: 5,
	}, nil
}
