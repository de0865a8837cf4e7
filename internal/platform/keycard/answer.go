package keycard

import (
	"errors"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// read decodes the answer to a request that changes nothing.
func read[T any](resp *http.Response, err error) (T, error) {
	answer, err := transport.Answer[T](resp, err, false, refused)
	return answer, located(err)
}

// written decodes the answer to a request that may have changed something although its answer cannot be read. What
// could be read is returned beside the error: an ID in it must not be lost.
func written[T any](resp *http.Response, err error) (T, error) {
	answer, err := transport.Answer[T](resp, err, true, refused)
	return answer, located(err)
}

// confirmed reads the answer to a request that has nothing to answer, such as a DELETE. Any other success than 204, a web page or a
// promise to do it later, does not say that it was carried out.
func confirmed(resp *http.Response, err error) error {
	_, err = transport.Success(resp, err, true, refused)
	if err == nil && resp.StatusCode != http.StatusNoContent {
		return &idp.Error{
			Kind: idp.ErrUnexpected, Status: resp.StatusCode,
			Message: "the response is not from the API", Hint: endpointHint,
		}
	}
	return located(err)
}

// unconfirmed reports whether a removal was answered with a success that is none of the API.
func unconfirmed(err error) bool {
	e, ok := errors.AsType[*idp.Error](err)
	return ok && e.Status/100 == 2
}

// unreadable is the error for an answer that nobody understands.
func unreadable(err error, write bool) error { return located(transport.Failed(err, write)) }

// located adds to an error that has no hint to check where the requests go.
func located(err error) error {
	if err == nil || hintOf(err) != "" {
		return err
	}
	return idp.WithHint(err, endpointHint)
}

var errNoID = errors.New("it lacks the ID that was expected")

// identified refuses a success that is about another object, or about none.
func identified(got, want string, write bool) error {
	if got != want {
		return unreadable(errNoID, write)
	}
	return nil
}

// hintOf is the hint that an error has already.
func hintOf(err error) string {
	if e, ok := errors.AsType[*idp.Error](err); ok {
		return e.Hint
	}
	return ""
}
