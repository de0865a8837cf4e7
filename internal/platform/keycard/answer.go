package keycard

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// read decodes the answer to a request that changes nothing.
func read[T any](resp *http.Response, err error) (T, error) { return decode[T](resp, err, false) }

// written decodes the answer to a request that may have changed something although its answer cannot be read. What
// could be read is returned beside the error: an ID in it must not be lost.
func written[T any](resp *http.Response, err error) (T, error) { return decode[T](resp, err, true) }

func decode[T any](resp *http.Response, err error, write bool) (T, error) {
	var answer T
	body, err := success(resp, err, write)
	if err != nil {
		return answer, err
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return answer, unreadable(err, write)
	}
	return answer, nil
}

// removed reads the answer to a DELETE, where success has no content. A web page says nothing about an application.
func removed(resp *http.Response, err error) error {
	body, err := success(resp, err, true)
	if err == nil && len(body) > 0 && !json.Valid(body) {
		return &idp.Error{
			Kind: idp.ErrUnexpected, Status: resp.StatusCode,
			Message: "the answer to a removal is not one of the API", Advice: endpointAdvice,
		}
	}
	return err
}

// success returns the body of any 2xx, whatever content type it claims: a 201 must not orphan an application.
func success(resp *http.Response, err error, write bool) ([]byte, error) {
	if err != nil {
		return nil, unreadable(err, write)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, unreadable(err, write)
	}
	if resp.StatusCode/100 != 2 {
		return nil, refused(resp, body)
	}
	return body, nil
}

// unreadable is the error for a request without an answer, or with one that nobody understands.
func unreadable(err error, write bool) error {
	e := transport.Failed(err, write)
	if e.Advice == "" {
		return within(e, endpointAdvice)
	}
	return e
}

var errNoID = errors.New("it lacks the ID that was expected")

// identified refuses a success that is about another object, or about none.
func identified(got, want string, write bool) error {
	if got != want {
		return unreadable(errNoID, write)
	}
	return nil
}

// adviceOf is the advice that an error has already.
func adviceOf(err error) string {
	if e, ok := errors.AsType[*idp.Error](err); ok {
		return e.Advice
	}
	return ""
}

// within returns the error with an advice for this operation. An error may be shared, so it is not changed.
func within(err error, advice string) error {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok {
		return err
	}
	advised := *e
	advised.Advice = advice
	return &advised
}
