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

// The codes that mean more than their status does. AUT codes come from the Identity plugin too, which passes them on.
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

// refusal is the error for an answer that is not the wanted one, with what its body says in any of the forms there are:
// classic, problem details (RFC 9457), the rate limiter's, plain text.
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
		e.Kind = idp.ErrUnavailable // its own; proxies say so of a connection that broke in the middle, too
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

// errorOf reads a body as far as it has the form of an error.
func errorOf(body []byte) (said Error) {
	_ = json.Unmarshal(body, &said) // what could be read is in said
	return said
}

// gone reports whether this very application does not exist. A 404 of anybody else (a proxy, a wrong path) has no code.
func gone(e *idp.Error) bool {
	return e.Status == http.StatusNotFound && e.Code == codeNotFound
}

var (
	anyCode     = regexp.MustCompile(`^[\w.-]{1,40}$`)
	problemCode = regexp.MustCompile(`^[A-Z]{2,10}-[0-9]{1,10}$`)
	ownCode     = regexp.MustCompile(`^(IDE|AUT)-[0-9]+$`)
)

// ofLimiter reports whether it is the limiter in front of the service that speaks, which could not count the request and
// so did not pass it on.
func (said Error) ofLimiter() bool {
	if said.Code == nil || said.Title == nil {
		return false
	}
	number, err := said.Code.AsErrorCode1()
	return err == nil && number == http.StatusServiceUnavailable && *said.Title == "service_unavailable"
}

// code is the error's code, wherever it stands: in code, as text or number, or at the end of type.
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

// attribute is the first of our attributes among the fields that the platform objects to.
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

// plainText is the first line of an answer that says to be text, and looks like it.
func plainText(resp *http.Response, body []byte) string {
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	text := strings.TrimSpace(string(body))
	if kind != "text/plain" || strings.HasPrefix(text, "<") || strings.HasPrefix(text, "{") {
		return ""
	}
	line, _, _ := strings.Cut(text, "\n")
	return transport.Printable(line)
}
