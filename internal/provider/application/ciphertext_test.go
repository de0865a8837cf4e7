package application_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// The ciphertext is the only copy of the secret. It must be kept until there is a new secret.
func TestFailedRotationKeepsTheCiphertext(t *testing.T) {
	for platform, operation := range map[string]string{"zitadel": "zitadel.generate_secret", "keycard": "keycard.create_credential"} {
		for _, name := range []string{"for others", "in clear"} {
			t.Run(platform+" "+name, func(t *testing.T) {
				t.Parallel()
				w := acctest.New(t)
				key, other := newIdentity(t), newIdentity(t)
				encrypted, wanted, unknown := simple(w, platform, encryptedTo(key)), simple(w, platform), "client_secret"
				if name == "for others" {
					wanted, unknown = simple(w, platform, encryptedTo(other)), "secret.encrypted"
				}
				core := coreOf(t, w)
				core.apply(encrypted)
				first := core.decrypt(key)

				w.Fault(fault.Fault{Operation: operation, Kind: fault.Status, Status: 403})
				if _, problems := core.Apply(t.Context(), wanted); !strings.Contains(problems.String(), "Cannot update application") {
					t.Fatalf("the refused rotation says: %s", problems)
				}
				if changes := core.plan(encrypted); len(changes) > 0 || core.decrypt(key) != first {
					t.Errorf("the plan without the change changes %q; another secret: %t", changes, core.decrypt(key) != first)
				}
				first.expect(t, w, platform, true)

				if core.plan(wanted); !slices.Contains(core.Unknown(), unknown) {
					t.Errorf("unknown are %q", core.Unknown())
				}
				core.apply(wanted)
				last := core.credentials()
				if name == "for others" {
					last = core.decrypt(other)
				}
				last.expect(t, w, platform, true)
			})
		}
	}
}

// Lerian up to 3.9 returns the secret in every read.
func TestSecretThatAnOldLerianShowsStaysOutOfState(t *testing.T) {
	t.Parallel()
	w := acctest.New(t, func(o *emulator.Options) { o.LerianSecretOnRead = true })
	key := newIdentity(t)
	config := with(lerianConfig("plugin-fees", "Nightly fees"), to(key))
	var c credentials
	w.Test(
		resource.TestStep{Config: config, Check: c.decrypt(key)},
		resource.TestStep{RefreshState: true, Check: c.decrypt(key)},
		unchanged(config),
	)
}

// An import reads before the recipients are known.
func TestImportedSecretThatAnOldLerianShowsIsEncryptedByTheNextApply(t *testing.T) {
	t.Parallel()
	w, first := adopt(t, "lerian", func(o *emulator.Options) { o.LerianSecretOnRead = true })
	key := newIdentity(t)
	config := with(platforms["lerian"](w), to(key))
	var same credentials
	w.Test(
		resource.TestStep{
			Config: config, ResourceName: address, ImportState: true, ImportStatePersist: true, ImportStateIdFunc: importStateID(w, "lerian"),
		},
		resource.TestStep{
			Config: config, Check: same.decrypt(key),
			ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate), plancheck.ExpectKnownValue(address, at("client_secret"), knownvalue.Null())),
		},
		resource.TestStep{
			PreConfig: func() {
				if same != first {
					t.Error("the secret is another one")
				}
			},
			Config: config, PlanOnly: true,
		},
	)
}
