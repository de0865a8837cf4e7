package idp

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Kind is the kind of an Error. It is itself an error, so that errors.Is(err, idp.ErrNotFound) works on any error that wraps
// one.
type Kind string

// The kinds of errors.
const (
	ErrNotFound        Kind = "not found"           // this object does not exist
	ErrHidden          Kind = "hidden"              // this object exists, but the platform's reads do not return it
	ErrAlreadyExists   Kind = "already exists"      // a name or identifier is in use
	ErrInvalid         Kind = "invalid"             // the request was rejected; Attribute is the field, if it is known
	ErrUnauthenticated Kind = "unauthenticated"     // the provider's own credentials were rejected
	ErrForbidden       Kind = "forbidden"           // the credentials are valid but lack permissions
	ErrRateLimited     Kind = "rate limited"        // rejected before it was carried out
	ErrUnavailable     Kind = "unavailable"         // not reached, or not able to answer; nothing was changed
	ErrAmbiguous       Kind = "outcome not known"   // the request may or may not have been carried out
	ErrUnexpected      Kind = "unexpected response" // neither a success nor an error of the platform

	// ErrStillShown means that the platform confirmed the deletion of an application but still returns it.
	ErrStillShown Kind = "still shown after its removal"

	// ErrOtherInstallation means that another installation responded than the one where the application was seen, so that
	// its response proves nothing about the application.
	ErrOtherInstallation Kind = "another installation"

	// ErrSecretRefused is like ErrUnauthenticated, but for the application's own credentials instead of the provider's.
	ErrSecretRefused Kind = "client secret refused"

	// ErrInactive means that no secret can authenticate as the application, because the application, its project or its
	// organization is inactive.
	ErrInactive Kind = "inactive"
)

func (k Kind) Error() string { return string(k) }

// Error is an error of a platform. It never contains a body, a header or a secret.
type Error struct {
	Kind       Kind
	Attribute  Attribute // the attribute that the platform rejects, if it named one
	Code       string    // the platform's own code, such as COMMAND-2m8vx or IDE-0012
	Message    string    // in the platform's words
	Status     int       // HTTP status; 0 without a response
	Host       string    // the host that did not respond; empty if it did
	Date       time.Time // the platform's time of the response; zero without a response
	RequestID  string    // the platform's ID of the request, for its operators
	Hint       string    // what to do next, as sentences
	Outcome    string    // the start of Hint that says what became of this object, if the operation changed anything
	ExistingID string    // with ErrAlreadyExists: the ID of the conflicting application or credential, if it is known
	Unproven   bool      // with ErrAlreadyExists: the conflicting object may be what this request created
	Conflict   string    // with ErrAlreadyExists: a sentence about the conflicting object, if it cannot be imported
	Removal    bool      // with ErrNotFound: the platform's history shows the removal of this object
	Cause      error
}

// Error returns the kind, followed by what the platform said.
func (e *Error) Error() string {
	parts := []string{e.Kind.Error()}
	for _, part := range []string{e.Code, e.Message} {
		if part != "" {
			parts = append(parts, part)
		}
	}
	if e.Cause != nil {
		parts = append(parts, e.Cause.Error())
	}
	return strings.Join(parts, ": ")
}

// Unwrap lets errors.Is find the kind, and errors.As the cause.
func (e *Error) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Cause}
}

// Local reports whether the message is the provider's own: nothing in the error came from the platform.
func (e *Error) Local() bool {
	return e.Message != "" && e.Code == "" && e.Status == 0 && e.RequestID == "" && e.Host == ""
}

// Said quotes the platform of this title, with its error code, the HTTP status and the request ID, or gives the provider's
// own message. It is empty if only the kind is known.
func (e *Error) Said(title string) string {
	var facts []string
	if e.Code != "" {
		facts = append(facts, "code "+e.Code)
	}
	if e.Status != 0 {
		facts = append(facts, fmt.Sprintf("HTTP %d", e.Status))
	}
	if e.RequestID != "" {
		facts = append(facts, "request "+e.RequestID)
	}
	said := e.Message
	if e.Cause != nil {
		said = strings.TrimPrefix(said+": "+e.Cause.Error(), ": ")
	}
	switch {
	case said == "" && len(facts) == 0:
		return ""
	case said == "":
		return fmt.Sprintf("%s gave no reason (%s).", title, strings.Join(facts, ", "))
	case len(facts) == 0:
		return "Details: " + capitalized(said)
	default:
		return fmt.Sprintf("%s: %s (%s)", title, said, strings.Join(facts, ", "))
	}
}

// capitalized begins a text with a capital letter, unless it begins with a name such as zitadel.endpoint.
func capitalized(text string) string {
	word, _, _ := strings.Cut(text, " ")
	if strings.ContainsFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) {
		return text
	}
	first, size := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(first)) + text[size:]
}

// WithHint returns a copy of an *Error with another hint. It does not change the original, which other callers may hold.
func WithHint(err error, hint string) error {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return err
	}
	advised := *e
	advised.Hint, advised.Outcome = hint, ""
	return &advised
}

// WithOutcome returns a copy of an *Error whose hint begins with what became of the object. Diagnostics explain a cause that
// many objects share only once, but they never leave out an outcome: nothing else says it.
func WithOutcome(err error, outcome string) error {
	e, ok := errors.AsType[*Error](err)
	if !ok || outcome == "" {
		return err
	}
	known := *e
	known.Outcome = outcome
	known.Hint = strings.TrimSpace(outcome + " " + e.Hint)
	return &known
}
