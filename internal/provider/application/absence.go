package application

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
)

// notThere reports that an application to import does not exist. A wrong scope with a correct ID cannot be told apart from a
// wrong ID.
func (t target) notThere(err error) diag.Diagnostic {
	what := fmt.Sprintf("%s has no application %s%s.", t.capabilities.Title, t.ID, diagnose.Within(t.Scope))
	if e, ok := errors.AsType[*idp.Error](err); ok {
		what += "\n\n" + e.Said(t.capabilities.Title)
	}
	if t.Type == idp.TypeServiceAccount {
		what += "\n\nWithout project_id, the ID is that of a service account. For an application, set project_id."
	}
	return diag.NewErrorDiagnostic("There is no application to import",
		fmt.Sprintf("%s\n\nCheck the import ID, which has the form %s, and the address that the provider is configured with.",
			what, strings.Join(t.capabilities.ImportIDs, " or ")))
}

// gone warns about an application that is removed from state because the platform confirmed that it does not exist.
func (t target) gone(err error) diag.Diagnostic {
	how := fmt.Sprintf("%s no longer has application %q (%s)", t.capabilities.Title, t.label(), t.ID)
	if e, ok := errors.AsType[*idp.Error](err); ok && e.Message != "" {
		how += ": " + e.Message
	}
	return diag.NewWarningDiagnostic("Application was deleted outside Terraform",
		how+".\n\nIt is no longer in state. If it is still in the configuration, the next apply registers a new application, with a new client ID "+
			"and client secret.")
}

// hidden warns about an application that stays in state although the platform does not return it.
func (t target) hidden(err error) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Application is hidden by the platform", fmt.Sprintf(
		"%s does not show application %q (%s).\n\n%s\n\nIt stays in state as it was.", t.capabilities.Title, t.label(), t.ID, t.explain(err)))
}

// stillShown warns about a deletion that the platform confirmed, but that had no effect.
func (t target) stillShown(err error) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Application is still shown after its removal", fmt.Sprintf(
		"%s confirmed the removal of application %q (%s) and still shows it. Its client secret may still be accepted. It is no longer in state.\n\n%s",
		t.capabilities.Title, t.label(), t.ID, t.explain(err)))
}

// adopted warns about an application that was found after the response to its create was lost.
func (t target) adopted(app idp.Application) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Application was adopted after a lost response", fmt.Sprintf(
		"The response to the create was lost. Application %q (%s) was registered at that moment and had no credential, so it was taken over. "+
			"If another run registered it, remove it from one of the two states with terraform state rm.", t.Name, app.ID))
}
