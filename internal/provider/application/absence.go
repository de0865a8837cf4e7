package application

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// imported reports whether the application is being imported: nothing is known of it but where it should be.
func (s subject) imported() bool { return s.Name == "" }

// unheard reports whether nothing at all is known of the application: Terraform has never had it. A moved state begins
// without a name, too, but with the credential.
func (s subject) unheard() bool { return s.imported() && s.AuthMethod == "" }

// notThere reports an application that is to be imported and does not exist. An ID that is right and the wrong place for
// it look the same.
func (s subject) notThere(err error) diag.Diagnostic {
	what := fmt.Sprintf("%s has no application %s%s.", s.capabilities.Title, s.ID, within(s.Scope))
	if e, ok := errors.AsType[*idp.Error](err); ok {
		what += "\n\n" + e.Said(s.capabilities.Title)
	}
	return diag.NewErrorDiagnostic("There is no application to import",
		fmt.Sprintf("%s\n\nCheck the import ID, which has the form %s, and the address that the provider is configured with.",
			what, strings.Join(s.capabilities.ImportIDs, " or ")))
}

// within names the place that an application belongs to, with a blank in front.
func within(scope idp.Scope) string {
	switch {
	case scope.ZoneID != "":
		return " in zone " + scope.ZoneID
	case scope.OrganizationID != "":
		return fmt.Sprintf(" in project %s of organization %s", scope.ProjectID, scope.OrganizationID)
	case scope.ProjectID != "":
		return " in project " + scope.ProjectID
	}
	return ""
}

// gone reports an application that leaves the state because the platform confirmed that it does not exist.
func (s subject) gone(err error) diag.Diagnostic {
	how := fmt.Sprintf("%s no longer has application %q (%s)", s.capabilities.Title, s.label(), s.ID)
	if e, ok := errors.AsType[*idp.Error](err); ok && e.Message != "" {
		how += ": " + e.Message
	}
	return diag.NewWarningDiagnostic("Application was deleted outside Terraform",
		how+".\n\nIt is no longer in state. If it is still in the configuration, the next apply registers a new application, with a new client ID "+
			"and client secret.")
}

// hidden reports an application that stays in state although the platform does not show it.
func (s subject) hidden(err error) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Application is hidden by the platform", fmt.Sprintf(
		"%s does not show application %q (%s).\n\n%s\n\nIt stays in state as it was.", s.capabilities.Title, s.label(), s.ID, s.explain(err)))
}

// stillShown reports a removal that the platform confirmed, and that had no effect.
func (s subject) stillShown(err error) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Application is still shown after its removal", fmt.Sprintf(
		"%s confirmed the removal of application %q (%s) and still shows it. Its client secret may still be accepted. It is no longer in state.\n\n%s",
		s.capabilities.Title, s.label(), s.ID, s.explain(err)))
}

// adopted reports an application that was found after the answer to its create was lost.
func (s subject) adopted(app idp.Application) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Application was adopted after a lost response", fmt.Sprintf(
		"The response to the create was lost. Application %q (%s) was registered at that moment and had no credential, so it was taken over. "+
			"If another run registered it, remove it from one of the two states with terraform state rm.", s.Name, app.ID))
}

// label is what an application is called: by its name, or by its ID while that is all that is known.
func (s subject) label() string {
	if s.Name == "" {
		return s.ID
	}
	return s.Name
}
