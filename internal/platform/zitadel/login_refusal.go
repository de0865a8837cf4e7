package zitadel

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"golang.org/x/oauth2"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// loginRefusal distinguishes rejected credentials, for which ZITADEL returns 400, from other errors. It uses only the two
// fields of RFC 6749, section 5.2, and hides what was sent.
func loginRefusal(refused *oauth2.RetrieveError, settings string, sent idp.Secret) *idp.Error {
	e := transport.Refusal(refused.Response)
	if refused.ErrorCode == "" || e.Status != http.StatusBadRequest && e.Status != http.StatusUnauthorized {
		return unrelatedAnswer(*e)
	}
	e.Kind = idp.ErrUnauthenticated
	e.Code = transport.Printable(transport.Hide(refused.ErrorCode, sent))
	e.Message = transport.Printable(transport.Hide(refused.ErrorDescription, sent))
	e.Hint = fmt.Sprintf("ZITADEL refused the service account's credentials. Check %s. A new secret or key may take some "+
		"seconds to work; a key also needs this machine's clock to be right.", settings)
	return e
}

// unrelatedAnswer returns the error for a login response that says nothing about the credentials: either the instance is
// unavailable, or something other than ZITADEL responded.
func unrelatedAnswer(e idp.Error) *idp.Error {
	switch {
	case e.Status == http.StatusTooManyRequests:
		e.Hint = hintQuota
	case e.Kind == idp.ErrUnexpected || e.Status/100 == 4:
		e.Kind, e.Attribute, e.Hint = idp.ErrUnexpected, "", hintEndpoint
	}
	return &e
}

// unknownYet reports whether credentials were rejected with the error for new ones. A key that is invalid gets the same
// error.
func unknownYet(err error) bool {
	e, ok := errors.AsType[*idp.Error](err)
	return ok && e.Kind == idp.ErrUnauthenticated &&
		(strings.HasPrefix(e.Message, "Errors.User.Machine.Secret.NotExisting") || strings.HasPrefix(e.Message, "invalid assertion"))
}
