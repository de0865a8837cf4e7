package accesstoken

import (
	"cmp"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// tokenOf returns a token as the object of diagnostics.
func tokenOf(platform idp.Capabilities) diagnose.Object {
	return diagnose.Object{Noun: "an access token", Platform: platform}
}

// notIssued returns an error that says why there is no token, with the platform's error code and the next step.
func notIssued(platform idp.Capabilities, request idp.TokenRequest, err error) diag.Diagnostic {
	const summary = "Cannot get an access token"
	detail := fmt.Sprintf("%s issued no token to client %q.\n\n%s", platform.Title, request.ClientID, explain(platform, err))
	e, ok := errors.AsType[*idp.Error](err)
	if ok && (e.Attribute == idp.AttributeResource || e.Attribute == idp.AttributeZoneID) {
		return diag.NewAttributeErrorDiagnostic(rules.Path(e.Attribute), summary, detail)
	}
	return diag.NewErrorDiagnostic(summary, detail)
}

func notRevoked(platform idp.Capabilities, err error) diag.Diagnostic {
	return diag.NewWarningDiagnostic("An access token was not revoked", "It stays valid until it expires.\n\n"+explain(platform, err))
}

// explain returns the platform's message and the next step. The credentials in these errors are the application's own.
func explain(platform idp.Capabilities, err error) string {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok {
		return err.Error()
	}
	hint := ""
	if e.Kind == idp.ErrSecretRefused {
		hint = "The client ID or client secret is wrong, or this type of application cannot get tokens. If someone changed the secret outside Terraform, " +
			"rotate it with rotate_when_changed, or set verify = true in the secret block of its idp_application."
	}
	said := cmp.Or(e.Said(platform.Title), fmt.Sprintf("%s: %s", platform.Title, e.Kind))
	return diagnose.Paragraphs(said, hint, e.Hint)
}
