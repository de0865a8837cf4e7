package secret

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
)

// WarnRotated returns a warning that says why the client secret of this application is rotated, and what happens to the
// current one. keep is keep_previous_credential. A replacement that the configuration asks for needs no warning.
func WarnRotated(all []Rotation, c idp.Capabilities, name string, keep types.Bool) (diags diag.Diagnostics) {
	if !c.RotatesInPlace {
		all = slices.DeleteFunc(slices.Clone(all), func(r Rotation) bool { return r.asked })
	}
	if len(all) == 0 {
		return nil
	}
	summary := "Client secret will be rotated"
	if !Certain(all) {
		summary = "Client secret may be rotated"
	}
	because := []string{fmt.Sprintf("Application %q at %s:", name, c.Title)}
	for _, reason := range all {
		if reason.possible {
			because = append(because, fmt.Sprintf("Whether %s changes is known only after apply.", reason.At))
		} else {
			because = append(because, reason.because)
		}
	}
	diags.AddAttributeWarning(all[0].At, summary, strings.Join(because, " ")+"\n\n"+effect(c, keep))
	return diags
}

// effect describes what happens to the current secret.
func effect(c idp.Capabilities, keep types.Bool) string {
	switch {
	case !c.RotatesInPlace:
		return fmt.Sprintf("%s rotates by replacing the application. The current client ID and client secret stop working.", c.Title)
	case !c.SeparateCredential:
		return fmt.Sprintf("%s generates a new client secret, and the current one stops working at once.", c.Title)
	case keep.IsUnknown():
		return fmt.Sprintf("%s creates a new credential with a new client ID. keep_previous_credential, known only after apply, "+
			"decides whether the current one stays valid until the next rotation or is removed.", c.Title)
	case keep.ValueBool():
		return fmt.Sprintf("%s creates a new credential with a new client ID. The current one stays valid until the next rotation.", c.Title)
	default:
		return fmt.Sprintf("%s creates a new credential with a new client ID, and then removes the current one.", c.Title)
	}
}

// WarnUnknown warns that the client secrets of imported applications are not known. It warns only once, because Terraform
// cannot fold the warnings of imports.
func WarnUnknown(o diagnose.Object) (diags diag.Diagnostics) {
	summary := "Client secret is not known"
	if o.Causes != nil && !o.Causes.First(summary+" "+o.Platform.Title) {
		return nil
	}
	how := "To get one, set rotate_when_changed, apply, and then change one of its values: " + o.Platform.Title
	switch {
	case !o.Platform.RotatesInPlace:
		how += " then replaces the application."
	case o.Platform.SeparateCredential:
		how += " then creates a new credential, and removes the current one unless keep_previous_credential is set."
	default:
		how += " then generates a new secret, and the current one stops working at once."
	}
	diags.AddAttributeWarning(path.Root("client_secret"), summary, fmt.Sprintf("%s does not show the client secrets of applications that exist "+
		"already. client_secret is null for every application that this run imports, or moves from a state without the secret. The current secrets stay "+
		"valid, and no rotation is planned.\n\n%s\n\nIf another provider's resource has the secret in its state, a moved block from that resource keeps it; an import "+
		"does not.", o.Platform.Title, how))
	return diags
}
