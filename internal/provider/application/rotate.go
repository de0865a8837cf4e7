package application

import (
	"context"
	"iter"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
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
	because  string
	asked    bool // the configuration plainly asks for it
	possible bool // what is not known yet may turn out to be what it was
}

const (
	triggered     = "A value of rotate_when_changed has changed."
	reencrypted   = "The present secret is encrypted to other recipients, and only they can decrypt it."
	secretRefused = "The platform no longer accepts the client secret in state: someone may have generated another one outside Terraform. " +
		"Clients that use the one in state cannot authenticate."
)

// rotations compares a plan with the state. refused says that the platform no longer accepts the secret in state. That the
// way of authenticating changes as well is no reason against one: the secret may be the same as before.
func (m *model) rotations(state model, c idp.Capabilities, refused bool) (all []rotation) {
	if !m.method().HasSecret() {
		return nil
	}
	before, after := triggers(state.RotateWhenChanged), triggers(m.RotateWhenChanged)
	known := allKnown(m.RotateWhenChanged, maps.Values(after))
	if len(before) > 0 && (!known || len(after) > 0 && !maps.EqualFunc(before, after, attr.Value.Equal)) {
		all = append(all, rotation{at: path.Root("rotate_when_changed"), because: triggered, asked: true, possible: !known})
	}
	if recipients := m.recipients(); !state.encrypted().IsNull() && !sameRecipients(state.recipients(), recipients) {
		all = append(all, rotation{
			at:       pathRecipients,
			because:  reencrypted,
			possible: !allKnown(recipients, slices.Values(recipients.Elements())),
		})
	}
	if m.wantsAnother(refused) && !held(state, c) {
		all = append(all, rotation{at: m.secretPath(), because: secretRefused})
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
	}
	resp.Diagnostics.Append(m.warnRotated(state, c, all)...)
}

// planPrevious shows which credential stays valid beside the present one, as far as that is certain.
func (m *model) planPrevious(state model, c idp.Capabilities, all []rotation) {
	keep := m.keepsPrevious()
	rotates := len(all) > 0 && !state.ClientID.IsNull()
	sure := slices.ContainsFunc(all, certain)
	switch {
	case !c.SeparateCredential, !keep.IsUnknown() && !keep.ValueBool(), m.secretless():
		m.setPreviousClientID(types.StringNull())
	case m.AuthMethod.IsUnknown(), rotates && !sure, keep.IsUnknown() && (rotates || !state.previousClientID().IsNull()):
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
		if m.Secret.IsNull() {
			m.Secret = state.Secret
		}
		m.Secret = fields.With(m.Secret, "recipients", state.recipients())
	}
	kept := failed && app.AuthMethod.HasSecret()
	if app.ClientSecret == "" && (kept || m.encrypted().IsUnknown()) {
		m.setEncrypted(state.encrypted())
	}
}
