package transport

import (
	"errors"
	"fmt"
	"mime"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// lostError is an attempt that got no response.
type lostError struct {
	cause      error
	sent       bool // the request may have reached the platform
	repeatable bool
}

func (e *lostError) Error() string { return e.cause.Error() }
func (e *lostError) Unwrap() error { return e.cause }

// outcome is the outermost layer. It returns every error as an *idp.Error.
type outcome struct {
	next http.RoundTripper
	peer peer
}

func (o outcome) RoundTrip(req *http.Request) (*http.Response, error) {
	req = req.WithContext(o.peer.in(countAttempts(req.Context())))
	resp, err := o.next.RoundTrip(req)
	if err == nil {
		return resp, nil
	}
	var known *idp.Error
	if errors.As(err, &known) {
		own := *known // waiting requests share the error of a login
		return nil, &own
	}
	return nil, lost(req, err)
}

// lost returns the error for a request without a response. Its text is the same for all requests that fail for the same
// reason.
func lost(req *http.Request, err error) *idp.Error {
	reason, hint := explain(err, settingOf(req))
	e := &idp.Error{Kind: idp.ErrUnavailable, Host: req.URL.Host, Message: fmt.Sprintf("no response from %s: %s", req.URL.Host, reason), Hint: hint}
	var l *lostError
	if errors.As(err, &l) && l.sent && !l.repeatable {
		e.Kind = idp.ErrAmbiguous
	}
	return e
}

// Refusal returns the error for an unexpected response, based on its status; the platform's package adds what the body says.
// A 404 is not "not found" yet: only the platform's own error can tell that an application does not exist.
func Refusal(resp *http.Response) *idp.Error {
	e := &idp.Error{
		Kind: refusalKind(resp), Status: resp.StatusCode, Date: Date(resp), RequestID: Printable(resp.Header.Get("X-Request-Id")),
	}
	switch {
	case resp.StatusCode/100 == 3:
		e.Message = "got a redirect" + target(resp) + " instead of an API response"
		e.Hint = fmt.Sprintf("Set %s to an address that answers without a redirect. %s", settingOf(resp.Request), interception)
	case isWebPage(resp):
		e.Message = webPage
		e.Hint = fmt.Sprintf("Check %s. %s", settingOf(resp.Request), interception)
	}
	return e
}

// Messages for responses that do not come from the platform.
const (
	webPage      = "got a web page instead of an API response"
	interception = "If a proxy or a login page of this network answered, check HTTPS_PROXY and NO_PROXY."
)

// noWebPage returns an error for a web page with a 2xx status. OAuth libraries would only report that it contains no token.
type noWebPage struct{ next http.RoundTripper }

func (n noWebPage) RoundTrip(req *http.Request) (*http.Response, error) {
	resp, err := n.next.RoundTrip(req)
	if err != nil || resp.StatusCode/100 != 2 || !isWebPage(resp) {
		return resp, err
	}
	_ = resp.Body.Close()
	return nil, Refusal(resp)
}

func isWebPage(resp *http.Response) bool {
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	return kind == "text/html"
}

// target returns the host of a redirect, as the end of a phrase.
func target(resp *http.Response) string {
	if location, err := resp.Location(); err == nil && location.Host != "" {
		return " to " + Printable(location.Host)
	}
	return ""
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

// Failed returns an error of a generated client as an *idp.Error. Any other error means that a 2xx response could not be
// read: after a write that must not be repeated, the outcome is ambiguous.
func Failed(err error, write bool) *idp.Error {
	var known *idp.Error
	if errors.As(err, &known) {
		return known
	}
	e := &idp.Error{Kind: idp.ErrUnexpected, Message: "the platform's response cannot be read", Cause: err}
	if write {
		e.Kind = idp.ErrAmbiguous
	}
	return e
}
