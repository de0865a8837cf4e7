package keycard

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

const maxBody = 1 << 20

// call is one request on its way through the checks.
type call struct {
	*http.Request
	body   []byte
	form   url.Values // of a token request
	caller *account   // nil for what needs no management token
	zone   *zone      // nil for what is in no zone
}

// zoneID is the ID of the zone, or empty.
func (c *call) zoneID() string {
	if c.zone == nil {
		return ""
	}
	return c.zone.id
}

// met reports whether this request has to meet a fault.
func (c *call) met(kind fault.Kind) bool { return fault.Is(c.Context(), kind) }

// reply is a successful answer; a nil body has no content.
type reply struct {
	body    any
	noStore bool // for tokens: caches must not keep it (RFC 6749, section 5.1)
}

// action carries out one operation.
type action func(*call) (reply, error)

// serve reads the request, carries it out and writes the answer.
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

// locked carries out the action while the service is locked.
func (s *Server) locked(a action) action {
	return func(c *call) (reply, error) {
		s.mu.Lock()
		defer s.mu.Unlock()
		return a(c)
	}
}

// inZone answers 404 unless the zone of the path exists.
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

// managed asks for a management token, the organization, the zone and the permission, in this order.
func (s *Server) managed(need access, next action) action {
	return s.owned(s.inZone(permitted(need, next)))
}

// owned asks for a management token and the organization.
func (s *Server) owned(next action) action {
	return s.signedIn(func(c *call) (reply, error) {
		if c.caller.organization != s.organization {
			return reply{}, nothing()
		}
		return next(c)
	})
}

// signedIn asks for a management token.
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
	_ = encoder.Encode(body) // the caller has gone, nobody is left to tell
}
