// Package diagnose turns platform errors into Terraform's diagnostics: what failed, why in the platform's words, and what to
// do next.
package diagnose

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// Application is the Noun of applications, whose conflicts are explained in detail.
const Application = "application"

// Object identifies the object of an operation in diagnostics.
type Object struct {
	Noun      string // kind of object, such as "application"
	Label     string // its name, or its ID while the name is not known
	ID        string // "" if it does not exist yet, or if Label contains it
	Platform  idp.Capabilities
	Scope     idp.Scope
	HasSecret bool   // it has a client secret, which an import does not recover
	Causes    Causes // explained so far; nil for errors that stand alone
}

// Title returns the object and its platform as part of a sentence. Objects without a label are any of their kind.
func (o Object) Title() string {
	if o.Label == "" {
		return o.Noun + " at " + o.Platform.Title
	}
	return fmt.Sprintf("%s %q at %s", o.Noun, o.Label, o.Platform.Title)
}

// Cannot returns an error that says which operation failed, what the platform answered, and what to do next.
func (o Object) Cannot(operation string, err error) diag.Diagnostic {
	known := ""
	if o.ID != "" && o.ID != o.Label { // the name can be that of another object, such as the successor of a deposed one
		known = fmt.Sprintf(" (ID %s)", o.ID)
	}
	return o.Failed("Cannot "+operation+" "+o.Noun, fmt.Sprintf("The provider cannot %s %s%s.", operation, o.Title(), known), err)
}

// Failed returns an error. The summary is the same for each object; a cause that objects share replaces it, and is
// explained once.
func (o Object) Failed(summary, sentence string, err error) diag.Diagnostic {
	detail := Paragraphs(sentence, o.Explain(err))
	e, ok := errors.AsType[*idp.Error](err)
	if !ok {
		return diag.NewErrorDiagnostic(summary, detail)
	}
	if summary, cause := sharedCause(o.Platform, e); cause != "" {
		return diag.NewErrorDiagnostic(summary, o.shared(cause, sentence, e))
	}
	if e.Attribute != "" {
		return diag.NewAttributeErrorDiagnostic(rules.Path(e.Attribute), summary, detail)
	}
	return diag.NewErrorDiagnostic(summary, detail)
}

// CollectWaits returns a context for the requests of an operation, and a function that adds a warning for each of their long
// waits.
func (o Object) CollectWaits(ctx context.Context, diags *diag.Diagnostics) (context.Context, func()) {
	ctx, waited := idp.CollectWaits(ctx)
	return ctx, func() { diags.Append(o.Waited(waited())...) }
}

// Waited returns a warning for each long wait for a rate limit.
func (o Object) Waited(waits []idp.Wait) (diags diag.Diagnostics) {
	for _, wait := range waits {
		diags.AddWarning(o.Platform.Title+" limited the rate of requests", fmt.Sprintf(
			"Requests to %s for %s waited %s because of %s's rate limit. "+
				"To wait less, manage fewer applications per run, or ask for a higher limit.",
			wait.Host, o.Title(), wait.Total.Round(time.Second), o.Platform.Title))
	}
	return diags
}

// NotConfigured returns an error about the missing or wrong configuration of a platform.
func NotConfigured(c idp.Capabilities, err error, causes Causes) diag.Diagnostic {
	summary := c.Title + " is not configured"
	return diag.NewAttributeErrorDiagnostic(path.Root(c.Platform), summary, once(causes, summary, inWords(err)))
}

// inWords returns an error's message and hint, without its kind, which is for programs.
func inWords(err error) string {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok {
		return err.Error()
	}
	return e.Message + ". " + e.Hint
}

// Within returns the zone, or the project and organization, as part of a sentence, with a leading space.
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
