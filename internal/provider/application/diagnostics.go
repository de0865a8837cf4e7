package application

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// notCreated reports a create that failed. An application that is there all the same is in state, tainted. One that is
// complete is no failure: the error is about a request on the way there.
func (s subject) notCreated(app idp.Application, err error) diag.Diagnostic {
	if s.hasCredential(app) {
		return diag.NewWarningDiagnostic("Application is registered, and an orphaned credential may be left",
			fmt.Sprintf("The provider registered %s and saved its client ID and client secret. An earlier request for a credential failed.\n\n%s",
				s.title(), s.explain(err)))
	}
	return s.cannot("register", err)
}

// hasCredential reports whether an application has its own credential, which is the last thing that it gets.
func (s subject) hasCredential(app idp.Application) bool {
	return s.capabilities.SeparateCredential && app.CredentialID != "" && app.ClientSecret != ""
}

// slowed tells of long waits for a rate limit.
func (s subject) slowed(waits []idp.Wait) (diags diag.Diagnostics) {
	for _, wait := range waits {
		diags.AddWarning(s.capabilities.Title+" limited the rate of requests", fmt.Sprintf(
			"Requests to %s for %s waited %s, because %s allows only so many requests in a time. "+
				"To wait less, use fewer applications in one run, or ask for a higher limit.",
			wait.Host, s.title(), wait.Total.Round(time.Second), s.capabilities.Title))
	}
	return diags
}

// explain is the body of a diagnostic: what happened, the platform's own code and words, the next step.
func (s subject) explain(err error) string {
	var refusal *idp.Error
	if !errors.As(err, &refusal) {
		return err.Error()
	}
	paragraphs := []string{s.happened(refusal)}
	if said := refusal.Said(s.capabilities.Title); said != "" {
		paragraphs = append(paragraphs, said)
	}
	if refusal.Kind == idp.ErrAlreadyExists {
		paragraphs = append(paragraphs, s.importHint(refusal))
	}
	if refusal.Advice != "" {
		paragraphs = append(paragraphs, refusal.Advice)
	}
	return strings.Join(paragraphs, "\n\n")
}

func (s subject) happened(e *idp.Error) string {
	title := s.capabilities.Title
	switch e.Kind {
	case idp.ErrNotFound:
		return fmt.Sprintf("%s has no such application.", title)
	case idp.ErrHidden:
		return fmt.Sprintf("%s says that there is no such application, although there is.", title)
	case idp.ErrAlreadyExists:
		return fmt.Sprintf("Another application has this %s already, and at %s it must be unique.", s.capabilities.Unique, title)
	case idp.ErrInvalid:
		return fmt.Sprintf("%s does not accept the request.", title)
	case idp.ErrUnauthenticated:
		return fmt.Sprintf("%s does not accept the provider's credentials.", title)
	case idp.ErrForbidden:
		return fmt.Sprintf("The provider's credentials are not allowed to do this at %s.", title)
	case idp.ErrRateLimited:
		return fmt.Sprintf("%s receives too many requests. Nothing was changed by this one.", title)
	case idp.ErrUnavailable:
		return fmt.Sprintf("%s could not be reached or could not answer.", title)
	case idp.ErrAmbiguous:
		return fmt.Sprintf("The request was sent, but %s did not confirm it: it may have been carried out.", title)
	case idp.ErrSecretRefused:
		return fmt.Sprintf("%s does not accept the application's client secret.", title)
	case idp.ErrInactive:
		return fmt.Sprintf("%s refuses the application whatever its client secret, for as long as the place that it is in is deactivated.", title)
	case idp.ErrStillShown:
		return fmt.Sprintf("%s confirmed the removal, and its reads still show the application.", title)
	case idp.ErrOtherInstallation:
		return fmt.Sprintf("%s has no such application, but this is another installation than the one that the state comes from, or it cannot be told.", title)
	case idp.ErrUnexpected:
		return fmt.Sprintf("The answer is not one that %s is known to give.", title)
	}
	return e.Error()
}

// importHint shows how to take over the application that is in the way, if that can be done.
func (s subject) importHint(e *idp.Error) string {
	if e.ExistingID == "" {
		return fmt.Sprintf("To manage that application, import it: its import ID has the form %s.", strings.Join(s.capabilities.ImportIDs, " or "))
	}
	if e.Holder != "" {
		return fmt.Sprintf("It is application %s. %s", e.ExistingID, e.Holder)
	}
	s.ID = e.ExistingID
	hint := fmt.Sprintf("It is application %s. If no state has it, import it: add this to the configuration, with the address of the resource:\n\n"+
		"import {\n  to = idp_application.example\n  id = %q\n}", e.ExistingID, s.importID())
	if s.AuthMethod == "" || s.AuthMethod.HasSecret() {
		hint += "\n\nAn import does not bring the client secret. The guide \"What happens when things go wrong\" says how to get one."
	}
	return hint
}
