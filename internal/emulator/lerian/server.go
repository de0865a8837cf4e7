// Package lerian emulates Lerian's Access Manager as far as applications need it: the Auth plugin, which issues tokens, and
// the Identity plugin, which stores the applications.
package lerian

import (
	"net/http"
	"path"
	"sync"
	"time"
)

// Wrap wraps the handler of an operation, such as "lerian.create_application".
type Wrap func(operation string, next http.Handler) http.Handler

// Config selects the release and settings of the server. The zero value is release 3.11 without limits.
type Config struct {
	// SecretOnRead emulates release 3.9 or older: reads and lists show client secrets, a missing token and the login of a
	// deleted application get the older responses, and a description has at most 100 characters.
	SecretOnRead bool

	// TenantID makes the server one tenant of several: its tokens name the tenant.
	TenantID string

	Allowlist []string      // allowed application names; nil means DefaultAllowlist
	TokenTTL  time.Duration // lifetime of access tokens; 0 means one hour

	// EmptyListNotFound makes lists omit the built-in application, and return 404 if there is no other.
	EmptyListNotFound bool

	// CreateLock makes a create fail while another one is in progress, as since release 3.11. It is not known which creates
	// conflict there; here any two do.
	CreateLock bool

	RateLimit      int // requests per minute that Identity accepts; 0 means no limit
	LoginRateLimit int // logins per minute that Auth accepts; 0 means no limit

	Now  func() time.Time // the clock; nil means time.Now
	Seed int              // number of applications at the start
}

// DefaultAllowlist returns the product names that servers are known to accept.
func DefaultAllowlist() []string {
	return []string{
		"midaz", "plugin-fees", "plugin-crm", "reporter", "plugin-br-pix-direct-jd",
		"plugin-br-pix-indirect-btg", "plugin-br-bank-transfer", "plugin-smart-templates",
	}
}

// Server is one emulated Access Manager.
type Server struct {
	config      Config
	credentials Credentials
	auth        http.Handler
	identity    http.Handler
	creating    sync.Mutex // held by a create until it responds, with Config.CreateLock

	mu          sync.Mutex
	authURL     string
	identityURL string
	users       map[string]account  // by name
	tokens      map[string]session  // by the token's hash
	deleted     map[string]struct{} // client IDs of deleted applications
	builtIn     application         // never changes
	apps        []application       // in creation order; a write replaces the slice and never changes it
	before      []application       // apps before the latest write
}

// New returns a server with new credentials and config.Seed applications. A nil wrap leaves the handlers unchanged.
func New(config Config, wrap Wrap) *Server {
	if config.Allowlist == nil {
		config.Allowlist = DefaultAllowlist()
	}
	if config.TokenTTL == 0 {
		config.TokenTTL = time.Hour
	}
	if config.Now == nil {
		config.Now = time.Now
	}
	if wrap == nil {
		wrap = func(_ string, next http.Handler) http.Handler { return next }
	}
	s := &Server{config: config, tokens: map[string]session{}, deleted: map[string]struct{}{}}
	s.generateCredentials()
	s.seed()
	s.auth = s.authRoutes(wrap)
	s.identity = s.identityRoutes(wrap)
	return s
}

// counted returns the mux with its own responses (404, 405, redirects to cleaned paths) wrapped as an operation too.
func counted(mux *http.ServeMux, wrap Wrap) http.Handler {
	unknown := wrap("lerian.unknown", mux)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		clean := path.Clean(r.URL.Path)
		if _, pattern := mux.Handler(r); pattern == "" || r.URL.Path != clean && r.URL.Path != clean+"/" {
			unknown.ServeHTTP(w, r)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// Auth returns the handler of the Auth plugin.
func (s *Server) Auth() http.Handler { return s.auth }

// Identity returns the handler of the Identity plugin.
func (s *Server) Identity() http.Handler { return s.identity }

// SetURLs sets the base URLs of the two plugins.
func (s *Server) SetURLs(auth, identity string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.authURL, s.identityURL = auth, identity
}

// Environment returns the endpoints and an administrator's credentials as the provider's environment variables.
func (s *Server) Environment() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return map[string]string{
		"LERIAN_AUTH_ENDPOINT":     s.authURL,
		"LERIAN_IDENTITY_ENDPOINT": s.identityURL,
		"LERIAN_USERNAME":          s.credentials.Admin.Name,
		"LERIAN_PASSWORD":          s.credentials.Admin.Password,
	}
}
