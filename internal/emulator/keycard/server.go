// Package keycard is Keycard's management API and its zones' token endpoints on loopback: the same routes, statuses,
// bodies and rules, with everything kept in memory.
//
// A request meets the checks in the service's order: who is asking, which zone, may they, which object, is the body
// well formed and valid, is it unique. Client secrets are kept as hashes only.
package keycard

import (
	"net/http"
	"sync"
	"time"
)

// Wrap is put around the handler of each operation, such as "keycard.create_application".
type Wrap func(operation string, next http.Handler) http.Handler

// Config says what the service starts with.
type Config struct {
	Seed         int              // how many applications the default zone has, each with one password credential
	Now          func() time.Time // the clock, for several goroutines at once; time.Now if nil
	TokenTTL     time.Duration    // how long a management token lives; an hour if zero
	NullsMissing bool             // unset optional fields are left out of answers instead of being null
	Revocation   bool             // zones have a revocation endpoint, and name it in their metadata
	NoCascade    bool             // the credentials of a removed application stay
}

// Server is one organization at Keycard, with two zones from the start. Create one with New.
type Server struct {
	config  Config
	handler http.Handler
	keys    signingKey
	fetcher *http.Client // of clients' and issuers' keys

	mu            sync.Mutex // guards what follows
	base          string
	organization  string    // its ID
	home, other   string    // IDs of the zones from the start; the first one is the default
	orders        *resource // the default zone's, as it was made
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

// New makes a service with fresh identifiers and credentials. A nil wrap leaves the handlers as they are.
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

// Handler serves the management API, and each zone's endpoints under /z/{zoneId}.
func (s *Server) Handler() http.Handler { return s.handler }

// SetURL tells the service its own base URL, without a trailing slash, which its zones' endpoints start with.
func (s *Server) SetURL(base string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.base = base
}

// Environment is what a client needs to reach the default zone, under the names of the provider's variables.
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

// now is the time in the resolution in which the service keeps it.
func (s *Server) now() time.Time {
	return s.config.Now().UTC().Truncate(time.Millisecond)
}

// next is the place of a new row in the order of creation.
func (s *Server) next() int {
	s.sequence++
	return s.sequence
}
