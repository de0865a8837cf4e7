// Package zitadel emulates a ZITADEL instance on loopback: the management v1 calls around API and OIDC applications, their
// keys, and service accounts, the create of the application service (v2), the token, introspection, revocation and discovery
// endpoints, with the answers, error ids and quirks of the real server.
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

// DefaultVersion is the release that is emulated unless Config says otherwise.
const DefaultVersion = "v4.15.0"

// defaultTokenTTL is the access token lifetime of an instance with default settings.
const defaultTokenTTL = 12 * time.Hour

// Wrap is put around the handler of each operation (journal, latency, faults); operation is a name such as
// "zitadel.create_api_app".
type Wrap func(operation string, next http.Handler) http.Handler

// Config sets up a Server. The zero value is an instance of DefaultVersion without seeded API applications.
type Config struct {
	Version  string           // release to imitate, such as "v4.13.1"; CheckVersion tells whether it can be read
	Seed     int              // how many API applications the default project has from the start
	Now      func() time.Time // the clock; nil is time.Now
	TokenTTL time.Duration    // lifetime of issued access tokens; 0 is 12 hours
}

// Server is one emulated instance. It is safe for use by many requests at once.
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
	host  string // host:port of url, the only one that finds the instance
	ids   idSource
	state state
}

// New makes an instance with two organizations, a project in each, service accounts with their credentials, one OIDC
// application and the asked number of API applications. A nil wrap changes nothing.
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

// Handler serves the whole instance. SetURL has to be called before it serves.
func (s *Server) Handler() http.Handler { return s.front }

// SetURL tells the instance its own base URL, such as "http://127.0.0.1:8080". It is the issuer, and its host and port
// are the only Host under which the instance is found.
func (s *Server) SetURL(base string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.url = strings.TrimSuffix(base, "/")
	s.host = ""
	if u, err := url.Parse(s.url); err == nil {
		s.host = u.Host
	}
}

// Environment holds what a client needs to work with the default project as its owner.
func (s *Server) Environment() map[string]string {
	return map[string]string{
		"ZITADEL_ENDPOINT":         s.issuer(),
		"ZITADEL_JWT_PROFILE_JSON": s.JWTProfileJSON(),
		"ZITADEL_PROJECT_ID":       s.ProjectID(),
	}
}

// JWTProfileJSON is the key file of the owning service account, on one line.
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
