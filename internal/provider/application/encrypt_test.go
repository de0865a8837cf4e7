package application_test

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"filippo.io/age"
	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"
	"golang.org/x/crypto/ssh"

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

// to returns a secret block with the public keys of the identities as recipients.
func to(keys ...*age.X25519Identity) string {
	return "secret {\n  recipients = " + recipientsOf(keys) + "\n}"
}

// toVerified returns the same block with verify = true.
func toVerified(keys ...*age.X25519Identity) string {
	return "secret {\n  verify     = true\n  recipients = " + recipientsOf(keys) + "\n}"
}

func recipientsOf(keys []*age.X25519Identity) string {
	var recipients []string
	for _, key := range keys {
		recipients = append(recipients, fmt.Sprintf("%q", key.Recipient().String()))
	}
	return "[" + strings.Join(recipients, ", ") + "]"
}

// decrypt reads credentials from state whose secret is encrypted to the key.
func (c *credentials) decrypt(key *age.X25519Identity) resource.TestCheckFunc {
	return func(s *terraform.State) error {
		got := s.RootModule().Resources[address].Primary.Attributes
		if got["client_secret"] != "" {
			return errors.New("the secret is in state in clear")
		}
		secret, err := encryption.Identities{key}.Decrypt(got["secret.encrypted"])
		c.id, c.secret = got["client_id"], secret.Reveal()
		return err
	}
}

func TestEncryptedSecretIsMadeAndRotated(t *testing.T) {
	for platform, config := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			key, other := newIdentity(t), newIdentity(t)
			var first, second, third credentials
			planned := func() resource.ConfigPlanChecks {
				return before(plancheck.ExpectKnownValue(address, at("client_secret"), knownvalue.Null()),
					plancheck.ExpectUnknownValue(address, at("secret", "encrypted")))
			}
			works := func(now, before *credentials) func() {
				return func() {
					now.expect(t, w, platform, true)
					if before != nil {
						before.expect(t, w, platform, false)
					}
				}
			}
			one := with(config(w), to(key)+"\n"+rotated(1))
			two := with(config(w), to(key)+"\n"+rotated(2))
			both := with(config(w), to(other, key)+"\n"+rotated(2))
			reordered := with(config(w), to(key, other)+"\n"+rotated(2))
			w.Test(
				resource.TestStep{Config: one, ConfigPlanChecks: planned(), Check: first.decrypt(key)},
				unchanged(one),
				resource.TestStep{PreConfig: works(&first, nil), Config: two, ConfigPlanChecks: planned(), Check: second.decrypt(key)},
				resource.TestStep{PreConfig: works(&second, &first), Config: both, ConfigPlanChecks: planned(), Check: third.decrypt(other)},
				resource.TestStep{PreConfig: works(&third, &second), Config: reordered, ConfigPlanChecks: before(
					action(plancheck.ResourceActionUpdate), plancheck.ExpectKnownValue(address, at("secret", "encrypted"), knownvalue.NotNull()))},
				unchanged(reordered),
			)
			third.expect(t, w, platform, false) // destroyed
		})
	}
}

func TestCommentOfAnSSHKeyRotatesNothing(t *testing.T) {
	public, _, err := ed25519.GenerateKey(nil)
	if err != nil {
		t.Fatal(err)
	}
	key, err := ssh.NewPublicKey(public)
	if err != nil {
		t.Fatal(err)
	}
	text := strings.TrimSpace(string(ssh.MarshalAuthorizedKey(key)))
	recipients := func(comment string) string {
		return fmt.Sprintf("secret { recipients = [%q] }", text+comment)
	}
	for platform, config := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			same := statecheck.CompareValue(compare.ValuesSame())
			kept := func() []statecheck.StateCheck {
				return []statecheck.StateCheck{same.AddStateValue(address, at("secret", "encrypted"))}
			}
			w.Test(
				resource.TestStep{Config: with(config(w), recipients(" alice@laptop")), ConfigStateChecks: kept()},
				resource.TestStep{
					Config: with(config(w), recipients(" alice@desktop")), ConfigStateChecks: kept(),
					ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate), plancheck.ExpectKnownValue(address, at("secret", "encrypted"), knownvalue.NotNull())),
				},
				unchanged(with(config(w), recipients(" alice@desktop"))),
			)
		})
	}
}

func TestSecretInStateIsEncryptedWithoutARotation(t *testing.T) {
	for platform := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			key := newIdentity(t)
			core, plain, encrypted := coreOf(t, w), simple(w, platform), simple(w, platform, encryptedTo(key))
			core.apply(plain)
			first := core.credentials()
			core.apply(encrypted)
			if core.decrypt(key) != first {
				t.Error("the encrypted secret is another one")
			}

			// Only the recipient can decrypt it, so plain text needs a new one.
			if core.plan(plain); !slices.Contains(core.Unknown(), "client_secret") {
				t.Errorf("unknown are %q", core.Unknown())
			}
			core.apply(plain)
			last := core.credentials()
			last.expect(t, w, platform, true)
			first.expect(t, w, platform, false)
		})
	}
}

func TestEncryption_RecipientsKnownAfterApply_AreUsed(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	key, other := newIdentity(t), newIdentity(t)
	config := func(round int, key *age.X25519Identity) string {
		return fmt.Sprintf("resource \"terraform_data\" \"key\" {\n  input = %q\n  triggers_replace = %d\n}\n", key.Recipient().String(), round) +
			zitadelConfig(w, "orders", "secret { recipients = [terraform_data.key.output] }")
	}
	var first, same, other2 credentials
	w.Test(
		resource.TestStep{Config: config(1, key), Check: first.decrypt(key)},
		resource.TestStep{ // unknown in the plan, and then unchanged: nothing is rotated
			Config: config(2, key), Check: same.decrypt(key),
			ConfigPlanChecks: before(plancheck.ExpectUnknownValue(address, at("secret", "encrypted"))),
		},
		resource.TestStep{
			PreConfig: func() {
				if first != same {
					t.Error("the secret is another one")
				}
			},
			Config: config(3, other), Check: other2.decrypt(other),
		},
		resource.TestStep{PreConfig: func() { other2.expect(t, w, "zitadel", true) }, Config: config(3, other), PlanOnly: true},
		resource.TestStep{
			Config: "resource \"terraform_data\" \"key\" {\n  input = \"hunter2\"\n}\n" +
				zitadelConfig(w, "orders", "secret { recipients = [terraform_data.key.output] }"),
			ExpectError: regexp.MustCompile(`neither\s+an\s+age\s+recipient`),
		},
	)
}

func TestEncryption_MethodOrCredentialRemoved_RemovesCiphertext(t *testing.T) {
	t.Run("method", func(t *testing.T) {
		t.Parallel()
		w := acctest.New(t)
		key := newIdentity(t)
		var last credentials
		none := []statecheck.StateCheck{has(knownvalue.Null(), "client_secret"), has(knownvalue.Null(), "secret", "encrypted")}
		w.Test(
			resource.TestStep{Config: keycardConfig(w, "", to(key)+"\nauth_method = \"none\""), ConfigStateChecks: none},
			resource.TestStep{Config: keycardConfig(w, "", to(key)+"\nauth_method = \"client_secret_basic\""), Check: last.decrypt(key)},
			resource.TestStep{Config: keycardConfig(w, "", to(key)+"\nauth_method = \"none\""), ConfigStateChecks: none},
			unchanged(keycardConfig(w, "", to(key)+"\nauth_method = \"none\"")),
		)
	})
	t.Run("credential", func(t *testing.T) {
		t.Parallel()
		w := acctest.New(t)
		key := newIdentity(t)
		config := keycardConfig(w, "", to(key))
		var last credentials
		w.Test(
			resource.TestStep{Config: config},
			resource.TestStep{
				PreConfig: func() { w.Drift("keycard", map[string]any{"credential_id": nil}) },
				Config:    config, Check: last.decrypt(key),
				ConfigPlanChecks: before(plancheck.ExpectUnknownValue(address, at("secret", "encrypted")),
					plancheck.ExpectKnownValue(address, at("client_secret"), knownvalue.Null())),
			},
			resource.TestStep{PreConfig: func() { last.expect(t, w, "keycard", true) }, Config: config, PlanOnly: true},
		)
	})
}

func TestWrongRecipientsAreRefused(t *testing.T) {
	key := newIdentity(t)
	hybrid, err := age.GenerateHybridIdentity()
	if err != nil {
		t.Fatal(err)
	}
	for name, row := range map[string]struct{ recipients, message string }{
		"no key":        {`["hunter2"]`, `neither\s+an\s+age\s+recipient`},
		"a private key": {fmt.Sprintf("[%q]", key.String()), `private\s+key`},
		"a mixture":     {fmt.Sprintf("[%q, %q]", key.Recipient(), hybrid.Recipient()), `cannot\s+be\s+combined`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			w.Test(resource.TestStep{
				Config: zitadelConfig(w, "orders", "secret {\n  recipients = "+row.recipients+"\n}"), ExpectError: regexp.MustCompile(row.message),
			})
		})
	}
}
