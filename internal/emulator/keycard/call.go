package keycard

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

const maxBody = 1 << 20

// call is a request while it is processed.
type call struct {
	*http.Request
	body   []byte
	form   url.Values // of a token request
	caller *account   // nil if no management token is required
	zone   *zone      // nil outside of zones
}

// zoneID returns the ID of the zone, or "".
func (c *call) zoneID() string {
	if c.zone == nil {
		return ""
	}
	return c.zone.id
}

// met reports whether the request meets a fault of this kind.
func (c *call) met(kind fault.Kind) bool { return fault.Is(c.Context(), kind) }

// reply is a successful response; a nil body means no content.
type reply struct {
	body    any
	noStore bool // for tokens: caches must not keep it (RFC 6749, section 5.1)
}

// action handles the requests of one operation.
type action func(*call) (reply, error)

// serve returns a handler that reads the request, runs the action and writes the response.
func (s *Server) serve(a action) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if err != nil {
			s.fail(w, r, badRequest("The request body could not be read"))
			return
		}
		answer, err := a(&call{Request: r, body: body})
		if err != nil {
			s.fail(w, r, err)
			return
		}
		answer.write(w)
	})
}

// locked returns an action that holds the server's lock.
func (s *Server) locked(a action) action {
	return func(c *call) (reply, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		return a(c)
	}
}

// inZone returns an action that responds with 404 unless the zone of the path exists.
func (s *Server) inZone(next action) action {
	return func(c *call) (reply, error) {
		if c.zone = s.findZone(c.PathValue("zone")); c.zone == nil {
			return reply{}, notFound("Zone")
		}
		return next(c)
	}
}

type access int

const (
	reads access = iota
	writes
)

// managed returns an action that checks the management token, the organization, the zone and the permission, in this order.
func (s *Server) managed(need access, next action) action {
	return s.owned(s.inZone(permitted(need, next)))
}

// owned returns an action that checks the management token and the organization.
func (s *Server) owned(next action) action {
	return s.signedIn(func(c *call) (reply, error) {
		if c.caller.organization != s.organization {
			return reply{}, nothing()
		}
		return next(c)
	})
}

// signedIn returns an action that checks the management token.
func (s *Server) signedIn(next action) action {
	return func(c *call) (reply, error) {
		if c.caller = s.caller(c); c.caller == nil {
			return reply{}, unauthorized()
		}
		return next(c)
	}
}

func permitted(need access, next action) action {
	return func(c *call) (reply, error) {
		if need == writes && c.caller.readOnly {
			return reply{}, forbidden("The service account may not change this zone")
		}
		return next(c)
	}
}

func (a reply) write(w http.ResponseWriter) {
	if a.noStore {
		w.Header().Set("Cache-Control", "no-store")
	}
	if a.body == nil {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	writeJSON(w, http.StatusOK, a.body)
}

func writeJSON(w http.ResponseWriter, status int, body any) {
	w.Header().Set("Content-Type", "application/json")
	w.WriteHeader(status)
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	_ = encoder.Encode(body) // fails only if the client has disconnected
}
