package application_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// A rotation makes the plain-text secret in earlier versions of the state worthless, so that no warning asks for another
// rotation.
func TestPlan_RecipientsAddedWithRotation_WarnsOfRotationOnly(t *testing.T) {
	for platform, config := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			warned := overhear(w)
			key := newIdentity(t)
			var first, last credentials
			second := with(config(w), to(key)+"\n"+rotated(2))
			w.Test(
				resource.TestStep{Config: with(config(w), rotated(1)), Check: first.take(t)},
				resource.TestStep{
					PreConfig: warned.forget,
					Config:    second, Check: last.decrypt(key),
					ConfigPlanChecks: before(plancheck.ExpectKnownValue(address, at("client_secret"), knownvalue.Null()),
						plancheck.ExpectUnknownValue(address, at("secret", "encrypted"))),
				},
				resource.TestStep{
					PreConfig: func() {
						first.expect(t, w, platform, false)
						last.expect(t, w, platform, true)
						said := map[string]string{
							"zitadel": "Client secret will be rotated", "keycard": "Client secret will be rotated", "lerian": "Lerian replaces the application",
						}
						warned.expectSummaries(t, said[platform])
					},
					Config: second, PlanOnly: true,
				},
			)
		})
	}
}

func TestPlan_RecipientsAddedWithoutSecret_EncryptsNothing(t *testing.T) {
	for platform, method := range map[string]string{"zitadel": "private_key_jwt", "keycard": "none"} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			second := with(platforms[platform](w), to(newIdentity(t))+"\n"+fmt.Sprintf("auth_method = %q", method))
			w.Test(
				resource.TestStep{Config: platforms[platform](w)},
				resource.TestStep{
					Config: second,
					ConfigPlanChecks: before(plancheck.ExpectKnownValue(address, at("client_secret"), knownvalue.Null()),
						plancheck.ExpectKnownValue(address, at("secret", "encrypted"), knownvalue.Null())),
				},
				unchanged(second),
			)
		})
	}
}

// A later release may refuse recipients that an earlier one accepted. The application can still be read and deleted.
func TestEncryption_RecipientNoLongerAccepted_StillReadsAndDestroys(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	key := newIdentity(t)
	cli := w.Workspace(zitadelConfig(w, "orders", to(key)))
	cli.Must("apply")
	const file = "terraform.tfstate"
	cli.Write(file, strings.ReplaceAll(cli.Read(file), key.Recipient().String(), "age1ofthepast"))
	cli.Must("apply", "-refresh-only")
	if !strings.Contains(cli.Read(file), "BEGIN AGE ENCRYPTED FILE") {
		t.Error("the ciphertext is gone")
	}
	cli.Must("destroy")
}
