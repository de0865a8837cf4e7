package transport

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"mime"
	"net"
	"net/http"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// lostError is an attempt without an answer.
type lostError struct {
	cause      error
	sent       bool // the request may have reached the platform
	repeatable bool
}

func (e *lostError) Error() string { return e.cause.Error() }
func (e *lostError) Unwrap() error { return e.cause }

// outcome is the outermost layer: whatever is not an answer leaves it as an *idp.Error.
type outcome struct{ next http.RoundTripper }

func (o outcome) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := o.next.RoundTrip(req.WithContext(countAttempts(req.Context())))
	if err == nil {
		return resp, nil
	}
	var known *idp.Error
	if errors.As(err, &known) {
		own := *known // a login's error goes to all who waited for it
		return nil, &own
	}
	return nil, lost(req, err)
}

func lost(req *http.Request, err error) *idp.Error {
	e := &idp.Error{Kind: idp.ErrUnavailable, Host: req.URL.Host, Message: fmt.Sprintf("no answer from %s: %s", req.URL.Host, reason(err))}
	var l *lostError
	if errors.As(err, &l) && l.sent && !l.repeatable {
		e.Kind = idp.ErrAmbiguous
	}
	e.Advice = advice(err)
	return e
}

// reason names a failure without what others wrote: net/http quotes what it cannot read of an answer.
func reason(err error) string {
	var tooLong *http.MaxBytesError
	var network *net.OpError
	var untrusted *tls.CertificateVerificationError
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "it took too long"
	case errors.Is(err, context.Canceled):
		return "the operation was cancelled"
	case errors.As(err, &tooLong):
		return fmt.Sprintf("the answer is longer than %d bytes", tooLong.Limit)
	case errors.As(err, &network):
		return network.Error()
	case errors.As(err, &untrusted):
		return untrusted.Error()
	default:
		text, _, _ := strings.Cut(err.Error(), `"`)
		return strings.TrimRight(text, " :;=(")
	}
}

func advice(err error) string {
	switch {
	case errors.Is(err, context.DeadlineExceeded):
		return "Raise http.timeout or the resource's timeouts if the platform is known to be slow."
	case errors.Is(err, context.Canceled):
		return ""
	case unknownAuthority(err):
		return "Set http.ca_certificate_file to the certificate authority that signed the platform's certificate."
	default:
		return "Check the endpoint, and the network and proxy between here and there."
	}
}

func unknownAuthority(err error) bool {
	_, unknown := errors.AsType[x509.UnknownAuthorityError](err)
	return unknown || strings.Contains(err.Error(), "certificate is not trusted") // as macOS says it
}

// Refusal begins the error for an answer that is not the wanted one, from its status alone; the platform's package adds
// what the body says. A 404 is not yet "not found": only the platform's own words can say that of an application.
func Refusal(resp *http.Response) *idp.Error {
	e := &idp.Error{
		Kind: refusalKind(resp), Status: resp.StatusCode, Date: Date(resp), RequestID: Printable(resp.Header.Get("X-Request-Id")),
	}
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	switch {
	case resp.StatusCode/100 == 3:
		e.Advice = "The endpoint answers with a redirect, which is not followed. Set it to the address that the redirect names."
	case kind == "text/html":
		e.Message = "a web page instead of an answer of the API"
		e.Advice = "A proxy or a wrong endpoint is the usual cause."
	}
	return e
}

func refusalKind(resp *http.Response) idp.Kind {
	switch status := resp.StatusCode; {
	case status == http.StatusUnauthorized:
		return idp.ErrUnauthenticated
	case status == http.StatusForbidden:
		return idp.ErrForbidden
	case status == http.StatusTooManyRequests:
		return idp.ErrRateLimited
	case status == http.StatusBadRequest || status == http.StatusUnprocessableEntity:
		return idp.ErrInvalid
	case status >= http.StatusInternalServerError && mayRepeat(resp.Request):
		return idp.ErrUnavailable
	case status >= http.StatusInternalServerError:
		return idp.ErrAmbiguous
	default:
		return idp.ErrUnexpected
	}
}

// Failed turns the error of a generated client into an *idp.Error. One that is not yet one means that a successful
// answer could not be read: after a write that must not be repeated, nobody knows what was in it.
func Failed(err error, write bool) *idp.Error {
	var known *idp.Error
	if errors.As(err, &known) {
		return known
	}
	e := &idp.Error{Kind: idp.ErrUnexpected, Message: "the platform's answer cannot be read", Cause: err}
	if write {
		e.Kind = idp.ErrAmbiguous
	}
	return e
}
