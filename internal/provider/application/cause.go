package application

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Causes remembers which causes of errors were explained.
type Causes interface {
	// First reports whether nobody asked for this cause before.
	First(cause string) bool
}

// sharedCause is what an error has in common with those of all other applications of the platform. It is a summary, and the
// cause as Causes remembers it.
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

const elsewhere = "Another error with this summary explains why."

// notConfigured reports that the provider's configuration of a platform is missing or wrong. Terraform folds warnings but not
// errors, so it is explained once.
func notConfigured(c idp.Capabilities, err error, causes Causes) diag.Diagnostic {
	summary := c.Title + " is not configured"
	if causes.First(summary) {
		return diag.NewAttributeErrorDiagnostic(path.Root(c.Platform), summary, err.Error())
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(c.Platform), summary, elsewhere)
}

// cannot says in the user's words which operation failed, what the platform said, and what to do next. A cause that many
// applications share is explained once.
func (s subject) cannot(operation string, err error) diag.Diagnostic {
	failed := fmt.Sprintf("The provider cannot %s %s.", operation, s.title())
	summary, cause := sharedCause(s.capabilities, err)
	if cause != "" {
		if s.causes != nil && !s.causes.First(cause) {
			return diag.NewErrorDiagnostic(summary, failed+" "+elsewhere)
		}
		return diag.NewErrorDiagnostic(summary, failed+"\n\n"+s.explain(err))
	}
	summary = "Cannot " + operation + " application"
	if refusal, ok := errors.AsType[*idp.Error](err); ok && refusal.Attribute != "" {
		return diag.NewAttributeErrorDiagnostic(attributePath(refusal.Attribute), summary, failed+"\n\n"+s.explain(err))
	}
	return diag.NewErrorDiagnostic(summary, failed+"\n\n"+s.explain(err))
}

// titled begins a sentence with the application.
func (s subject) titled() string { return "A" + strings.TrimPrefix(s.title(), "a") }

// title names the application and its platform in a sentence.
func (s subject) title() string {
	return fmt.Sprintf("application %q at %s", s.label(), s.capabilities.Title)
}
