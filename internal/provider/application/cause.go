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

// sharedCause names what an error has in common with those of other applications of the platform, as a summary; empty where it is
// this application's own. The second result tells causes with the same summary apart.
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

// once is the explanation of a cause the first time, and a reference to that afterwards. No application is named in it: Terraform
// drops errors of a resource that are the same.
func once(causes Causes, cause, explanation string) string {
	if causes == nil || causes.First(cause) {
		return explanation
	}
	return "Another error with this summary explains why."
}

// notConfigured reports that the provider's configuration of a platform is missing or wrong.
func notConfigured(c idp.Capabilities, err error, causes Causes) diag.Diagnostic {
	summary := c.Title + " is not configured"
	return diag.NewAttributeErrorDiagnostic(path.Root(c.Platform), summary, once(causes, summary, err.Error()))
}

// cannot says in the user's words which operation failed, what the platform said, and what to do next.
func (s subject) cannot(operation string, err error) diag.Diagnostic {
	explanation := s.explain(err)
	if summary, cause := sharedCause(s.capabilities, err); cause != "" {
		return diag.NewErrorDiagnostic(summary, once(s.causes, cause, explanation))
	}
	summary, detail := "Cannot "+operation+" application", fmt.Sprintf("The provider cannot %s %s.\n\n%s", operation, s.title(), explanation)
	if refusal, ok := errors.AsType[*idp.Error](err); ok && refusal.Attribute != "" {
		return diag.NewAttributeErrorDiagnostic(attributePath(refusal.Attribute), summary, detail)
	}
	return diag.NewErrorDiagnostic(summary, detail)
}

// titled begins a sentence with the application.
func (s subject) titled() string { return "A" + strings.TrimPrefix(s.title(), "a") }

// title names the application and its platform in a sentence.
func (s subject) title() string {
	return fmt.Sprintf("application %q at %s", s.label(), s.capabilities.Title)
}
