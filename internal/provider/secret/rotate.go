package secret

import (
	"iter"
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
)

// RotateWhenChanged returns the schema of the attribute rotate_when_changed.
func RotateWhenChanged() schema.MapAttribute {
	return schema.MapAttribute{
		Optional: true, ElementType: types.StringType,
		MarkdownDescription: "Arbitrary key/value pairs. Changing, adding or removing a pair rotates the client secret; adding or removing the whole attribute does not. ZITADEL: the old " +
			"secret stops working at once. Lerian: replaces the application. Keycard: creates a new credential with a new client ID, then " +
			"deletes the old one. See [Secrets](../guides/secrets.md).",
	}
}

// Rotation is a reason to plan a new client secret, whether or not auth_method changes.
type Rotation struct {
	At       path.Path // the changed attribute; platforms that cannot rotate replace because of it
	because  string
	asked    bool // the configuration explicitly asks for it
	possible bool // an unknown value may turn out to be unchanged
}

// Reasons to rotate a secret.
const (
	triggered   = "A value of rotate_when_changed has changed."
	reencrypted = "The current secret is encrypted to other recipients, and only they can decrypt it."

	// Refused is the reason if the platform refused the secret in state.
	Refused = "The platform no longer accepts the client secret in state: someone may have generated another one outside Terraform. " +
		"Clients that use the one in state cannot authenticate."
)

// Rotations compares a plan with the state. refused reports that the platform no longer accepts the secret in state, and
// that this is a reason to rotate it.
func (k *Kept) Rotations(state Kept, refused bool) (all []Rotation) {
	before, after := triggers(state.RotateWhenChanged), triggers(k.RotateWhenChanged)
	known := allKnown(k.RotateWhenChanged, maps.Values(after))
	if len(before) > 0 && (!known || len(after) > 0 && !maps.EqualFunc(before, after, attr.Value.Equal)) {
		all = append(all, Rotation{At: path.Root("rotate_when_changed"), because: triggered, asked: true, possible: !known})
	}
	if recipients := k.recipients(); !state.Encrypted().IsNull() && !sameRecipients(state.recipients(), recipients) {
		all = append(all, Rotation{
			At:       pathRecipients,
			because:  reencrypted,
			possible: !allKnown(recipients, slices.Values(recipients.Elements())),
		})
	}
	if refused {
		all = append(all, Rotation{At: k.Path(), because: Refused})
	}
	return all
}

// Certain reports whether at least one of the reasons does not depend on unknown values.
func Certain(all []Rotation) bool {
	return slices.ContainsFunc(all, func(r Rotation) bool { return !r.possible })
}

// triggers returns the values of rotate_when_changed without null ones.
func triggers(m types.Map) map[string]attr.Value {
	values := m.Elements()
	maps.DeleteFunc(values, func(_ string, value attr.Value) bool { return value.IsNull() })
	return values
}

// allKnown reports whether a collection and all its elements are known.
func allKnown(collection attr.Value, elements iter.Seq[attr.Value]) bool {
	for element := range elements {
		if element.IsUnknown() {
			return false
		}
	}
	return !collection.IsUnknown()
}

// Undo keeps the previous ciphertext after an update that created no new secret. After a failed update, it also restores the
// attributes that caused the rotation, so that the next plan shows it again.
func (k *Kept) Undo(state Kept, app idp.Application, failed bool) {
	if failed {
		k.RotateWhenChanged = state.RotateWhenChanged
		if k.Secret.IsNull() {
			k.Secret = state.Secret
		}
		k.Secret = fields.With(k.Secret, "recipients", state.recipients())
	}
	kept := failed && app.AuthMethod.HasSecret()
	if app.ClientSecret == "" && (kept || k.Encrypted().IsUnknown()) {
		k.setEncrypted(state.Encrypted())
	}
}
