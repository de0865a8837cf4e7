package transport

import (
	"errors"
	"fmt"
	"mime"
	"net/http"

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
		own := *known // a login's error goes to all who waited for it
		return nil, &own
	}
	return nil, lost(req, err)
}

// lost is the error for a request without an answer. Its text is the same for all requests that fail for this reason.
func lost(req *http.Request, err error) *idp.Error {
	reason, hint := explain(err, settingOf(req))
	e := &idp.Error{Kind: idp.ErrUnavailable, Host: req.URL.Host, Message: fmt.Sprintf("no response from %s: %s", req.URL.Host, reason), Hint: hint}
	var l *lostError
	if errors.As(err, &l) && l.sent && !l.repeatable {
		e.Kind = idp.ErrAmbiguous
	}
	return e
}

// Refusal begins the error for an answer that is not the wanted one, from its status alone; the platform's package adds
// what the body says. A 404 is not yet "not found": only the platform's own words can say that of an application.
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

// What is said where something else than the platform has answered.
const (
	webPage      = "got a web page instead of an API response"
	interception = "If a proxy or a login page of this network answered, check HTTPS_PROXY and NO_PROXY."
)

// noWebPage makes an error of a web page that answers with a success. OAuth libraries would only miss the token in it.
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

// target names the host that a redirect leads to.
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

// Failed turns the error of a generated client into an *idp.Error. One that is not yet one means that a successful
// answer could not be read: after a write that must not be repeated, nobody knows what was in it.
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
