package drift

import (
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
)

// BetweenCredentials compares what Terraform knows of a credential with what the platform has. What was left to the platform is
// no difference, and neither is the client ID of a key, which is the application's.
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

// WarnCredential tells of differences. Who made them, no platform says.
func WarnCredential(o diagnose.Object, before, after idp.Credential) diag.Diagnostics {
	differences := BetweenCredentials(before, after)
	if len(differences) == 0 {
		return nil
	}
	return diag.Diagnostics{diag.NewWarningDiagnostic("Credential was changed outside Terraform",
		fmt.Sprintf("Credential %q at %s differs from the state:\n\n%s", o.Label, o.Platform.Title, lines(differences)))}
}
