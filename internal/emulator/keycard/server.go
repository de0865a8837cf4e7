// Package keycard emulates Keycard's management API and its zones' token endpoints on loopback: the same routes, statuses,
// bodies and rules, with all data in memory.
//
// It checks a request in the service's order: authentication, zone, permission, object, form and validity of the body,
// uniqueness. Client secrets are stored as hashes only.
package keycard

import (
	"net/http"
	"sync"
	"time"
)

// Wrap wraps the handler of each operation, such as "keycard.create_application".
type Wrap func(operation string, next http.Handler) http.Handler

// Config configures the service.
type Config struct {
	Seed         int              // number of applications in the default zone at the start, each with one password credential
	Now          func() time.Time // the clock, safe for concurrent use; nil means time.Now
	TokenTTL     time.Duration    // lifetime of management tokens; 0 means one hour
	NullsMissing bool             // responses omit unset optional fields instead of showing null
	Revocation   bool             // zones have a revocation endpoint, and name it in their metadata
	NoCascade    bool             // the credentials of a deleted application remain
}

// Server is one organization at Keycard, with two zones from the start. Use New to create one.
type Server struct {
	config  Config
	handler http.Handler
	keys    signingKey
	fetcher *http.Client // of clients' and issuers' keys

	mu            sync.Mutex // guards everything below
	base          string
	organization  string    // its ID
	home, other   string    // IDs of the initial zones; home is the default
	orders        *resource // the default zone's resource, as created
	admin         *account
	reader        *account
	stranger      *account // of another organization
	sessions      map[digest]session
	revoked       map[digest]bool // tokens of zones
	organizations table[*organization]
	zones         table[*zone]
	applications  table[*application]
	credentials   table[*credential]
	dependencies  table[*dependency]
	resources     table[*resource]
	providers     table[*provider]
	sequence      int
}

// New returns a service with new IDs and credentials. A nil wrap leaves the handlers unchanged.
func New(config Config, wrap Wrap) *Server {
	if config.Now == nil {
		config.Now = time.Now
	}
	if config.TokenTTL <= 0 {
		config.TokenTTL = time.Hour
	}
	if wrap == nil {
		wrap = func(_ string, next http.Handler) http.Handler { return next }
	}
	s := &Server{config: config, organization: newID(), sessions: map[digest]session{}, revoked: map[digest]bool{}}
	s.keys, s.fetcher = newSigningKey(), newFetcher()
	s.seed()
	s.handler = s.routes(wrap)
	return s
}

// Handler returns the handler of the management API, and of each zone's endpoints under /z/{zoneId}.
func (s *Server) Handler() http.Handler { return s.handler }

// SetURL sets the service's base URL, without a trailing slash. The URLs of the zones' endpoints start with it.
func (s *Server) SetURL(base string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.base = base
}

// Environment returns what a client of the default zone needs, as the provider's environment variables.
func (s *Server) Environment() map[string]string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return map[string]string{
		"KEYCARD_ENDPOINT":      s.base,
		"KEYCARD_CLIENT_ID":     s.admin.id,
		"KEYCARD_CLIENT_SECRET": s.admin.secret,
		"KEYCARD_ZONE_ID":       s.home,
	}
}

// now returns the time in the resolution that the service stores.
func (s *Server) now() time.Time {
	return s.config.Now().UTC().Truncate(time.Millisecond)
}

// next returns the place of a new row in creation order.
func (s *Server) next() int {
	s.sequence++
	return s.sequence
}
