package application_test

import (
	"regexp"
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
				var first, kept, last credentials
				encrypted := with(platforms[platform](w), to(key))
				wanted, secret, take := platforms[platform](w), at("client_secret"), last.take(t)
				if name == "for others" {
					wanted, secret, take = with(wanted, to(other)), at("secret", "encrypted"), last.decrypt(other)
				}
				w.Test(
					resource.TestStep{Config: encrypted, Check: first.decrypt(key)},
					resource.TestStep{
						PreConfig:   func() { w.Fault(fault.Fault{Operation: operation, Kind: fault.Status, Status: 403}) },
						Config:      wanted,
						ExpectError: regexp.MustCompile(`Cannot update application`),
					},
					resource.TestStep{Config: encrypted, Check: kept.decrypt(key), ConfigPlanChecks: before(plancheck.ExpectEmptyPlan())},
					resource.TestStep{
						PreConfig: func() {
							if kept != first {
								t.Error("the secret in state is another one")
							}
							first.expect(t, w, platform, true)
						},
						Config: wanted, Check: take,
						ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate), plancheck.ExpectUnknownValue(address, secret)),
					},
					resource.TestStep{PreConfig: func() { last.expect(t, w, platform, true) }, Config: wanted, PlanOnly: true},
				)
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
