package keycard

import (
	"errors"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// read decodes the response to a request that changes nothing.
func read[T any](resp *http.Response, err error) (T, error) {
	answer, err := transport.Answer[T](resp, err, false, refused)
	return answer, located(err)
}

// written decodes the response to a write. If the response cannot be decoded, the outcome is ambiguous. written returns what
// it could decode beside the error, so that an ID in it is not lost.
func written[T any](resp *http.Response, err error) (T, error) {
	answer, err := transport.Answer[T](resp, err, true, refused)
	return answer, located(err)
}

// confirmed checks the response to a request without a response body, such as a DELETE. Any 2xx other than 204, such as a
// web page or a 202, does not prove that the request was carried out.
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

// unconfirmed reports whether a deletion got a 2xx response that is not the API's.
func unconfirmed(err error) bool {
	e, ok := errors.AsType[*idp.Error](err)
	return ok && e.Status/100 == 2
}

// unreadable returns the error for an unexpected response.
func unreadable(err error, write bool) error { return located(transport.Failed(err, write)) }

// located adds the hint to check the endpoint to an error that has no hint.
func located(err error) error {
	if err == nil || hintOf(err) != "" {
		return err
	}
	return idp.WithHint(err, endpointHint)
}

var errNoID = errors.New("it lacks the ID that was expected")

// identified returns an error if a response is about another object, or about none.
func identified(got, want string, write bool) error {
	if got != want {
		return unreadable(errNoID, write)
	}
	return nil
}

// hintOf returns the hint of an error.
func hintOf(err error) string {
	if e, ok := errors.AsType[*idp.Error](err); ok {
		return e.Hint
	}
	return ""
}
