package application

import (
	"context"
	"fmt"
	"iter"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func rotateWhenChanged() schema.MapAttribute {
	return schema.MapAttribute{
		Optional: true, ElementType: types.StringType,
		MarkdownDescription: "Any values, of your choice: when one of them changes, the client secret is rotated, and nothing else. ZITADEL: another " +
			"secret takes the place of the present one, which ends at once. Keycard: another credential, with another client ID, is made " +
			"before the present one is removed (or kept, see `keycard.keep_previous_credential`). Lerian: the application is " +
			"replaced, with another client ID. Adding the map to an existing application rotates nothing, and neither does removing it.",
	}
}

// rotation is why a plan makes another client secret, whether or not the way of authenticating changes.
type rotation struct {
	at       path.Path // what has changed; the platforms that cannot rotate replace because of it
	warning  string    // where it is not what the configuration plainly says
	possible bool      // what is not known yet may turn out to be what it was
}

const secretRefused = "The platform does not accept the client secret in state any more: somebody may have made another one elsewhere. " +
	"Whoever uses the one in state cannot authenticate."

// rotations compares a plan with the state. refused says that the platform no longer accepts the secret in state. That the
// way of authenticating changes as well is no reason against one: the secret may be the same as before.
func (m *model) rotations(state model, c idp.Capabilities, refused bool) (all []rotation) {
	if !m.method().HasSecret() {
		return nil
	}
	before, after := triggers(state.RotateWhenChanged), triggers(m.RotateWhenChanged)
	known := allKnown(m.RotateWhenChanged, maps.Values(after))
	if len(before) > 0 && (!known || len(after) > 0 && !maps.EqualFunc(before, after, attr.Value.Equal)) {
		all = append(all, rotation{at: path.Root("rotate_when_changed"), possible: !known})
	}
	if recipients := m.recipients(); !state.encrypted().IsNull() && !sameRecipients(state.recipients(), recipients) {
		all = append(all, rotation{
			at:       pathRecipients,
			warning:  "The present secret is encrypted to other recipients, and nobody else can read it. For the new ones another secret is made.",
			possible: !allKnown(recipients, slices.Values(recipients.Elements())),
		})
	}
	if m.wantsAnother(refused) && !held(state, c) {
		all = append(all, rotation{at: m.secretPath(), warning: secretRefused})
	}
	return all
}

// wantsAnother reports whether a refused secret is to be rotated.
func (m *model) wantsAnother(refused bool) bool {
	return refused && m.verifies() && m.method().HasSecret()
}

// triggers are the values of rotate_when_changed. Null ones count as absent.
func triggers(m types.Map) map[string]attr.Value {
	values := m.Elements()
	maps.DeleteFunc(values, func(_ string, value attr.Value) bool { return value.IsNull() })
	return values
}

// allKnown reports whether a collection is known with all its elements.
func allKnown(collection attr.Value, elements iter.Seq[attr.Value]) bool {
	for element := range elements {
		if element.IsUnknown() {
			return false
		}
	}
	return !collection.IsUnknown()
}

// planRotation shows what a rotation changes: the secret, and what comes with it.
func (m *model) planRotation(state model, c idp.Capabilities, all []rotation, resp *resource.ModifyPlanResponse) {
	if len(all) > 0 {
		m.planNewSecret(c)
	}
	m.planPrevious(state, c, all)
	for _, reason := range all {
		if !c.RotatesInPlace {
			resp.RequiresReplace = append(resp.RequiresReplace, reason.at)
		}
		if reason.warning != "" {
			resp.Diagnostics.AddAttributeWarning(reason.at, fmt.Sprintf("The client secret of application %q is rotated", state.Name.ValueString()),
				reason.warning+" "+m.rotationEffect(c))
		}
	}
}

// rotationEffect says what becomes of the present secret.
func (m *model) rotationEffect(c idp.Capabilities) string {
	switch {
	case !c.RotatesInPlace:
		return fmt.Sprintf("%s replaces the application for that.", c.Title)
	case !c.SeparateCredential:
		return fmt.Sprintf("%s ends the present secret at once.", c.Title)
	case m.keepsPrevious().ValueBool():
		return fmt.Sprintf("%s makes another credential, with another client ID, and the present one stays until the next rotation.", c.Title)
	default:
		return fmt.Sprintf("%s makes another credential, with another client ID, and the present one ends.", c.Title)
	}
}

// planPrevious shows which credential stays valid beside the present one, as far as that is certain.
func (m *model) planPrevious(state model, c idp.Capabilities, all []rotation) {
	keep := m.keepsPrevious()
	rotates := len(all) > 0 && !state.ClientID.IsNull()
	certain := slices.ContainsFunc(all, func(r rotation) bool { return !r.possible })
	switch {
	case !c.SeparateCredential, !keep.IsUnknown() && !keep.ValueBool(), m.secretless():
		m.setPreviousClientID(types.StringNull())
	case m.AuthMethod.IsUnknown(), rotates && !certain, keep.IsUnknown() && (rotates || !state.previousClientID().IsNull()):
		m.setPreviousClientID(types.StringUnknown())
	case rotates:
		m.setPreviousClientID(state.ClientID)
	default:
		m.setPreviousClientID(state.previousClientID())
	}
}

// change changes the application and then, where the plan says so, its secret.
func change(ctx context.Context, platform idp.Platform, before, wanted subject, rotate bool) (idp.Application, error) {
	app, err := platform.Update(ctx, idp.Change{Before: before.Application, After: wanted.Registration})
	if err != nil || !rotate || renewed(before.Application, app) {
		return app, err
	}
	app.KeepPreviousCredential = wanted.KeepPreviousCredential
	return platform.Rotate(ctx, app)
}

// renewed reports whether there is another secret than before.
func renewed(before, after idp.Application) bool {
	return after.ClientSecret != "" && after.ClientSecret != before.ClientSecret
}

// unrotated is for an update that made no other secret: the one from before stays where it is, whatever was planned. After
// a failure the reasons for a rotation are taken back, so that the next plan shows them again.
func (m *model) unrotated(state model, app idp.Application, failed bool) {
	if failed {
		m.RotateWhenChanged = state.RotateWhenChanged
		m.Secret = with(m.Secret, "recipients", state.recipients())
	}
	kept := failed && app.AuthMethod.HasSecret()
	if app.ClientSecret == "" && (kept || m.encrypted().IsUnknown()) {
		m.setEncrypted(state.encrypted())
	}
}

// warnImported says once, after an import, that nobody but the application itself knows its secret.
func (s subject) warnImported(app idp.Application) (diags diag.Diagnostics) {
	if s.AuthMethod != "" || !app.AuthMethod.HasSecret() || app.ClientSecret != "" {
		return nil
	}
	how := "To have one, set rotate_when_changed, apply, and then change one of its values: " + s.capabilities.Title
	switch {
	case !s.capabilities.RotatesInPlace:
		how += " then replaces the application."
	case s.capabilities.SeparateCredential:
		how += " then makes another credential, and the present one ends unless keep_previous_credential is set."
	default:
		how += " then makes another secret, and the present one ends at once."
	}
	diags.AddAttributeWarning(path.Root("client_secret"), fmt.Sprintf("The client secret of application %q is not known", app.Name),
		fmt.Sprintf("%s does not show the secret of an application that exists already, so client_secret is null. The application goes on "+
			"working with the secret it has, and nothing is planned because of this.\n\n%s\n\nWhere another provider's resource has the secret "+
			"in its state, a moved block from that resource brings it along; an import does not.", s.capabilities.Title, how))
	return diags
}
