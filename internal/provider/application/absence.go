package application

import (
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// imported reports whether the application is being imported: nothing is known of it but where it should be.
func (s subject) imported() bool { return s.Name == "" }

// gone reports an application that leaves the state because the platform confirmed that it does not exist.
func (s subject) gone(err error) diag.Diagnostic {
	how := fmt.Sprintf("%s has no application %s any more", s.capabilities.Title, s.ID)
	if e, ok := errors.AsType[*idp.Error](err); ok && e.Message != "" {
		how += ": " + e.Message
	}
	return diag.NewWarningDiagnostic(
		fmt.Sprintf("Application %q is gone from %s", s.label(), s.capabilities.Title),
		how+".\n\nIt is no longer in state. While it is in the configuration, the next apply registers it anew, with another client ID and "+
			"client secret.")
}

// hidden reports an application that stays in state although the platform does not show it.
func (s subject) hidden(err error) diag.Diagnostic {
	return diag.NewWarningDiagnostic(
		fmt.Sprintf("%s does not show application %q (%s)", s.capabilities.Title, s.label(), s.ID), s.explain(err)+"\n\nIt stays in state as it was.")
}

// label is what an application is called: by its name, or by its ID while that is all that is known.
func (s subject) label() string {
	if s.Name == "" {
		return s.ID
	}
	return s.Name
}
