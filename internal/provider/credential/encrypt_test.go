package credential_test

import (
	"slices"
	"strings"
	"testing"

	"filippo.io/age"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/encryption"
)

func newIdentity(t *testing.T) *age.X25519Identity {
	t.Helper()
	key, err := age.GenerateX25519Identity()
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func to(keys ...*age.X25519Identity) config {
	var recipients []string
	for _, key := range keys {
		recipients = append(recipients, key.Recipient().String())
	}
	return config{"secret": config{"recipients": recipients}}
}

// expectEncrypted checks that the secret is in state only in encrypted form, and that the recipient can decrypt it.
func expectEncrypted(t *testing.T, core *acctest.Core, key *age.X25519Identity, secret string) {
	t.Helper()
	got, err := encryption.Identities{key}.Decrypt(core.Text("secret", "encrypted"))
	if err != nil || got.Reveal() != secret || strings.Contains(core.State().String(), secret) {
		t.Errorf("decrypted %q, %v; state: %s", got.Reveal(), err, core.State())
	}
}

func TestEncryption_EachSecret_IsEncryptedToRecipients(t *testing.T) {
	for name, row := range map[string]struct {
		config        func() config
		first, second string
	}{
		"client secret": {func() config { return keycard("client_secret", config{}) }, "secret-1", "secret-2"},
		"key file":      {func() config { return zitadel(project, config{}) }, `{"keyId":"c1"}`, `{"keyId":"c2"}`},
	} {
		t.Run(name, func(t *testing.T) {
			key, other := newIdentity(t), newIdentity(t)
			d := newDesk()
			core := d.core()
			apply(t, core, with(row.config(), to(key)), true)
			expectEncrypted(t, core, key, row.first)
			apply(t, core, with(row.config(), to(key)), false)

			apply(t, core, with(row.config(), to(key, other)), true) // only its recipient can decrypt the current secret
			if d.only(t).ID != "c2" {
				t.Errorf("the platform has %s", d.only(t).ID)
			}
			expectEncrypted(t, core, other, row.second)
			d.sent()
			apply(t, core, with(row.config(), to(other, key)), true) // the same recipients
			if calls := d.sent(); !slices.Equal(calls, []string{"read"}) {
				t.Errorf("calls: %v", calls)
			}
		})
	}
}

func TestEncryption_RecipientsAreAdded_EncryptsWhatIsInState(t *testing.T) {
	key := newIdentity(t)
	d := newDesk()
	core := d.core()
	apply(t, core, zitadel(project, config{}), true)
	d.sent()
	_, problems := core.Apply(t.Context(), zitadel(project, config{}, to(key)))
	if !said(problems, "Earlier versions of the state hold the key file in plain text", "-replace") || !slices.Equal(d.sent(), []string{"read"}) {
		t.Error(problems)
	}
	expectEncrypted(t, core, key, `{"keyId":"c1"}`)
	apply(t, core, zitadel(project, config{}, to(key)), false)
	apply(t, core, zitadel(project, config{}), true) // plain text again needs a new one
	if core.Text("key", "file") != `{"keyId":"c2"}` || core.Text("secret", "encrypted") != "" {
		t.Errorf("state: %s", core.State())
	}
}
