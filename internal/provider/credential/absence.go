package credential

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
)

// notCreated reports a failed create. A credential that was created anyway is in state, tainted. If it is complete, it is
// only a warning: the error concerns an earlier request.
func (t target) notCreated(issued idp.Issued, err error) diag.Diagnostic {
	if issued.ID != "" && secretOf(issued) != "" {
		return diag.NewWarningDiagnostic("Credential is created, and an orphaned credential may be left", fmt.Sprintf(
			"The provider created %s and saved its %s. An earlier request failed.\n\n%s", t.title(), t.noun(), t.explain(err)))
	}
	return t.cannot("create", err)
}

// adopted warns about a credential that was found after the response to its create was lost.
func (t target) adopted() diag.Diagnostic {
	return diag.NewWarningDiagnostic("Credential was adopted after a lost response", fmt.Sprintf(
		"The response to the create was lost. The provider found %s, created at that moment, and took it over. "+
			"If another run created it, remove it from one of the two states with terraform state rm.", t.title()))
}

// notThere reports that a credential to import does not exist. A wrong scope with a correct ID cannot be told apart from a
// wrong ID.
func (t target) notThere(err error) diag.Diagnostic {
	return diag.NewErrorDiagnostic("There is no credential to import", diagnose.Paragraphs(
		fmt.Sprintf("%s has no credential %s of application %s%s.", t.capabilities.Title, t.ID, t.ApplicationID, diagnose.Within(t.Scope)),
		t.said(err),
		fmt.Sprintf("Check the import ID, which has the form %s, and the address that the provider is configured with.",
			strings.Join(t.capabilities.CredentialImportIDs, " or "))))
}

// unmanaged reports a credential of a kind that the platform has and this provider does not support.
func (t target) unmanaged() diag.Diagnostic {
	return diag.NewErrorDiagnostic("Credential is of a kind that is not supported", fmt.Sprintf(
		"%s shows %s, and its kind is none of %s. Nothing was changed. Leave this credential out of the configuration.",
		t.capabilities.Title, t.label(), list(kinds, ", ")))
}

// gone warns about a credential that is removed from state because the platform confirmed that it does not exist.
func (t target) gone(err error, expired bool) diag.Diagnostic {
	summary, how := "Credential was deleted outside Terraform", ""
	if expired {
		summary, how = "Credential has expired", " It expired at "+t.ExpiresAt+"."
	}
	return diag.NewWarningDiagnostic(summary, diagnose.Paragraphs(
		fmt.Sprintf("%s no longer has %s.%s", t.capabilities.Title, t.label(), how), t.said(err),
		"It is no longer in state. If it is still in the configuration, the next apply creates a new credential."))
}

// hidden warns about a credential that stays in state although the platform does not return it.
func (t target) hidden(err error) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Credential is hidden by the platform", fmt.Sprintf(
		"%s does not show %s.\n\n%s\n\nIt stays in state as it was.", t.capabilities.Title, t.label(), t.explain(err)))
}

// stillShown warns about a deletion that the platform confirmed, but that had no effect.
func (t target) stillShown(err error) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Credential is still shown after its removal", fmt.Sprintf(
		"%s confirmed the removal of %s and still shows it. It may still be accepted. It is no longer in state.\n\n%s",
		t.capabilities.Title, t.label(), t.explain(err)))
}

// said returns the reason in the platform's words.
func (t target) said(err error) string {
	if e, ok := errors.AsType[*idp.Error](err); ok {
		return e.Said(t.capabilities.Title)
	}
	return ""
}

// unknownSecret warns once that the secrets of imported credentials are not known.
func (t target) unknownSecret() (diags diag.Diagnostics) {
	const summary = "Secret of the credential is not known"
	if t.causes != nil && !t.causes.First(summary+" "+t.capabilities.Title) {
		return nil
	}
	diags.AddWarning(summary, fmt.Sprintf("%s shows client secrets and private keys only when it makes them. They are null in state for every credential that "+
		"this run imports, or moves from a state without them. The credentials stay valid, and no change is planned.\n\nTo get a new one, "+
		"replace the credential with terraform apply -replace=ADDRESS.", t.capabilities.Title))
	return diags
}
