package secret

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/encryption"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
)

func recipientsAttribute() schema.ListAttribute {
	return schema.ListAttribute{
		Optional: true, ElementType: types.StringType,
		MarkdownDescription: "Public keys that the client secret is encrypted to: [age](https://age-encryption.org) recipients (`age1...`) or SSH public keys " +
			"(`ssh-ed25519 ...`, `ssh-rsa ...`). Plan and state then hold only `encrypted`. Adding recipients " +
			"to an unencrypted secret encrypts it. Any later change rotates the secret. See [Secrets](../guides/secrets.md).",
	}
}

// Validate refuses recipients that are not public keys, and recipients that cannot be combined.
func (k *Kept) Validate() (diags diag.Diagnostics) {
	list := k.recipients()
	known := !list.IsUnknown()
	for i, element := range list.Elements() {
		s, ok := element.(types.String)
		if !ok || s.IsUnknown() {
			known = false
			continue
		}
		if _, err := encryption.ParseRecipient(s.ValueString()); err != nil {
			diags.AddAttributeError(pathRecipients.AtListIndex(i), "Invalid recipient", "This is "+err.Error()+".")
		}
	}
	if !known || diags.HasError() {
		return diags
	}
	if _, err := encryption.ParseRecipients(fields.Strings(list)); err != nil {
		diags.AddAttributeError(pathRecipients, "Invalid recipients", "Cannot encrypt to secret.recipients: "+err.Error()+". Use recipients of one kind.")
	}
	return diags
}

// Terms are the words of messages: for a secret, what it belongs to, and how to get another one.
type Terms struct{ Noun, Of, Renew string }

func ofApplication(name string) Terms {
	return Terms{"client secret", fmt.Sprintf("application %q", name), "rotate the client secret with rotate_when_changed"}
}

// PlanEncryption calls PlanEncryptionOf for an application of this name.
func (k *Kept) PlanEncryption(state Kept, name string) diag.Diagnostics {
	return k.PlanEncryptionOf(state, ofApplication(name))
}

// PlanEncryptionOf plans to encrypt a secret that is in state in plain text and does not change, if there are recipients.
func (k *Kept) PlanEncryptionOf(state Kept, terms Terms) (diags diag.Diagnostics) {
	encrypts := k.recipients().IsUnknown() || len(k.recipients().Elements()) > 0
	if !encrypts || state.ClientSecret.IsNull() || !k.ClientSecret.Equal(state.ClientSecret) {
		return nil
	}
	k.ClientSecret = types.StringUnknown()
	k.setEncrypted(types.StringUnknown())
	k.PlanPlace()
	diags.AddAttributeWarning(pathRecipients, fmt.Sprintf("Earlier versions of the state hold the %s in plain text", terms.Noun),
		fmt.Sprintf("The state will hold the %s of %s encrypted only. Backups, earlier versions of the state and their "+
			"plans still hold it in plain text: %s.", terms.Noun, terms.Of, terms.Renew))
	return diags
}

// Keep calls KeepSecret for an application.
func (k *Kept) Keep(keep bool, app idp.Application) diag.Diagnostics {
	return k.KeepSecret(keep, app.ClientSecret, app.ClientID != "", ofApplication(app.Name))
}

// KeepSecret stores a secret as the configuration wants it: in plain text, or encrypted to its recipients. With keep, known
// values are kept. A known ciphertext is always kept while the credential exists, since it cannot be compared with the
// secret.
func (k *Kept) KeepSecret(keep bool, secret idp.Secret, exists bool, terms Terms) (diags diag.Diagnostics) {
	recipients := fields.Strings(k.recipients())
	if len(recipients) == 0 {
		if !keep || k.ClientSecret.IsUnknown() {
			k.ClientSecret = fields.Text(secret.Reveal())
		}
		k.setEncrypted(types.StringNull())
		return nil
	}
	k.ClientSecret = types.StringNull()
	switch {
	case !exists && !keep:
		k.setEncrypted(types.StringNull())
	case k.Encrypted().IsUnknown():
		file, err := encrypt(secret, recipients)
		k.setEncrypted(fields.Text(file))
		if err != nil {
			diags.AddAttributeError(pathRecipients, "Cannot encrypt the "+terms.Noun,
				fmt.Sprintf("Cannot encrypt to secret.recipients: %s. The secret is lost. Correct the recipients, then %s.", err, terms.Renew))
		}
	}
	return diags
}

// encrypt returns "" if there is no secret.
func encrypt(secret idp.Secret, to []string) (string, error) {
	if secret == "" {
		return "", nil
	}
	recipients, err := encryption.ParseRecipients(to)
	if err != nil {
		return "", err
	}
	return recipients.Encrypt(secret)
}

// sameRecipients compares lists of public keys, ignoring their order and the comments of SSH keys.
func sameRecipients(a, b types.List) bool {
	if a.IsUnknown() || b.IsUnknown() {
		return false
	}
	sorted := func(list types.List) []string {
		keys := fields.Strings(list)
		for i, recipient := range keys {
			keys[i] = encryption.Key(recipient)
		}
		slices.Sort(keys)
		return slices.Compact(keys)
	}
	return slices.Equal(sorted(a), sorted(b)) && len(fields.Strings(a)) == len(a.Elements()) && len(fields.Strings(b)) == len(b.Elements())
}
