package diagnose

import (
	"errors"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Causes remembers which causes of errors were explained.
type Causes interface {
	// First reports whether this is the first call for this cause.
	First(cause string) bool
}

// sharedCause names what an error has in common with those of other objects of the platform, as a summary; empty where it is
// this object's own. The second result tells causes with the same summary apart.
func sharedCause(c idp.Capabilities, err error) (summary, cause string) {
	e, ok := errors.AsType[*idp.Error](err)
	switch {
	case !ok:
		return "", ""
	case e.Kind == idp.ErrUnauthenticated:
		summary = c.Title + " refused the provider's credentials"
	case e.Kind == idp.ErrUnavailable && e.Host != "":
		summary = c.Title + " is unreachable"
	default:
		return "", ""
	}
	return summary, summary + " " + e.Host
}

// once is the explanation of a cause the first time, and a reference to that afterwards. No object is named in it: Terraform
// drops errors of a resource that are the same.
func once(causes Causes, cause, explanation string) string {
	if causes == nil || causes.First(cause) {
		return explanation
	}
	return "Another error with this summary explains why."
}
