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

// Refuse returns the error for a response other than 2xx, from its status and its body.
type Refuse func(resp *http.Response, body []byte) *idp.Error

// Answer decodes a 2xx response of any content type as JSON. resp and err are what a generated client returned. write means
// that the request must not be repeated blindly: if its response cannot be read, the outcome is ambiguous. Answer returns
// what it could decode beside the error, so that an ID in it is not lost.
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

// Unusable returns the error for a 2xx response with an unexpected body. problem describes the body as "it".
func Unusable(resp *http.Response, write bool, problem string) *idp.Error {
	e := Failed(errors.New(problem), write)
	e.Status = resp.StatusCode
	return e
}

// Success returns the body of a 2xx response.
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

// unreadable returns what is wrong with a body, without quoting it.
func unreadable(resp *http.Response, err error) string {
	if isWebPage(resp) {
		return webPage + ", perhaps from a proxy or a captive portal"
	}
	if field, ok := errors.AsType[*json.UnmarshalTypeError](err); ok && field.Field != "" {
		return "field " + field.Field + " has an unexpected type"
	}
	return "it is not the expected JSON"
}

// longestText is the maximum length of a quoted platform text, in characters.
const longestText = 300

// Printable returns a platform's text in a form that fits into one line of a log.
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
