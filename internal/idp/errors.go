package idp

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind says in which way a platform refused. A Kind is an error, so that errors.Is(err, idp.ErrNotFound) works on any
// error that wraps one.
type Kind string

// The kinds of refusal.
const (
	ErrNotFound        Kind = "not found"           // this very object does not exist
	ErrHidden          Kind = "hidden"              // this very object exists, and the platform's reads do not show it
	ErrAlreadyExists   Kind = "already exists"      // a name or identifier is taken
	ErrInvalid         Kind = "invalid"             // the request was refused; Attribute says which field, if that is known
	ErrUnauthenticated Kind = "unauthenticated"     // the provider's own credentials were refused
	ErrForbidden       Kind = "forbidden"           // the credentials are good and not enough
	ErrRateLimited     Kind = "rate limited"        // refused before it was carried out
	ErrUnavailable     Kind = "unavailable"         // not reached, or not able to answer; nothing was changed
	ErrAmbiguous       Kind = "outcome not known"   // the request may or may not have been carried out
	ErrUnexpected      Kind = "unexpected response" // neither the platform's success nor one of its errors

	// ErrStillShown says of an application that the platform confirmed its removal, and still shows it.
	ErrStillShown Kind = "still shown after its removal"

	// ErrOtherInstallation says that the platform that answered is not the one that the application is known from, so that its
	// answer proves nothing about it.
	ErrOtherInstallation Kind = "another installation"

	// ErrSecretRefused says of an application's own credentials what ErrUnauthenticated says of the provider's.
	ErrSecretRefused Kind = "client secret refused"

	// ErrInactive says that nothing authenticates as the application, with whatever secret, because of where it is.
	ErrInactive Kind = "inactive"
)

func (k Kind) Error() string { return string(k) }

// Error is a platform's refusal. It never holds a body, a header or a secret.
type Error struct {
	Kind       Kind
	Attribute  Attribute // what the platform objects to, if it named one
	Code       string    // the platform's own code, such as COMMAND-2m8vx or IDE-0012
	Message    string    // the platform's own words
	Status     int       // HTTP status; 0 when there was no answer
	Host       string    // the host that gave no answer; empty when there was one
	Date       time.Time // when, by the platform's clock; zero when there was no answer
	RequestID  string    // as the platform named the request, for its operators
	Hint       string    // what to do next, in a sentence
	ExistingID string    // with ErrAlreadyExists: the application that has it, if that is known
	Conflict   string    // with ErrAlreadyExists: what that is, in a sentence, where it cannot be imported
	Cause      error
}

// Error gives the kind, and after it what the platform said.
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

// Unwrap makes errors.Is find the kind and errors.As the cause.
func (e *Error) Unwrap() []error {
	if e.Cause == nil {
		return []error{e.Kind}
	}
	return []error{e.Kind, e.Cause}
}

// Local reports whether the message is the provider's own: nothing in the error came from the platform.
func (e *Error) Local() bool {
	return e.Message != "" && e.Code == "" && e.Status == 0 && e.RequestID == ""
}

// Said quotes the platform of this title, with its code, the HTTP status and its name for the request. A message that came
// without any of these is the provider's own. Said is empty where nothing is known but the kind.
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
		return "Details: " + said
	default:
		return fmt.Sprintf("%s: %s (%s)", title, said, strings.Join(facts, ", "))
	}
}

// WithHint returns an *Error with another hint. It is a copy: others may have the same error.
func WithHint(err error, hint string) error {
	e, ok := errors.AsType[*Error](err)
	if !ok {
		return err
	}
	advised := *e
	advised.Hint = hint
	return &advised
}
