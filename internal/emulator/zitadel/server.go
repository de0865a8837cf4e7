// Package zitadel emulates a ZITADEL instance on loopback, with the responses, error IDs and quirks of the real server. It
// serves the management v1 calls for API and OIDC applications, their keys and service accounts, the create of the
// application service (v2), and the token, introspection, revocation and discovery endpoints.
package zitadel

import (
	"cmp"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// DefaultVersion is the default of Config.Version.
const DefaultVersion = "v4.15.0"

// defaultTokenTTL is the access token lifetime of an instance with default settings.
const defaultTokenTTL = 12 * time.Hour

// Wrap wraps the handler of each operation (journal, latency, faults); operation is a name such as "zitadel.create_api_app".
type Wrap func(operation string, next http.Handler) http.Handler

// Config configures a Server. The zero value is an instance of DefaultVersion without seeded API applications.
type Config struct {
	Version  string           // release to emulate, such as "v4.13.1"; CheckVersion validates it
	Seed     int              // number of API applications in the default project at the start
	Now      func() time.Time // the clock; nil means time.Now
	TokenTTL time.Duration    // lifetime of issued access tokens; 0 means 12 hours
}

// Server is one emulated instance. It is safe for concurrent use.
type Server struct {
	version release
	now     func() time.Time
	ttl     time.Duration
	wrap    Wrap
	mux     *http.ServeMux
	front   http.Handler
	answers atomic.Uint64
	started time.Time

	access  credentials
	signing signing

	mu    sync.Mutex // guards everything below
	url   string
	host  string // host:port of url, the only host that the instance accepts
	ids   idSource
	state state
}

// New returns an instance with two organizations, a project in each, service accounts with their credentials, one OIDC
// application and config.Seed API applications. A nil wrap leaves the handlers unchanged.
func New(config Config, wrap Wrap) *Server {
	if wrap == nil {
		wrap = func(_ string, next http.Handler) http.Handler { return next }
	}
	s := &Server{
		version: parseRelease(cmp.Or(config.Version, DefaultVersion)),
		now:     config.Now,
		ttl:     cmp.Or(config.TokenTTL, defaultTokenTTL),
		wrap:    wrap,
		ids:     newIDSource(),
		state:   newState(),
	}
	if s.now == nil {
		s.now = time.Now
	}
	s.started = s.clock()
	s.signing = signing{id: s.ids.next(), key: sync.OnceValue(newKey)}
	s.seed(config.Seed)
	s.routes()
	return s
}

// Handler returns the handler of the instance. SetURL must be called before it serves.
func (s *Server) Handler() http.Handler { return s.front }

// SetURL sets the base URL of the instance, such as "http://127.0.0.1:8080". It is the issuer, and its host and port are the
// only Host that the instance accepts.
func (s *Server) SetURL(base string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.url = strings.TrimSuffix(base, "/")
	s.host = ""
	if u, err := url.Parse(s.url); err == nil {
		s.host = u.Host
	}
}

// Environment returns the variables for a client that works with the default project as its owner.
func (s *Server) Environment() map[string]string {
	return map[string]string{
		"ZITADEL_ENDPOINT":         s.issuer(),
		"ZITADEL_JWT_PROFILE_JSON": s.JWTProfileJSON(),
		"ZITADEL_PROJECT_ID":       s.ProjectID(),
	}
}

// JWTProfileJSON returns the key file of the owning service account, on one line.
func (s *Server) JWTProfileJSON() string {
	file, err := json.Marshal(map[string]string{
		"type":   "serviceaccount",
		"keyId":  s.access.keyID,
		"key":    privatePEM(s.access.key()),
		"userId": s.access.owner.id,
	})
	if err != nil {
		return ""
	}
	return string(file)
}

func (s *Server) issuer() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.url
}
