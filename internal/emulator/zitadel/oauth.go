package zitadel

import (
	"net/http"
	"net/url"
)

// oauthError is an error of the token and introspection endpoints. Its status is always 400, even for wrong credentials.
type oauthError struct {
	Code        string `json:"error"`
	Description string `json:"error_description,omitempty"`
}

// oauth serves an OAuth endpoint under one or more patterns. These endpoints write compact JSON, and plain text for an
// unknown host.
func (s *Server) oauth(operation string, handle func(*http.Request) (any, *oauthError), patterns ...string) {
	handler := s.wrap(operation, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		known, text := s.knowsHost(r), s.unknownHost(r)
		s.mu.Unlock()
		if !known {
			http.Error(w, text, http.StatusNotFound)
			return
		}
		answer, refusal := handle(r)
		switch {
		case refusal != nil:
			writeOAuth(w, http.StatusBadRequest, refusal)
		case answer == nil:
			w.WriteHeader(http.StatusOK)
		default:
			writeOAuth(w, http.StatusOK, answer)
		}
	}))
	for _, pattern := range patterns {
		s.mux.Handle(pattern, handler)
	}
}

func writeOAuth(w http.ResponseWriter, status int, answer any) {
	w.Header().Set("Content-Type", "application/json")
	noCache(w)
	w.WriteHeader(status)
	_, _ = w.Write(append(encode(answer), '\n'))
}

// clientCredentials are a client's credentials from HTTP Basic, which takes precedence, or from the form.
type clientCredentials struct {
	id, secret, assertion string
}

func (c clientCredentials) complete() *oauthError {
	if c.secret == "" && c.assertion == "" {
		return &oauthError{"invalid_client", "client must be authenticated"}
	}
	return nil
}

// readClient returns the client's credentials. Both parts of Basic credentials are form-encoded (RFC 6749, section 2.3.1).
func readClient(r *http.Request) (clientCredentials, *oauthError) {
	c := clientCredentials{
		id:        r.Form.Get("client_id"),
		secret:    r.Form.Get("client_secret"),
		assertion: r.Form.Get("client_assertion"),
	}
	if id, secret, ok := r.BasicAuth(); ok {
		var idErr, secretErr error
		c.id, idErr = url.QueryUnescape(id)
		c.secret, secretErr = url.QueryUnescape(secret)
		if idErr != nil || secretErr != nil {
			return c, &oauthError{"invalid_client", "invalid basic auth header"}
		}
	}
	if c.id == "" && c.assertion == "" {
		return c, &oauthError{"invalid_request", "client_id or client_assertion must be provided"}
	}
	return c, nil
}

// discover returns the discovery document (RFC 8414).
func (s *Server) discover(*http.Request) (any, *oauthError) {
	issuer := s.issuer()
	return map[string]any{
		"issuer":                        issuer,
		"authorization_endpoint":        issuer + "/oauth/v2/authorize",
		"token_endpoint":                issuer + "/oauth/v2/token",
		"introspection_endpoint":        issuer + "/oauth/v2/introspect",
		"userinfo_endpoint":             issuer + "/oidc/v1/userinfo",
		"revocation_endpoint":           issuer + "/oauth/v2/revoke",
		"device_authorization_endpoint": issuer + "/oauth/v2/device_authorization",
		"end_session_endpoint":          issuer + "/oidc/v1/end_session",
		"jwks_uri":                      issuer + "/oauth/v2/keys",
		"scopes_supported":              []string{"openid", "profile", "email", "phone", "address", "offline_access"},
		"grant_types_supported": []string{
			"authorization_code", "implicit", "refresh_token", "client_credentials",
			grantJWTBearer,
		},
		"response_types_supported":                         []string{"code", "id_token", "id_token token"},
		"subject_types_supported":                          []string{"public"},
		"id_token_signing_alg_values_supported":            []string{"RS256"},
		"token_endpoint_auth_methods_supported":            []string{"none", "client_secret_basic", "client_secret_post", "private_key_jwt"},
		"token_endpoint_auth_signing_alg_values_supported": []string{"RS256"},
		"introspection_endpoint_auth_methods_supported":    []string{"client_secret_basic", "private_key_jwt"},
	}, nil
}
