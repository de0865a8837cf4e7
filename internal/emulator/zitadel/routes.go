package zitadel

import (
	"net/http"
	"regexp"
	"slices"
	"strings"
)

func (s *Server) routes() {
	s.mux = http.NewServeMux()
	for _, op := range slices.Concat(placeOperations(), applicationOperations(), oidcOperations(), keyOperations(), userOperations()) {
		s.mux.Handle(op.method+" "+op.path, s.wrap(op.name, s.management(op)))
	}
	s.service()
	s.oauth("zitadel.discovery", s.discover, "GET /.well-known/openid-configuration")
	s.oauth("zitadel.token", s.issueToken, "POST /oauth/v2/token", "GET /oauth/v2/token")
	s.oauth("zitadel.keys", s.jwks, "GET /oauth/v2/keys")
	s.oauth("zitadel.revoke", s.revoke, "POST /oauth/v2/revoke")
	s.mux.Handle("GET /oauth/v2/authorize", s.wrap("zitadel.authorize", http.HandlerFunc(s.authorize)))
	s.oauth("zitadel.authorize_device", s.authorizeDevice, "POST /oauth/v2/device_authorization")
	s.oauth("zitadel.introspect", s.introspect, "POST /oauth/v2/introspect", "GET /oauth/v2/introspect")
	s.mux.HandleFunc("GET /debug/healthz", func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte("ok")) })
	s.mux.HandleFunc("GET /debug/ready", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`"ok"`))
	})
	s.mux.HandleFunc("GET /management/v1/healthz", func(w http.ResponseWriter, _ *http.Request) { s.answer(w, http.StatusOK, struct{}{}) })
	s.mux.Handle("GET /{$}", http.RedirectHandler("/ui/console", http.StatusFound))
	unknown := func(answer http.HandlerFunc) http.Handler { return s.wrap("zitadel.unknown", answer) }
	s.mux.Handle("/", unknown(s.noRoute))
	s.front = s.enter(unknown(removeEmptySegments), unknown(s.notFound), unknown(s.noRoute))
}

// enter sets the request ID and handles the paths that the real router treats specially. Like the real API, it does not
// support HEAD.
func (s *Server) enter(emptySegments, escapedSlash, head http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("X-Request-Id", requestID())
		path := r.URL.EscapedPath()
		switch {
		case strings.Contains(path, "//"):
			emptySegments.ServeHTTP(w, r)
		case strings.Contains(strings.ToLower(path), "%2f"):
			escapedSlash.ServeHTTP(w, r)
		case r.Method == http.MethodHead && strings.HasPrefix(path, "/management/"):
			head.ServeHTTP(w, r)
		default:
			s.mux.ServeHTTP(w, r)
		}
	})
}

var slashes = regexp.MustCompile(`//+`)

func removeEmptySegments(w http.ResponseWriter, r *http.Request) {
	target := *r.URL
	target.Path = slashes.ReplaceAllString(r.URL.Path, "/")
	target.RawPath = ""
	http.Redirect(w, r, target.RequestURI(), http.StatusMovedPermanently)
}

func (s *Server) notFound(w http.ResponseWriter, _ *http.Request) {
	s.fail(w, gateway(codeNotFound, "Not Found"))
}

// noRoute distinguishes a wrong method from an unknown path by asking the router about the other methods.
func (s *Server) noRoute(w http.ResponseWriter, r *http.Request) {
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete} {
		if _, pattern := s.mux.Handler(&http.Request{Method: method, Host: r.Host, URL: r.URL}); pattern != "/" {
			s.fail(w, gateway(codeUnimplemented, "Method Not Allowed"))
			return
		}
	}
	s.notFound(w, r)
}
