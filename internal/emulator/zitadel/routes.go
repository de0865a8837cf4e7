package zitadel

import (
	"net/http"
	"regexp"
	"strings"
)

const (
	projectPath = "/management/v1/projects/{project}"
	appsPath    = projectPath + "/apps"
)

// operations are the calls of the management API.
func operations() []operation {
	return []operation{
		{
			name: "zitadel.create_api_app", method: http.MethodPost, path: appsPath + "/api", permission: appWrite,
			request: "AddAPIAppRequest", missing: "COMMAND-EbFMN", handle: (*Server).createAPIApp,
		},
		{
			name: "zitadel.get_app", method: http.MethodGet, path: appsPath + "/{app}", permission: appRead,
			request: "GetAppByIDRequest", missing: "QUERY-pCP8P", handle: (*Server).getApp,
		},
		{
			name: "zitadel.search_apps", method: http.MethodPost, path: appsPath + "/_search", permission: appRead,
			request: "ListAppsRequest", handle: (*Server).searchApps,
		},
		{
			name: "zitadel.update_app", method: http.MethodPut, path: appsPath + "/{app}", permission: appWrite,
			request: "UpdateAppRequest", missing: "COMMAND-28di9", handle: (*Server).updateApp,
		},
		{
			name: "zitadel.update_api_config", method: http.MethodPut, path: appsPath + "/{app}/api_config", permission: appWrite,
			request: "UpdateAPIAppConfigRequest", missing: "COMMAND-2n8uU", handle: (*Server).updateAPIConfig,
		},
		{
			name: "zitadel.generate_secret", method: http.MethodPost, path: appsPath + "/{app}/api_config/_generate_client_secret", permission: appWrite,
			request: "RegenerateAPIClientSecretRequest", missing: "COMMAND-2g66f", handle: (*Server).generateSecret,
		},
		{
			name: "zitadel.deactivate_app", method: http.MethodPost, path: appsPath + "/{app}/_deactivate", permission: appWrite,
			request: "DeactivateAppRequest", missing: "COMMAND-ov9d3", handle: (*Server).deactivateApp,
		},
		{
			name: "zitadel.reactivate_app", method: http.MethodPost, path: appsPath + "/{app}/_reactivate", permission: appWrite,
			request: "ReactivateAppRequest", missing: "COMMAND-ov9d3", handle: (*Server).reactivateApp,
		},
		{
			name: "zitadel.delete_app", method: http.MethodDelete, path: appsPath + "/{app}", permission: appDelete,
			request: "RemoveAppRequest", missing: "COMMAND-0po9s", handle: (*Server).deleteApp,
		},
		{
			name: "zitadel.search_changes", method: http.MethodPost, path: appsPath + "/{app}/changes/_search", permission: appRead,
			request: "ListAppChangesRequest", handle: (*Server).searchChanges,
		},
		{
			name: "zitadel.get_project", method: http.MethodGet, path: projectPath, permission: projectRead,
			request: "GetProjectByIDRequest", missing: "QUERY-fk2fs", handle: (*Server).getProject,
		},
		{
			name: "zitadel.get_organization", method: http.MethodGet, path: "/management/v1/orgs/me", permission: orgRead,
			request: "GetMyOrgRequest", handle: (*Server).getOrganization,
		},
	}
}

func (s *Server) routes() {
	s.mux = http.NewServeMux()
	for _, op := range operations() {
		s.mux.Handle(op.method+" "+op.path, s.wrap(op.name, s.management(op)))
	}
	s.service()
	s.oauth("zitadel.discovery", s.discover, "GET /.well-known/openid-configuration")
	s.oauth("zitadel.token", s.issueToken, "POST /oauth/v2/token", "GET /oauth/v2/token")
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

// enter does what comes before routing: the request id, and what the real router treats in its own way. It knows no HEAD.
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

// noRoute tells a wrong verb from an unknown path by asking the router about the other verbs.
func (s *Server) noRoute(w http.ResponseWriter, r *http.Request) {
	for _, method := range []string{http.MethodGet, http.MethodPost, http.MethodPut, http.MethodDelete} {
		if _, pattern := s.mux.Handler(&http.Request{Method: method, Host: r.Host, URL: r.URL}); pattern != "/" {
			s.fail(w, gateway(codeUnimplemented, "Method Not Allowed"))
			return
		}
	}
	s.notFound(w, r)
}
