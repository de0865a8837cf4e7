package keycard

import (
	"encoding/json"
	"errors"
	"net/http"
	"path"
	"regexp"
	"strings"
	"unicode"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// refused returns the error for a response other than 2xx, from its status and its body. Any field of the body can be
// missing, and the body can be something else.
func refused(resp *http.Response, body []byte) *idp.Error {
	e := transport.Refusal(resp)
	said, ok := parse(body)
	if ok {
		e.Code, e.Message = transport.Printable(said.Code), transport.Printable(said.Message)
		if id := transport.Printable(said.RequestID); id != "" {
			e.RequestID = id
		}
		e.Attribute = blamed(said.Details)
		classify(e, said, resp.Request)
	}
	if e.Kind == idp.ErrInvalid && e.Attribute == "" && ofDependency(resp.Request) {
		e.Attribute = idp.AttributeDependency
	}
	if e.Hint == "" {
		e.Hint = hintFor(e, resp.Request)
	}
	return e
}

// parse decodes an error body as far as it has the known form.
func parse(body []byte) (Error, bool) {
	var said Error
	err := json.Unmarshal(body, &said)
	var mismatch *json.UnmarshalTypeError
	if err != nil && !errors.As(err, &mismatch) {
		return Error{}, false
	}
	return said, said.Code != "" || said.Message != ""
}

// classify sets the kinds that do not follow from the status.
func classify(e *idp.Error, said Error, req *http.Request) {
	switch {
	case e.Status == http.StatusConflict:
		e.Kind = idp.ErrAlreadyExists
	case e.Status == http.StatusNotFound && req.Method == http.MethodPut && (absent(said) || unknownResource.MatchString(said.Message)):
		e.Kind, e.Attribute = idp.ErrInvalid, idp.AttributeDependency
	case e.Status == http.StatusNotFound && subject(said) == "zone":
		e.Kind, e.Attribute = idp.ErrInvalid, idp.AttributeZoneID
	case e.Status == http.StatusNotFound && subject(said) == "provider" && collection(req):
		e.Kind = idp.ErrInvalid
	case e.Status == http.StatusNotFound && absent(said) && !collection(req):
		e.Kind = idp.ErrNotFound
	}
}

var (
	noun     = regexp.MustCompile(`(?i)\b(application|credential|provider|zone|organization|route|endpoint|path|url|cannot (get|patch|delete))`)
	notFound = regexp.MustCompile(`(?i)\bnot ?found\b|\bdoes ?n[o']t exist\b|\bno such\b|\bunknown\b`)
	// unknownResource matches errors about the resource of a dependency, wherever the message says it was looked up.
	unknownResource = regexp.MustCompile(`(?i)\bresource\b.*(not ?found|does ?n[o']t exist)`)
	pathLike        = regexp.MustCompile(`\S*/\S*`)
)

// subject returns the object that an error is about: the first one that its message names, or the one in its code.
func subject(said Error) string {
	message := pathLike.ReplaceAllString(said.Message, "")
	if found := noun.FindString(message); found != "" {
		return strings.ToLower(found)
	}
	return strings.ToLower(noun.FindString(spaced(said.Code)))
}

// absent reports whether Keycard itself says that the object does not exist. A gateway without such a route returns 404 as
// well, often as JSON.
func absent(said Error) bool {
	bare := notFound.MatchString(spaced(said.Code)) || said.Status == http.StatusNotFound && said.Message != ""
	switch subject(said) {
	case "application", "credential":
		return bare || notFound.MatchString(said.Message)
	case "":
		return bare
	}
	return false
}

func spaced(code string) string { return strings.NewReplacer("_", " ", "-", " ").Replace(code) }

// collection reports whether a request is for a collection: a create or a list.
func collection(req *http.Request) bool {
	switch path.Base(req.URL.Path) {
	case "applications", "application-credentials", "dependencies", "resources":
		return true
	}
	return false
}

// ofDependency reports whether a request is for one dependency of an application.
func ofDependency(req *http.Request) bool { return path.Base(path.Dir(req.URL.Path)) == "dependencies" }

// attributes maps the fields of a request to the attributes of the configuration.
var attributes = map[string]idp.Attribute{
	"name":                      idp.AttributeName,
	"description":               idp.AttributeDescription,
	"identifier":                idp.AttributeIdentifier,
	"redirect_uris":             idp.AttributeRedirectURIs,
	"post_logout_redirect_uris": idp.AttributePostLogoutRedirectURIs,
	"docs_url":                  idp.AttributeDocsURL,
	"consent":                   idp.AttributeConsent,
	"traits":                    idp.AttributeTraits,
	"jwks_uri":                  idp.AttributeJWKSURI,
	"when_accessing":            idp.AttributeDependency,
}

// blamed returns the attribute of the first field that the platform names, such as protocols.oauth2.redirect_uris[0].
func blamed(details []ErrorDetail) idp.Attribute {
	for _, detail := range details {
		names := strings.FieldsFunc(detail.Field, func(r rune) bool { return r != '_' && !unicode.IsLetter(r) })
		for _, name := range names {
			if attribute, ok := attributes[name]; ok {
				return attribute
			}
		}
	}
	return ""
}
