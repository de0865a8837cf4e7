package diagnose

import (
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Causes records which causes of errors have been explained.
type Causes interface {
	// First reports whether this is the first call for this cause.
	First(cause string) bool
}

// sharedCause returns the summary of a cause that affects all objects of a platform, and a key that distinguishes causes
// with the same summary. Both are empty if the cause concerns only this object.
func sharedCause(c idp.Capabilities, e *idp.Error) (summary, cause string) {
	switch {
	case e.Kind == idp.ErrUnauthenticated:
		summary = c.Title + " refused the provider's credentials"
	case e.Kind == idp.ErrUnavailable && e.Host != "":
		summary = c.Title + " is unreachable"
	default:
		return "", ""
	}
	return summary, summary + " " + e.Host
}

// reference names no object, so that Terraform drops repetitions of it for the same resource.
const reference = "Another error with this summary explains why."

// once returns the explanation of a cause the first time, and later a reference to it.
func once(causes Causes, cause, explanation string) string {
	if causes == nil || causes.First(cause) {
		return explanation
	}
	return reference
}

// shared returns the detail of an error with a shared cause. It always contains what became of this object.
func (o Object) shared(cause, sentence string, e *idp.Error) string {
	detail := once(o.Causes, cause, o.Explain(e))
	switch {
	case e.Outcome == "":
		return detail
	case detail == reference:
		return Paragraphs(sentence, e.Outcome, reference)
	}
	return Paragraphs(sentence, detail)
}
