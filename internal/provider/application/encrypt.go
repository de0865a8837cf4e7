package application

import (
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/encryption"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
)

func recipientsAttribute() schema.ListAttribute {
	return schema.ListAttribute{
		Optional: true, ElementType: types.StringType,
		MarkdownDescription: "Public keys to encrypt the client secret to: [age](https://age-encryption.org) recipients (`age1...`) or SSH public keys " +
			"(`ssh-ed25519 ...`, `ssh-rsa ...`). With them `client_secret` is null, and `encrypted` is set: plan and " +
			"state never hold the secret in clear. Adding recipients encrypts the secret that is in state. Changing or removing them " +
			"makes another secret, as `rotate_when_changed` does, because nobody but the recipients can read the present one. " +
			"An import comes before the recipients are known: where the platform shows the secret (Lerian up to 3.9), the imported " +
			"state holds it in clear, and the next apply encrypts it.",
	}
}

// checkRecipients finds public keys that are none, and those that do not go together.
func (v *validation) checkRecipients(list types.List) {
	at := pathRecipients
	known := !list.IsUnknown()
	wrong := false
	for i, element := range list.Elements() {
		s, ok := element.(types.String)
		if !ok || s.IsUnknown() {
			known = false
			continue
		}
		if _, err := encryption.ParseRecipient(s.ValueString()); err != nil {
			wrong = true
			v.diags.AddAttributeError(at.AtListIndex(i), "Invalid recipient", "This is "+err.Error()+".")
		}
	}
	if !known || wrong {
		return
	}
	if _, err := encryption.ParseRecipients(fields.Strings(list)); err != nil {
		v.diags.AddAttributeError(at, "Invalid recipients", err.Error()+".")
	}
}

// planNewSecret marks what another secret changes.
func (m *model) planNewSecret(c idp.Capabilities) {
	m.ClientSecret = types.StringUnknown()
	m.setEncrypted(types.StringUnknown())
	if c.SeparateCredential {
		m.ClientID = types.StringUnknown()
	}
	m.planPlace()
}

// planPlace shows in which of its two places a new secret will not be.
func (m *model) planPlace() {
	switch {
	case m.recipients().IsUnknown():
	case len(m.recipients().Elements()) == 0:
		m.setEncrypted(types.StringNull())
	default:
		m.ClientSecret = types.StringNull()
	}
}

// planEncryption moves a secret that is in state in clear, and stays the same, to its recipients.
func (m *model) planEncryption(state model) (diags diag.Diagnostics) {
	encrypts := m.recipients().IsUnknown() || len(m.recipients().Elements()) > 0
	if !encrypts || state.ClientSecret.IsNull() || !m.ClientSecret.Equal(state.ClientSecret) {
		return nil
	}
	m.ClientSecret = types.StringUnknown()
	m.setEncrypted(types.StringUnknown())
	m.planPlace()
	diags.AddAttributeWarning(pathRecipients, "Earlier versions of the state hold the client secret in clear text",
		fmt.Sprintf("The state will hold the client secret of application %q encrypted only. Backups, earlier versions of the state and their "+
			"plans still hold it in clear text: rotate it with rotate_when_changed.", m.Name.ValueString()))
	return diags
}

// setSecret puts a secret where the configuration wants it: in clear, or encrypted to its recipients. With keep, what is
// known stays; so does in any case a ciphertext, since it cannot be compared with the secret.
func (m *model) setSecret(keep bool, app idp.Application) (diags diag.Diagnostics) {
	recipients := fields.Strings(m.recipients())
	if len(recipients) == 0 {
		m.ClientSecret = choose(keep, m.ClientSecret, app.ClientSecret.Reveal())
		m.setEncrypted(types.StringNull())
		return nil
	}
	m.ClientSecret = types.StringNull()
	switch {
	case app.ClientID == "" && !keep:
		m.setEncrypted(types.StringNull())
	case m.encrypted().IsUnknown():
		file, err := encrypted(app.ClientSecret, recipients)
		m.setEncrypted(fields.Text(file))
		if err != nil {
			diags.AddAttributeError(pathRecipients, "Cannot encrypt the client secret",
				err.Error()+". The secret is lost: correct the recipients, and rotate it with rotate_when_changed.")
		}
	}
	return diags
}

// encrypted is empty where there is no secret.
func encrypted(secret idp.Secret, to []string) (string, error) {
	if secret == "" {
		return "", nil
	}
	recipients, err := encryption.ParseRecipients(to)
	if err != nil {
		return "", err
	}
	return recipients.Encrypt(secret)
}

// secretPath is where the secret is.
func (m *model) secretPath() path.Path {
	if len(m.recipients().Elements()) > 0 {
		return pathEncrypted
	}
	return path.Root("client_secret")
}

// sameRecipients compares lists of public keys, whose order means nothing, and neither do the comments of SSH keys.
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
