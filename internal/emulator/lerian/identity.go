package lerian

import (
	"net/http"
	"slices"
	"strings"
	"unicode"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// identityRoutes returns the Identity plugin's routes. There is no PUT and no PATCH: applications cannot be changed, and the
// mux returns 405.
func (s *Server) identityRoutes(wrap Wrap) http.Handler {
	limit := &limiter{max: s.config.RateLimit, now: s.config.Now}
	operation := func(name string, h http.HandlerFunc) http.Handler {
		return wrap(name, limit.limit(s.authorized(h)))
	}
	list := operation("lerian.list_applications", s.list)
	mux := http.NewServeMux()
	mux.HandleFunc("GET /health", healthy)
	mux.HandleFunc("GET /readyz", healthy)
	mux.Handle("POST /v1/applications", operation("lerian.create_application", s.create))
	mux.Handle("GET /v1/applications", list)
	mux.Handle("GET /v1/applications/{$}", list) // an empty ID lists
	mux.Handle("GET /v1/applications/{id}", operation("lerian.get_application", s.get))
	mux.Handle("DELETE /v1/applications/{id}", operation("lerian.delete_application", s.delete))
	return counted(mux, wrap)
}

// authorized passes requests of administrators on. Applications are never administrators, whoever registered them.
func (s *Server) authorized(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		token := bearer(r)
		if token == "" {
			if s.config.SecretOnRead { // older servers respond from their middleware
				plainMissingToken.write(w)
				return
			}
			identityTokenMissing.write(w)
			return
		}
		caller, ok := s.session(token)
		if !ok || fault.Is(r.Context(), fault.UnauthenticatedOnce) {
			identityInvalidToken.write(w)
			return
		}
		if !caller.admin {
			plainForbidden.write(w)
			return
		}
		next.ServeHTTP(w, r)
	})
}

func (s *Server) create(w http.ResponseWriter, r *http.Request) {
	input, refused := s.readInput(r)
	if refused != nil {
		refused.write(w)
		return
	}
	if s.config.CreateLock {
		if !s.creating.TryLock() {
			identityCreateRunning.write(w)
			return
		}
		defer s.creating.Unlock()
	}
	respond(w, http.StatusCreated, s.add(input))
}

// add registers an application. Names are not unique: a name is that of a product, and a product may have many applications.
func (s *Server) add(in input) body {
	s.mu.Lock()
	defer s.mu.Unlock()
	a, secret := s.register(in.name, in.description, s.config.Now())
	s.write(append(slices.Clone(s.apps), a))
	created := a.body()
	created.ClientSecret = secret
	return created
}

func (s *Server) list(w http.ResponseWriter, r *http.Request) {
	s.mu.Lock()
	apps := s.apps
	if fault.Is(r.Context(), fault.StaleList) {
		apps = s.before
	}
	s.mu.Unlock()
	bodies := make([]body, 0, len(apps)+1)
	if !s.config.EmptyListNotFound {
		bodies = append(bodies, s.builtIn.body())
	}
	for _, a := range apps {
		bodies = append(bodies, a.body())
	}
	if len(bodies) == 0 {
		identityNoApplications.write(w)
		return
	}
	respond(w, http.StatusOK, bodies)
}

func (s *Server) get(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if malformed(id) {
		identityPathParameter.write(w)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.index(id)
	switch {
	case fault.Is(r.Context(), fault.NotFoundTimes):
		identityNotFound.write(w)
	case id == builtInID:
		respond(w, http.StatusOK, s.builtIn.body())
	case i < 0:
		identityNotFound.write(w)
	default:
		respond(w, http.StatusOK, s.apps[i].body())
	}
}

func (s *Server) delete(w http.ResponseWriter, r *http.Request) {
	id := r.PathValue("id")
	if malformed(id) {
		identityPathParameter.write(w)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	i := s.index(id)
	switch {
	case fault.Is(r.Context(), fault.NotFoundTimes):
		identityNotFound.write(w)
	case id == builtInID:
		// Nobody may delete the built-in application. The request is well-formed and the object exists, so it is a 403, not
		// a 400 or 404.
		plainForbidden.write(w)
	case i < 0:
		identityNotFound.write(w)
	default:
		s.remove(i)
		w.WriteHeader(http.StatusNoContent)
	}
}

// malformed reports whether the backend cannot store the ID: its column has 100 characters, and no ID contains white space.
func malformed(id string) bool {
	return len(id) > 100 || strings.ContainsFunc(id, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r)
	})
}
