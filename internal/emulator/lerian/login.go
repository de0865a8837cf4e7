package lerian

import (
	"encoding/json"
	"mime"
	"net/http"
	"slices"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// login is the body of POST /v1/login/oauth/access_token: JSON in camelCase, unlike RFC 6749.
type login struct {
	GrantType    string `json:"grantType"`
	Username     string `json:"username"`
	Password     string `json:"password"`
	ClientID     string `json:"clientId"`
	ClientSecret string `json:"clientSecret"`
}

// grant is the response to a login. A user who needs a second factor gets only the MFA token.
type grant struct {
	AccessToken  string `json:"accessToken,omitempty"`
	IDToken      string `json:"idToken,omitempty"`
	RefreshToken string `json:"refreshToken,omitempty"`
	TokenType    string `json:"tokenType,omitempty"`
	ExpiresIn    int    `json:"expiresIn,omitempty"` // seconds
	Scope        string `json:"scope,omitempty"`
	MFAToken     string `json:"mfaToken,omitempty"`
}

func (s *Server) authRoutes(wrap Wrap) http.Handler {
	limit := &limiter{max: s.config.LoginRateLimit, now: s.config.Now}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", healthy)
	mux.Handle("POST /v1/login/oauth/access_token", wrap("lerian.login", limit.limit(http.HandlerFunc(s.login))))
	// Clients list applications here to find out whether the two addresses are swapped.
	mux.Handle("GET /v1/applications", wrap("lerian.list_applications_at_auth", http.NotFoundHandler()))
	return counted(mux, wrap)
}

func healthy(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	_, _ = w.Write([]byte("healthy"))
}

func (s *Server) login(w http.ResponseWriter, r *http.Request) {
	var l login
	if !isJSON(r) || json.NewDecoder(r.Body).Decode(&l) != nil {
		authBadRequest.write(w)
		return
	}
	g, refused := s.grant(l, fault.Is(r.Context(), fault.UnauthenticatedOnce))
	if refused != nil {
		refused.write(w)
		return
	}
	respond(w, http.StatusOK, g)
}

func isJSON(r *http.Request) bool {
	kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
	return err == nil && kind == "application/json"
}

// grant checks the login in the order of its fields: grant type, required fields, credentials.
func (s *Server) grant(l login, refuse bool) (grant, *failure) {
	switch l.GrantType {
	case "password":
		if l.Username == "" || l.Password == "" {
			return grant{}, &authGrantFields
		}
		return s.passwordGrant(l, refuse)
	case "client_credentials":
		if l.ClientID == "" || l.ClientSecret == "" {
			return grant{}, &authGrantFields
		}
		return s.clientGrant(l, refuse)
	case "authorization_code", "implicit", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code":
		return grant{}, &authUnsupported
	default:
		return grant{}, &authGrantType
	}
}

func (s *Server) passwordGrant(l login, refuse bool) (grant, *failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	// The client is optional. It must be the built-in one, because other applications may only log in as themselves.
	if l.ClientID != "" || l.ClientSecret != "" {
		if l.ClientID != s.builtIn.clientID || hash(l.ClientSecret) != s.builtIn.secretHash {
			return grant{}, &authInvalidClient
		}
	}
	user, ok := s.users[l.Username]
	if !ok || refuse || hash(l.Password) != user.passwordHash {
		return grant{}, &authInvalidUser
	}
	if user.mfa {
		return grant{MFAToken: randomHex(20)}, nil
	}
	g := s.granted(s.issue(l.Username, tokenOfUser, s.builtIn.clientID, user.admin))
	g.IDToken = s.jwt(map[string]any{"sub": "lerian/" + l.Username, "aud": s.builtIn.clientID})
	g.RefreshToken = randomHex(32)
	return g, nil
}

func (s *Server) clientGrant(l login, refuse bool) (grant, *failure) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, gone := s.deleted[l.ClientID]; gone {
		if s.config.SecretOnRead { // older servers fail because of the missing object
			return grant{}, &authInternal
		}
		return grant{}, &authApplicationGone
	}
	all := append([]application{s.builtIn}, s.apps...)
	i := slices.IndexFunc(all, func(a application) bool { return a.clientID == l.ClientID })
	if i < 0 || refuse || hash(l.ClientSecret) != all[i].secretHash {
		return grant{}, &authInvalidClient
	}
	return s.granted(s.issue(all[i].id, tokenOfApplication, l.ClientID, false)), nil
}

func (s *Server) granted(token string) grant {
	return grant{
		AccessToken: token,
		TokenType:   "Bearer",
		ExpiresIn:   int(s.config.TokenTTL.Seconds()),
		Scope:       "openid profile email",
	}
}
