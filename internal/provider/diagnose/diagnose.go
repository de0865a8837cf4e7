// Package diagnose turns what platforms answer into Terraform's diagnostics: what failed, why in the platform's words, and
// what to do next.
package diagnose

import (
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// Application is the noun of applications, whose conflicts are explained in full.
const Application = "application"

// Object is what an operation is about, as diagnostics name it.
type Object struct {
	Noun      string // what it is: "application"
	Label     string // what it is called: by its name, or by its ID while that is all that is known
	Platform  idp.Capabilities
	Scope     idp.Scope
	HasSecret bool   // a client secret belongs to it, which an import does not bring
	Causes    Causes // that were explained; nil for errors that stand alone
}

// Title names the object and its platform in a sentence.
func (o Object) Title() string { return fmt.Sprintf("%s %q at %s", o.Noun, o.Label, o.Platform.Title) }

// Cannot says in the user's words which operation failed, what the platform said, and what to do next.
func (o Object) Cannot(operation string, err error) diag.Diagnostic {
	return o.Failed("Cannot "+operation+" "+o.Noun, fmt.Sprintf("The provider cannot %s %s.", operation, o.Title()), err)
}

// Failed reports an error under a summary that is the same for each object. A cause that objects share has its own summary.
func (o Object) Failed(summary, sentence string, err error) diag.Diagnostic {
	explanation := o.Explain(err)
	if summary, cause := sharedCause(o.Platform, err); cause != "" {
		return diag.NewErrorDiagnostic(summary, once(o.Causes, cause, explanation))
	}
	detail := Paragraphs(sentence, explanation)
	if refusal, ok := errors.AsType[*idp.Error](err); ok && refusal.Attribute != "" {
		return diag.NewAttributeErrorDiagnostic(rules.Path(refusal.Attribute), summary, detail)
	}
	return diag.NewErrorDiagnostic(summary, detail)
}

// Waited warns of long waits for a rate limit.
func (o Object) Waited(waits []idp.Wait) (diags diag.Diagnostics) {
	for _, wait := range waits {
		diags.AddWarning(o.Platform.Title+" limited the rate of requests", fmt.Sprintf(
			"Requests to %s for %s waited %s because of %s's rate limit. "+
				"To wait less, manage fewer applications per run, or ask for a higher limit.",
			wait.Host, o.Title(), wait.Total.Round(time.Second), o.Platform.Title))
	}
	return diags
}

// NotConfigured reports that the provider's configuration of a platform is missing or wrong.
func NotConfigured(c idp.Capabilities, err error, causes Causes) diag.Diagnostic {
	summary := c.Title + " is not configured"
	return diag.NewAttributeErrorDiagnostic(path.Root(c.Platform), summary, once(causes, summary, inWords(err)))
}

// inWords is an error's own message with its hint, without the kind, which is for programs.
func inWords(err error) string {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok {
		return err.Error()
	}
	return e.Message + ". " + e.Hint
}

// Within names the zone, or the project and organization, of an object, with a blank in front.
func Within(scope idp.Scope) string {
	switch {
	case scope.ZoneID != "":
		return " in zone " + scope.ZoneID
	case scope.OrganizationID != "" && scope.ProjectID != "":
		return fmt.Sprintf(" in project %s of organization %s", scope.ProjectID, scope.OrganizationID)
	case scope.ProjectID != "":
		return " in project " + scope.ProjectID
	case scope.OrganizationID != "":
		return " in organization " + scope.OrganizationID
	}
	return ""
}
