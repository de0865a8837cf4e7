package transport

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"unicode"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Refuse turns an answer that is no success into an error, from its status and from what its body says.
type Refuse func(resp *http.Response, body []byte) *idp.Error

// Answer reads a success (2xx, whatever its content type) as JSON; resp and err are what a generated client returned.
// write says that the request must not be repeated blindly, so that an answer that cannot be read leaves open what was
// done. What could be read of it is returned beside the error: an ID in it must not be lost.
func Answer[T any](resp *http.Response, err error, write bool, refuse Refuse) (T, error) {
	var answer T
	body, err := Success(resp, err, write, refuse)
	if err != nil {
		return answer, err
	}
	if err := json.Unmarshal(body, &answer); err != nil {
		return answer, Unusable(resp, write, unreadable(resp, err))
	}
	return answer, nil
}

// Unusable is the error for a success whose body, "it", is not what it should be.
func Unusable(resp *http.Response, write bool, problem string) *idp.Error {
	e := Failed(errors.New(problem), write)
	e.Status = resp.StatusCode
	return e
}

// Success returns the body of a success (2xx).
func Success(resp *http.Response, err error, write bool, refuse Refuse) ([]byte, error) {
	if err != nil {
		return nil, Failed(err, write)
	}
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return nil, Failed(err, write)
	}
	if resp.StatusCode/100 != 2 {
		return nil, refuse(resp, body)
	}
	return body, nil
}

// unreadable names what is wrong with a body without a part of it.
func unreadable(resp *http.Response, err error) string {
	if isWebPage(resp) {
		return webPage + ", perhaps from a proxy or a captive portal"
	}
	if field, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && field.Field != "" {
		return "field " + field.Field + " has an unexpected type"
	}
	return "it is not the expected JSON"
}

// longestText is how much is shown of what a platform wrote, in characters.
const longestText = 300

// Printable makes a platform's words fit for one line of a log.
func Printable(text string) string {
	line := strings.Join(strings.Fields(strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) && r != unicode.ReplacementChar {
			return r
		}
		return ' '
	}, text)), " ")
	if runes := []rune(line); len(runes) > longestText {
		return string(runes[:longestText-1]) + "…"
	}
	return line
}
