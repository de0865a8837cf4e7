// Package malicious supports fuzz tests of the platforms: it has a server with arbitrary responses, and checks of the errors
// that they cause.
package malicious

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Answer is a response from a platform, or from something in its place.
type Answer struct {
	Status    int
	Kind      string // the content type
	RequestID string
	Body      string
	Cut       bool // the connection breaks before the end
}

// NewAnswer returns an answer that HTTP can transport.
func NewAnswer(status uint16, kind, requestID, body string) Answer {
	return Answer{Status: 200 + int(status)%400, Kind: kind, RequestID: requestID, Body: body, Cut: status >= 1000}
}

// ServeHTTP writes the response.
func (a Answer) ServeHTTP(w http.ResponseWriter, _ *http.Request) {
	w.Header().Set("Content-Type", a.Kind)
	w.Header().Set("X-Request-Id", a.RequestID)
	w.WriteHeader(a.Status)
	body := a.Body
	if a.Cut {
		body = body[:len(body)/2]
	}
	_, _ = w.Write([]byte(body)) // some statuses allow no body
	if a.Cut {
		_ = http.NewResponseController(w).Flush()
		panic(http.ErrAbortHandler)
	}
}

// Response returns the response to a request as a client sees it, without the body.
func (a Answer) Response(request *http.Request) *http.Response {
	header := http.Header{"Content-Type": {a.Kind}, "X-Request-Id": {a.RequestID}}
	return &http.Response{StatusCode: a.Status, Header: header, Request: request}
}

// Server responds to each request with the answer that was set last, except to token requests.
type Server struct {
	*httptest.Server

	answer atomic.Pointer[Answer]
}

// Serve starts a server that returns a token at tokenPath.
func Serve(tb testing.TB, tokenPath string) *Server {
	tb.Helper()
	s := &Server{}
	mux := http.NewServeMux()
	mux.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { s.answer.Load().ServeHTTP(w, r) })
	if tokenPath != "" {
		mux.HandleFunc(tokenPath, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			_, _ = w.Write([]byte(`{"access_token":"a-token","token_type":"Bearer","expires_in":3600}`))
		})
	}
	s.Server = httptest.NewServer(mux)
	s.Config.ErrorLog = nil
	tb.Cleanup(s.Close)
	return s
}

// Set sets the answer for the following requests. No request may be in progress.
func (s *Server) Set(a Answer) { s.answer.Store(&a) }

// Transport returns a transport that retries once, without waiting.
func Transport(tb testing.TB) *transport.Transport {
	tb.Helper()
	once := 1
	c := nowait.Config()
	c.MaxRetries = &once
	t, err := transport.New(c)
	if err != nil {
		tb.Fatal(err)
	}
	return t
}

var kinds = []idp.Kind{
	idp.ErrNotFound, idp.ErrHidden, idp.ErrAlreadyExists, idp.ErrInvalid, idp.ErrUnauthenticated, idp.ErrForbidden,
	idp.ErrRateLimited, idp.ErrUnavailable, idp.ErrAmbiguous, idp.ErrUnexpected, idp.ErrSecretRefused, idp.ErrInactive,
	idp.ErrStillShown, idp.ErrOtherInstallation,
}

// The maximum lengths of an error's texts, in characters. A platform's message is cut at 300, and some are quoted twice.
const (
	longestWord = 300
	longestText = 1500
)

// Check checks that an error can be shown to users: it has a known kind and is printable, on one line and short.
func Check(tb testing.TB, err error) {
	tb.Helper()
	e, ok := errors.AsType[*idp.Error](err)
	if !ok {
		tb.Fatalf("not an *idp.Error, but %T: %v", err, err)
	}
	if !slices.Contains(kinds, e.Kind) {
		tb.Errorf("of no known kind: %q", e.Kind)
	}
	for name, text := range map[string]struct {
		value   string
		longest int
	}{
		"error": {e.Error(), longestText}, "message": {e.Message, longestWord}, "code": {e.Code, longestWord},
		"request ID": {e.RequestID, longestWord}, "hint": {e.Hint, longestText}, "existing ID": {e.ExistingID, longestWord},
	} {
		if wrong := Wrong(text.value, text.longest); wrong != "" {
			tb.Errorf("%s %s: %.400q", name, wrong, text.value)
		}
	}
}

// Wrong returns why a text does not fit on one line of a log, or "".
func Wrong(text string, longest int) string {
	switch {
	case !utf8.ValidString(text):
		return "is not UTF-8"
	case strings.ContainsFunc(text, func(r rune) bool { return !unicode.IsPrint(r) }):
		return "is not printable, or has several lines"
	case utf8.RuneCountInString(text) > longest:
		return "is too long"
	}
	return ""
}

// Seed adds the responses that all platforms may return, and those of one platform.
func Seed(f *testing.F, bodies ...string) {
	f.Helper()
	long := strings.Repeat("long ", 400)
	bodies = append(bodies,
		``, `null`, `{}`, `[]`, `0`, `""`, `{`, `{"id":`, "\x00\xff", "{\"message\":\"a\\u0000\\n\\u202eb\"}",
		`{"message":"`+long+`"}`, `{"code":"`+long+`","message":{"a":[1]},"details":7,"fields":[null]}`,
		"<html><body>502 Bad Gateway</body></html>", strings.Repeat("[", 10001),
	)
	for i, body := range bodies {
		for _, status := range []uint16{0, 1, 4, 107, 200, 201, 203, 204, 209, 229, 300, 303, 1000, 1201} {
			f.Add(uint8(i), status, "application/json", "r-1", body)
		}
	}
	f.Add(uint8(0), uint16(203), "text/plain", long, "Not\nFound")
	f.Add(uint8(1), uint16(302), "text/html; charset=utf-8", "\u00e9\x7f\xff", "<h1>Bad Gateway</h1>")
}
