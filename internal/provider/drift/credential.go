package drift

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
)

// BetweenCredentials compares Terraform's state of a credential with the platform's. A client ID that is not known is no
// difference; neither is that of a key, which is the application's.
func BetweenCredentials(before, after idp.Credential) []Difference {
	var all []Difference
	add := func(attribute, before, after string) {
		if change := changed(before, after); change != "" {
			all = append(all, Difference{attribute, change})
		}
	}
	if before.ClientID != "" && after.ClientID != "" && after.Kind != idp.CredentialKey {
		add("client_id", before.ClientID, after.ClientID)
	}
	add("kind", string(before.Kind), string(after.Kind))
	add("public_key.jwks_uri", before.JWKSURI, after.JWKSURI)
	add("workload_identity.provider_id", before.ProviderID, after.ProviderID)
	add("workload_identity.subject", before.Subject, after.Subject)
	return all
}

// WarnCredential returns a warning about differences. No platform reports who made them.
func WarnCredential(o diagnose.Object, before, after idp.Credential) diag.Diagnostics {
	differences := BetweenCredentials(before, after)
	if len(differences) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("Credential was changed outside Terraform",
		fmt.Sprintf("Credential %q at %s differs from the state:\n\n%s", o.Label, o.Platform.Title, lines(differences)))}
}
