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

// loginRefusal tells refused credentials, which ZITADEL answers with 400, from all else. Nothing but the two fields of
// RFC 6749, section 5.2, is taken from the answer, without what was sent.
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

// unrelatedAnswer explains an answer of a login that says nothing about the credentials: either the instance cannot answer now,
// or it is not ZITADEL that does.
func unrelatedAnswer(e idp.Error) *idp.Error {
	switch {
	case e.Status == http.StatusTooManyRequests:
		e.Hint = hintQuota
	case e.Kind == idp.ErrUnexpected || e.Status/100 == 4:
		e.Kind, e.Attribute, e.Hint = idp.ErrUnexpected, "", hintEndpoint
	}
	return &e
}

// unknownYet reports whether credentials were refused in the words for those that were made a moment ago. A key that is
// wrong for good is refused in the same ones.
func unknownYet(err error) bool {
	e, ok := errors.AsType[*idp.Error](err)
	return ok && e.Kind == idp.ErrUnauthenticated &&
		(strings.HasPrefix(e.Message, "Errors.User.Machine.Secret.NotExisting") || strings.HasPrefix(e.Message, "invalid assertion"))
}
