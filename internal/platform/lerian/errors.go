package lerian

import (
	"encoding/json"
	"mime"
	"net/http"
	"path"
	"regexp"
	"strconv"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// Error codes that mean more than their status. AUT codes also come from the Identity plugin, which passes them on.
const (
	codeTokenMissing     = "IDE-0008"
	codeTokenInvalid     = "IDE-0009"
	codeInvalidName      = "IDE-0012"
	codeCreateRunning    = "IDE-0064"
	codeLockUnavailable  = "IDE-0065"
	codeBackendDown      = "IDE-0066"
	codeNotFound         = "IDE-1001"
	codeNoApplications   = "IDE-1002"
	codeAuthInternal     = "AUT-0005"
	codeAuthTokenMissing = "AUT-0006"
	codeAuthTokenInvalid = "AUT-0007"
	codeNetworkRefused   = "AUT-0021"
	codeInvalidUser      = "AUT-1002"
	codeAuthBadToken     = "AUT-1003"
	codeInvalidClient    = "AUT-1004"
	codeApplicationGone  = "AUT-1011"
)

// refusal returns the error for an unexpected response. It reads the body in any of the known forms: classic, problem
// details (RFC 9457), that of the rate limiter, plain text.
func refusal(resp *http.Response, body []byte) *idp.Error {
	e := transport.Refusal(resp)
	said := errorOf(body)
	if !json.Valid(body) {
		if text := plainText(resp, body); text != "" {
			e.Message = text
		}
		return e
	}
	e.Code = said.code()
	e.Attribute = said.attribute()
	if message := said.text(); message != "" {
		e.Message = message
	}
	if e.Status == http.StatusServiceUnavailable && (ownCode.MatchString(e.Code) || said.ofLimiter()) {
		e.Kind = idp.ErrUnavailable // Lerian's own 503; a proxy also returns one if a connection broke halfway
	}
	switch e.Code {
	case codeTokenMissing, codeTokenInvalid, codeAuthTokenMissing, codeAuthTokenInvalid, codeAuthBadToken:
		e.Kind = idp.ErrUnauthenticated
	case codeCreateRunning, codeLockUnavailable, codeBackendDown:
		e.Kind = idp.ErrUnavailable
	case codeInvalidName:
		e.Kind, e.Attribute = idp.ErrInvalid, idp.AttributeName
	}
	return e
}

// errorOf decodes a body as far as it is an error.
func errorOf(body []byte) (said Error) {
	_ = json.Unmarshal(body, &said) // ignore the error: said has what could be decoded
	return said
}

// gone reports whether the application does not exist. A 404 from anything else (a proxy, a wrong path) has no code.
func gone(e *idp.Error) bool {
	return e.Status == http.StatusNotFound && e.Code == codeNotFound
}

var (
	anyCode     = regexp.MustCompile(`^[\w.-]{1,40}$`)
	problemCode = regexp.MustCompile(`^[A-Z]{2,10}-[0-9]{1,10}$`)
	ownCode     = regexp.MustCompile(`^(IDE|AUT)-[0-9]+$`)
)

// ofLimiter reports whether the error comes from the rate limiter in front of the service, which could not count the request
// and so did not forward it.
func (said Error) ofLimiter() bool {
	if said.Code == nil || said.Title == nil {
		return false
	}
	number, err := said.Code.AsErrorCode1()
	return err == nil && number == http.StatusServiceUnavailable && *said.Title == "service_unavailable"
}

// code returns the error code: from the field code, as text or number, or from the end of the field type.
func (said Error) code() string {
	if said.Code != nil {
		if text, err := said.Code.AsErrorCode0(); err == nil && anyCode.MatchString(text) {
			return text
		}
		if number, err := said.Code.AsErrorCode1(); err == nil {
			return strconv.FormatInt(number, 10)
		}
	}
	if said.Type != nil {
		if last := path.Base(*said.Type); problemCode.MatchString(last) {
			return last
		}
	}
	return ""
}

func (said Error) text() string {
	for _, text := range []*string{said.Message, said.Detail, said.Title} {
		if text != nil && *text != "" {
			return transport.Printable(*text)
		}
	}
	return ""
}

// attribute returns the first known attribute among the rejected fields.
func (said Error) attribute() idp.Attribute {
	if said.Fields == nil {
		return ""
	}
	for _, a := range []idp.Attribute{idp.AttributeName, idp.AttributeDescription} {
		if _, ok := (*said.Fields)[string(a)]; ok {
			return a
		}
	}
	return ""
}

// plainText returns the first line of a plain-text response.
func plainText(resp *http.Response, body []byte) string {
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	text := strings.TrimSpace(string(body))
	if kind != "text/plain" || strings.HasPrefix(text, "<") || strings.HasPrefix(text, "{") {
		return ""
	}
	line, _, _ := strings.Cut(text, "\n")
	return transport.Printable(line)
}
