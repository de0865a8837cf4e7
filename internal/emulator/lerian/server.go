// Package lerian emulates Lerian's Access Manager as far as applications need it: the Auth plugin, where one logs in, and
// the Identity plugin, which keeps the applications.
package lerian

import (
	"net/http"
	"path"
	"sync"
	"time"
)

// Wrap is put around the handler of each operation; an operation's name is such as "lerian.create_application".
type Wrap func(operation string, next http.Handler) http.Handler

// Config chooses among the servers that exist. The zero value is a server of release 3.11 without limits.
type Config struct {
	// SecretOnRead makes it a server of release 3.9 or older: reads and lists show client secrets, a missing token and
	// the login of a deleted application are answered in the older way, and a description has at most 100 characters.
	SecretOnRead bool

	// TenantID makes it one tenant of a server that has several: its tokens name the tenant.
	TenantID string

	Allowlist []string      // names that an application may have; nil is DefaultAllowlist
	TokenTTL  time.Duration // lifetime of access tokens; 0 is an hour

	// EmptyListNotFound makes lists leave the built-in application out, and answer 404 when nothing else is there.
	EmptyListNotFound bool

	// CreateLock makes a create fail that comes while another one is under way, as from release 3.11. Which creates get into
	// each other's way there is not known; here it is any two.
	CreateLock bool

	RateLimit      int // requests that Identity takes in a minute; 0 is any number
	LoginRateLimit int // logins that Auth takes in a minute; 0 is any number

	Now  func() time.Time // the clock; nil is time.Now
	Seed int              // how many applications there are from the start
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
	creating    sync.Mutex // held by a create until it is answered, with Config.CreateLock

	mu          sync.Mutex
	authURL     string
	identityURL string
	users       map[string]account  // by name
	tokens      map[string]session  // by the token's hash
	deleted     map[string]struct{} // client IDs that were in use once
	builtIn     application         // never changes
	apps        []application       // in creation order; replaced by each write, never written to
	before      []application       // apps as it was before the latest write
}

// New makes a server with fresh credentials and config.Seed applications. A nil wrap leaves the handlers alone.
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

// counted has the mux answer what no operation takes (404, 405, redirects to cleaner paths) under an operation's name, too.
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

// Auth serves the Auth plugin.
func (s *Server) Auth() http.Handler { return s.auth }

// Identity serves the Identity plugin.
func (s *Server) Identity() http.Handler { return s.identity }

// SetURLs tells the server under which base URLs its two halves are reached.
func (s *Server) SetURLs(auth, identity string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.authURL, s.identityURL = auth, identity
}

// Environment returns the endpoints and an administrator's credentials under the names that the provider reads.
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
