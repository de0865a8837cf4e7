package accesstoken

import (
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// notIssued says why there is no token, with the platform's code and the next step.
func notIssued(platform string, request idp.TokenRequest, err error) diag.Diagnostic {
	const summary = "Cannot get an access token"
	detail := fmt.Sprintf("%s issued no token to client %q.\n\n%s", titles[platform], request.ClientID, explain(platform, err))
	e, ok := errors.AsType[*idp.Error](err)
	if ok && (e.Attribute == idp.AttributeResource || e.Attribute == idp.AttributeZoneID) {
		_, name, _ := strings.Cut(string(e.Attribute), ".")
		return diag.NewAttributeErrorDiagnostic(path.Root(platform).AtName(name), summary, detail)
	}
	return diag.NewErrorDiagnostic(summary, detail)
}

func notRevoked(platform string, err error) diag.Diagnostic {
	return diag.NewWarningDiagnostic("An access token was not revoked", "It stays valid until it expires.\n\n"+explain(platform, err))
}

// explain is what the platform said, and what to do next.
func explain(platform string, err error) string {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok {
		return err.Error()
	}
	said := e.Said(titles[platform])
	if said == "" {
		said = fmt.Sprintf("%s: %s", titles[platform], e.Kind)
	}
	paragraphs := []string{said}
	if e.Kind == idp.ErrSecretRefused {
		paragraphs = append(paragraphs, "The client ID or the client secret is wrong. If the application has a new secret, rotate it with "+
			"rotate_when_changed, or set verify = true in the secret block of its idp_application.")
	}
	if e.Advice != "" {
		paragraphs = append(paragraphs, e.Advice)
	}
	return strings.Join(paragraphs, "\n\n")
}
