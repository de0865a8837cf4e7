package application_test

import (
	"regexp"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/compare"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

func TestZITADELApplicationIsRegisteredRenamedAndRemoved(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	sameID, sameSecret := statecheck.CompareValue(compare.ValuesSame()), statecheck.CompareValue(compare.ValuesSame())
	w.Test(
		resource.TestStep{
			Config: zitadelConfig(w, "orders", ""),
			ConfigPlanChecks: before(action(plancheck.ResourceActionCreate),
				plancheck.ExpectKnownValue(address, at("auth_method"), text("client_secret_basic")),
				plancheck.ExpectUnknownValue(address, at("client_id")),
				plancheck.ExpectUnknownValue(address, at("client_secret"))),
			ConfigStateChecks: []statecheck.StateCheck{
				has(text("orders"), "name"),
				has(text("client_secret_basic"), "auth_method"),
				has(text("api"), "zitadel", "type"),
				has(knownvalue.StringRegexp(regexp.MustCompile(`^[0-9]+$`)), "client_id"),
				has(knownvalue.StringRegexp(regexp.MustCompile(`^[a-zA-Z0-9]{64}$`)), "client_secret"),
				has(knownvalue.Bool(true), "enabled"),
				has(knownvalue.Null(), "description"),
				statecheck.ExpectSensitiveValue(address, at("client_secret")),
				sameID.AddStateValue(address, at("id")), sameSecret.AddStateValue(address, at("client_secret")),
			},
			Check: func(s *terraform.State) error {
				expectSent(t, w, map[string]int{"zitadel.token": 2, "zitadel.create_application": 1, "zitadel.get_app": 1})
				got := s.RootModule().Resources[address].Primary.Attributes
				if !w.ZITADEL.VerifySecret(got["client_id"], got["client_secret"]) {
					t.Error("the client ID and secret in state do not authenticate")
				}
				return nil
			},
		},
		unchanged(zitadelConfig(w, "orders", "")),
		resource.TestStep{
			PreConfig:        func() { w.Sent() },
			Config:           zitadelConfig(w, "payments", ""),
			ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: []statecheck.StateCheck{
				has(text("payments"), "name"),
				sameID.AddStateValue(address, at("id")), sameSecret.AddStateValue(address, at("client_secret")),
			},
			Check: func(*terraform.State) error {
				expectSent(t, w, map[string]int{"zitadel.update_app": 1, "zitadel.update_api_config": 0, "zitadel.generate_secret": 0})
				return nil
			},
		},
		unchanged(zitadelConfig(w, "payments", "")),
	)
}

func TestKeycardApplicationIsRegisteredWithItsCredentialChangedAndRemoved(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	sameSecret := statecheck.CompareValue(compare.ValuesSame())
	full := keycardConfig(w, `
    docs_url = "https://wiki.example.com/orders"
    consent  = "implicit"
    traits   = ["gateway"]`, `
  description               = "Takes orders"
  redirect_uris             = ["https://orders.example.com/cb", "https://orders.example.com/other"]
  post_logout_redirect_uris = ["https://orders.example.com/bye"]`)
	bare := keycardConfig(w, "", "")
	w.Test(
		resource.TestStep{
			Config:           full,
			ConfigPlanChecks: before(action(plancheck.ResourceActionCreate), plancheck.ExpectUnknownValue(address, at("client_secret"))),
			ConfigStateChecks: []statecheck.StateCheck{
				has(text("client_secret_basic"), "auth_method"),
				has(text("Takes orders"), "description"),
				has(text("implicit"), "keycard", "consent"),
				has(knownvalue.SetSizeExact(2), "redirect_uris"),
				has(knownvalue.StringRegexp(regexp.MustCompile(`^[a-zA-Z0-9]{64}$`)), "client_secret"),
				statecheck.ExpectSensitiveValue(address, at("client_secret")),
				sameSecret.AddStateValue(address, at("client_secret")),
			},
			Check: func(s *terraform.State) error {
				expectSent(t, w, map[string]int{
					"keycard.token": 2, "keycard.create_application": 1, "keycard.create_credential": 1, "keycard.get_application": 0,
				})
				got := s.RootModule().Resources[address].Primary.Attributes
				if !w.Keycard.VerifySecret(got["client_id"], got["client_secret"]) {
					t.Error("the client ID and secret in state do not authenticate")
				}
				return nil
			},
		},
		unchanged(full),
		resource.TestStep{ // all optional attributes removed: one PATCH
			PreConfig:        func() { w.Sent() },
			Config:           bare,
			ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate)),
			ConfigStateChecks: []statecheck.StateCheck{
				has(knownvalue.Null(), "description"),
				has(knownvalue.Null(), "redirect_uris"),
				has(knownvalue.Null(), "keycard", "docs_url"),
				has(knownvalue.Null(), "keycard", "traits"),
				has(text("implicit"), "keycard", "consent"), // not configured, so the platform's value is kept
				sameSecret.AddStateValue(address, at("client_secret")),
			},
			Check: func(*terraform.State) error {
				expectSent(t, w, map[string]int{"keycard.update_application": 1, "keycard.create_credential": 0})
				got := w.Only("keycard")
				for _, gone := range []string{"description", "redirect_uris", "post_logout_redirect_uris", "docs_url", "traits"} {
					if v := got[gone]; v != nil && v != "" {
						if list, ok := v.([]string); !ok || len(list) > 0 {
							t.Errorf("Keycard still has %s = %v", gone, v)
						}
					}
				}
				return nil
			},
		},
		unchanged(bare),
	)
}

func TestLerianApplicationIsRegisteredReplacedOnChangeAndRemoved(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	otherSecret := statecheck.CompareValue(compare.ValuesDiffer())
	w.Test(
		resource.TestStep{
			Config:           lerianConfig("plugin-fees", "Nightly fees"),
			ConfigPlanChecks: before(action(plancheck.ResourceActionCreate)),
			ConfigStateChecks: []statecheck.StateCheck{
				has(text("client_secret_post"), "auth_method"),
				has(knownvalue.StringRegexp(regexp.MustCompile(`^[0-9a-f]{40}$`)), "client_secret"),
				statecheck.ExpectSensitiveValue(address, at("client_secret")),
				otherSecret.AddStateValue(address, at("client_secret")),
			},
			Check: func(*terraform.State) error {
				expectSent(t, w, map[string]int{"lerian.login": 2, "lerian.create_application": 1, "lerian.get_application": 0})
				return nil
			},
		},
		unchanged(lerianConfig("plugin-fees", "Nightly fees")),
		resource.TestStep{
			Config: lerianConfig("plugin-fees", "Hourly fees"),
			ConfigPlanChecks: before(action(plancheck.ResourceActionReplace),
				plancheck.ExpectUnknownValue(address, at("client_id")), plancheck.ExpectUnknownValue(address, at("client_secret"))),
			ConfigStateChecks: []statecheck.StateCheck{otherSecret.AddStateValue(address, at("client_secret"))},
		},
	)
}

func TestZITADELAuthMethodSwitches(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	jwt := zitadelConfig(w, "orders", `auth_method = "private_key_jwt"`)
	basic := zitadelConfig(w, "orders", `auth_method = "client_secret_basic"`)
	w.Test(
		resource.TestStep{
			Config:            jwt,
			ConfigPlanChecks:  before(plancheck.ExpectKnownValue(address, at("client_secret"), knownvalue.Null())),
			ConfigStateChecks: []statecheck.StateCheck{has(knownvalue.Null(), "client_secret"), has(knownvalue.NotNull(), "client_id")},
		},
		unchanged(jwt),
		resource.TestStep{
			PreConfig:        func() { w.Sent() },
			Config:           basic,
			ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate), plancheck.ExpectUnknownValue(address, at("client_secret"))),
			Check: func(s *terraform.State) error {
				expectSent(t, w, map[string]int{"zitadel.update_api_config": 1, "zitadel.generate_secret": 1, "zitadel.update_app": 0})
				got := s.RootModule().Resources[address].Primary.Attributes
				if !w.ZITADEL.VerifySecret(got["client_id"], got["client_secret"]) {
					t.Error("the secret made by the switch does not authenticate")
				}
				return nil
			},
		},
		unchanged(basic),
		resource.TestStep{
			Config:            jwt,
			ConfigStateChecks: []statecheck.StateCheck{has(knownvalue.Null(), "client_secret")},
		},
		unchanged(jwt),
	)
}

func TestKeycardAuthMethodSwitches(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	none := keycardConfig(w, "", `auth_method = "none"`)
	basic := keycardConfig(w, "", `auth_method = "client_secret_basic"`)
	credentials := func(n int) resource.TestCheckFunc {
		return func(*terraform.State) error {
			if got := w.Only("keycard")["credentials"]; got != n {
				t.Errorf("Keycard has %v credentials, not %d", got, n)
			}
			return nil
		}
	}
	w.Test(
		resource.TestStep{
			Config: none,
			ConfigPlanChecks: before(plancheck.ExpectKnownValue(address, at("client_secret"), knownvalue.Null()),
				plancheck.ExpectKnownValue(address, at("client_id"), knownvalue.Null())),
			Check: credentials(0),
		},
		unchanged(none),
		resource.TestStep{
			Config:            basic,
			ConfigPlanChecks:  before(action(plancheck.ResourceActionUpdate), plancheck.ExpectUnknownValue(address, at("client_id"))),
			ConfigStateChecks: []statecheck.StateCheck{has(knownvalue.NotNull(), "client_secret")},
			Check:             credentials(1),
		},
		unchanged(basic),
		resource.TestStep{
			Config:            none,
			ConfigStateChecks: []statecheck.StateCheck{has(knownvalue.Null(), "client_secret"), has(knownvalue.Null(), "client_id")},
			Check:             credentials(0),
		},
		unchanged(none),
	)
}

func TestZITADELApplicationIsDisabledAndEnabled(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	off := zitadelConfig(w, "orders", "enabled = false")
	enabled := func(want bool) resource.TestCheckFunc {
		return func(*terraform.State) error {
			if got := w.Only("zitadel")["enabled"]; got != want {
				t.Errorf("at ZITADEL enabled is %v", got)
			}
			return nil
		}
	}
	w.Test(
		resource.TestStep{Config: off, Check: enabled(false)},
		unchanged(off),
		resource.TestStep{Config: zitadelConfig(w, "orders", ""), ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate)), Check: enabled(true)},
		resource.TestStep{Config: off, Check: enabled(false)},
	)
}

func TestMovingAnApplicationToAnotherPlatformReplacesIt(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	w.Test(
		resource.TestStep{Config: zitadelConfig(w, "plugin-fees", "")},
		resource.TestStep{
			Config: lerianConfig("plugin-fees", "Nightly fees"), ConfigPlanChecks: before(action(plancheck.ResourceActionReplace)),
			Check: func(*terraform.State) error {
				if n := len(w.Applications()["zitadel"]); n != 0 {
					t.Errorf("%d applications are left at ZITADEL", n)
				}
				return nil
			},
		},
		unchanged(lerianConfig("plugin-fees", "Nightly fees")),
	)
}
