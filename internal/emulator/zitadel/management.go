package zitadel

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"unicode/utf8"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// maxBody is gRPC's default limit for the size of a request.
const maxBody = 4 << 20

// operation is an operation of the management API.
type operation struct {
	name         string
	method, path string
	permission   permission
	request      string // name of its request message, for validation errors
	missing      string // error ID for a missing object
	handle       func(*Server, *call) (any, *problem)
}

// call is one request to an operation.
type call struct {
	operation
	ctx          context.Context
	caller       *user
	organization string
	project, app string // IDs from the path, like the next two
	user, key    string
	body         message
	query        url.Values
}

// management returns the handler of an operation. It checks in the real server's order: host, caller, organization,
// permission, request, state.
func (s *Server) management(op operation) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, maxBody))
		if err != nil {
			s.fail(w, gateway(codeInvalidArgument, err.Error()))
			return
		}
		answer, p := s.run(op, r, body)
		if p != nil {
			s.fail(w, p)
			return
		}
		s.answer(w, http.StatusOK, answer)
	})
}

func (s *Server) run(op operation, r *http.Request, body []byte) (any, *problem) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.knowsHost(r) {
		return nil, gateway(codeNotFound, s.unknownHost(r))
	}
	c := &call{
		operation: op, ctx: r.Context(), query: r.URL.Query(),
		project: r.PathValue("project"), app: r.PathValue("app"), user: r.PathValue("user"), key: r.PathValue("key"),
	}
	if p := s.admit(c, r); p != nil {
		return nil, p
	}
	if p := c.read(body); p != nil {
		return nil, p
	}
	return op.handle(s, c)
}

// admit authenticates the caller and checks the permission.
func (s *Server) admit(c *call, r *http.Request) *problem {
	var p *problem
	if c.caller, p = s.authenticate(r); p != nil {
		return p
	}
	if c.organization, p = s.contextOrganization(r, c.caller); p != nil {
		return p
	}
	return permit(c.caller, c.organization, c.project, c.permission)
}

// read decodes the body and validates the IDs of the path.
func (c *call) read(body []byte) *problem {
	var err error
	if c.body, err = decode(body); err != nil {
		return malformed(err)
	}
	for _, id := range []struct{ field, value string }{
		{"ProjectId", c.project}, {"AppId", c.app}, {"UserId", c.user}, {"KeyId", c.key},
	} {
		if id.value == "" { // not in the path
			continue
		}
		if p := c.length(id.field, id.value); p != nil {
			return p
		}
	}
	return nil
}

func malformed(err error) *problem { return gateway(codeInvalidArgument, err.Error()) }

// length checks the length of a name or ID, in characters.
func (c *call) length(field, value string) *problem {
	if validLength(value) {
		return nil
	}
	return c.invalid(field, "value length must be between 1 and 200 runes, inclusive")
}

func validLength(value string) bool {
	n := utf8.RuneCountInString(value)
	return n >= 1 && n <= 200
}

func (c *call) invalid(field, reason string) *problem {
	return plain(codeInvalidArgument, fmt.Sprintf("invalid %s.%s: %s", c.request, field, reason))
}

// target returns the application of a command. Commands look in the event store, so they find an application that the read
// side lost. They look only inside the context organization, so those of another organization do not exist for them.
func (s *Server) target(c *call) (*application, *problem) {
	app := s.state.byID[c.app]
	if app == nil || !app.live() || app.project.id != c.project || app.project.organization != c.organization ||
		fault.Is(c.ctx, fault.NotFoundTimes) {
		return nil, failure(c.missing)
	}
	return app, nil
}

// storable returns an error if PostgreSQL cannot store the text, or if a fault makes the write fail.
func storable(c *call, text string) *problem {
	if strings.ContainsRune(text, 0) {
		return &problem{code: codeUnknown, text: "ERROR: unsupported Unicode escape sequence (SQLSTATE 22P05)"}
	}
	return refused(c)
}

// refused returns an error if a fault makes the event store reject a valid write.
func refused(c *call) *problem {
	if fault.Is(c.ctx, fault.UniqueViolation) {
		return uniqueViolation()
	}
	return nil
}
