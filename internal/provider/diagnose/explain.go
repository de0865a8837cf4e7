package diagnose

import (
	"errors"
	"fmt"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/importid"
)

// Explain returns the body of a diagnostic: what happened, the platform's error code and message, and the next step.
func (o Object) Explain(err error) string {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok {
		return err.Error()
	}
	conflict, how := "", ""
	switch {
	case e.Kind != idp.ErrAlreadyExists || o.Noun != Application:
	case e.Conflict != "" && e.ExistingID != "":
		conflict = fmt.Sprintf("It is application %s. %s", e.ExistingID, e.Conflict)
	default:
		how = o.importHint(e.ExistingID)
	}
	return Paragraphs(o.happened(e), e.Said(o.Platform.Title), conflict, e.Hint, how)
}

// Paragraphs joins the non-empty parts of a text.
func Paragraphs(parts ...string) string {
	var all []string
	for _, part := range parts {
		if part != "" {
			all = append(all, part)
		}
	}
	return strings.Join(all, "\n\n")
}

func (o Object) happened(e *idp.Error) string {
	title := o.Platform.Title
	switch e.Kind {
	case idp.ErrNotFound:
		return fmt.Sprintf("%s has no such %s.", title, o.Noun)
	case idp.ErrHidden:
		return fmt.Sprintf("%s does not return this %s, but has not confirmed that it is gone.", title, o.Noun)
	case idp.ErrAlreadyExists:
		if o.Noun != Application {
			return fmt.Sprintf("%s already has such a %s.", title, o.Noun)
		}
		return fmt.Sprintf("Another %s already has this %s, which must be unique in %s.", o.Noun, o.Platform.Unique, o.Platform.UniqueIn)
	case idp.ErrInvalid:
		if e.Local() {
			return ""
		}
		return fmt.Sprintf("%s rejected the request.", title)
	case idp.ErrUnauthenticated:
		return fmt.Sprintf("%s rejected the provider's credentials.", title)
	case idp.ErrForbidden:
		return fmt.Sprintf("The provider's credentials are not allowed to do this at %s.", title)
	case idp.ErrRateLimited:
		return fmt.Sprintf("%s limits the rate of requests. This request changed nothing.", title)
	case idp.ErrUnavailable:
		if e.Local() {
			return ""
		}
		return fmt.Sprintf("%s could not be reached or could not answer.", title)
	case idp.ErrAmbiguous:
		return fmt.Sprintf("The request was sent, but %s did not confirm it: it may have been carried out.", title)
	case idp.ErrSecretRefused:
		return fmt.Sprintf("%s rejected the application's client secret.", title)
	case idp.ErrInactive:
		return fmt.Sprintf("%s rejects the application with any client secret while its project or organization is deactivated.", title)
	case idp.ErrStillShown:
		return fmt.Sprintf("%s confirmed the removal, but still shows the %s.", title, o.Noun)
	case idp.ErrOtherInstallation:
		return fmt.Sprintf("%s has no such %s, but it may not be the installation that the state refers to.", title, o.Noun)
	case idp.ErrUnexpected:
		return fmt.Sprintf("%s returned an unexpected response.", title)
	}
	return e.Error()
}

// importHint explains how to import the conflicting application. Its ID is empty if it is not known.
func (o Object) importHint(id string) string {
	if id == "" {
		return fmt.Sprintf("Only if no state has that application, import it: its import ID has the form %s.", strings.Join(o.Platform.ImportIDs, " or "))
	}
	hint := fmt.Sprintf("Only if no state has application %s, import it (terraform state list -id=%[1]s searches this state): add this to the "+
		"configuration, with the address of the resource:\n\nimport {\n  to = idp_application.example\n  id = %q\n}",
		id, importid.OfApplication(o.Platform, o.Scope, id))
	if o.HasSecret {
		hint += "\n\nAn import does not bring the client secret. The section \"Get a client secret\" of the guide \"Troubleshooting\" says how to get one."
	}
	return hint
}
