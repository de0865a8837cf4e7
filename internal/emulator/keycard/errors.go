package keycard

import (
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"strings"
)

// problem is an error of the management API.
type problem struct {
	status  int
	code    string
	message string
	details []detail
}

// detail is an error in one field of the body.
type detail struct {
	Field   string `json:"field"`
	Message string `json:"message"`
}

func (p *problem) Error() string { return p.message }

func badRequest(format string, args ...any) *problem {
	return &problem{status: http.StatusBadRequest, code: "bad_request", message: fmt.Sprintf(format, args...)}
}

func invalid(details []detail) *problem {
	messages := make([]string, len(details))
	for i, d := range details {
		messages[i] = d.Field + " " + d.Message
	}
	p := badRequest("Validation failed: %s", strings.Join(messages, "; "))
	p.details = details
	return p
}

func unauthorized() *problem {
	return &problem{status: http.StatusUnauthorized, code: "unauthorized", message: "The access token is missing, invalid or expired"}
}

func forbidden(message string) *problem {
	return &problem{status: http.StatusForbidden, code: "forbidden", message: message}
}

func notFound(object string) *problem {
	return &problem{status: http.StatusNotFound, code: "not_found", message: object + " not found"}
}

// nothing returns a 404 that does not name the missing object.
func nothing() *problem {
	return &problem{status: http.StatusNotFound, code: "not_found", message: "Not found"}
}

func conflict(format string, args ...any) *problem {
	return &problem{status: http.StatusConflict, code: "conflict", message: fmt.Sprintf(format, args...)}
}

// unreadable returns the error for a body that is not JSON, which the service reports as an internal error.
func unreadable() *problem {
	return &problem{status: http.StatusInternalServerError, code: "internal_server_error", message: "Internal server error"}
}

// oauthError is an error of a token endpoint (RFC 6749, section 5.2).
type oauthError struct {
	status      int
	code        string
	description string
}

func (e *oauthError) Error() string { return e.code + ": " + e.description }

func invalidClient() *oauthError {
	return &oauthError{http.StatusUnauthorized, "invalid_client", "Client authentication failed"}
}

func oauthRefusal(code, description string) *oauthError {
	return &oauthError{http.StatusBadRequest, code, description}
}

// fail responds with the error.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	if refusal, ok := errors.AsType[*oauthError](err); ok {
		challenge(w, refusal.status, `Basic realm="keycard"`)
		w.Header().Set("Cache-Control", "no-store")
		writeJSON(w, refusal.status, map[string]any{"error": refusal.code, "error_description": refusal.description})
		return
	}
	p, ok := errors.AsType[*problem](err)
	if !ok {
		p = unreadable()
	}
	challenge(w, p.status, `Bearer realm="keycard"`)
	writeJSON(w, p.status, map[string]any{
		"status":     p.status,
		"code":       p.code,
		"message":    p.message,
		"request_id": newRequestID(),
		"timestamp":  stamp(s.now()),
		"details":    append([]detail{}, p.details...),
		"path":       r.URL.Path,
	})
}

func challenge(w http.ResponseWriter, status int, scheme string) {
	if status == http.StatusUnauthorized {
		w.Header().Set("WWW-Authenticate", scheme)
	}
}

// newRequestID returns a UUID version 4.
func newRequestID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails; see crypto/rand
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}
