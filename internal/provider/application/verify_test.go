package application_test

import (
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

const verified = "secret { verify = true }"

// asks lists the operation with which each platform verifies a secret.
var asks = map[string]string{"zitadel": "zitadel.introspect", "keycard": "keycard.zone_token", "lerian": "lerian.login"}

// later moves the provider's clock past the time in which new secrets are not verified.
func later(w *acctest.World) { w.Ahead = 10 * time.Minute }

// withToken replaces the provider's login at Lerian, so that the only logins are those that verify secrets.
func withToken(w *acctest.World) {
	w.Env["LERIAN_ACCESS_TOKEN"] = w.Lerian.AccessToken()
	delete(w.Env, "LERIAN_USERNAME")
	delete(w.Env, "LERIAN_PASSWORD")
}

// stolen replaces the secret outside Terraform.
func stolen(t *testing.T, w *acctest.World, platform string) {
	t.Helper()
	w.Drift(platform, map[string]any{"client_secret": "somebody-elses-secret"})
}

func TestSecretThatThePlatformRefusesIsRotated(t *testing.T) {
	for platform := range platforms {
		for _, unknown := range []string{"client_secret", "secret.encrypted"} {
			t.Run(platform+" "+unknown, func(t *testing.T) {
				t.Parallel()
				w := acctest.New(t)
				withToken(w)
				key := newIdentity(t)
				core, config := coreOf(t, w), simple(w, platform, attributes{"secret": attributes{"verify": true}})
				secret := core.credentials
				if unknown == "secret.encrypted" {
					w.Env["IDP_AGE_IDENTITY"] = key.String()
					config = and(config, encryptedTo(key))
					secret = func() credentials { return core.decrypt(key) }
				}
				core.apply(config)
				later(w)
				if changes := core.plan(config); len(changes) > 0 {
					t.Errorf("the plan changes %q although the secret works", changes)
				}
				id := core.Text("id")
				stolen(t, w, platform)
				if core.plan(config); !slices.Contains(core.Unknown(), unknown) {
					t.Errorf("unknown are %q", core.Unknown())
				}
				core.apply(config)
				last := secret()
				last.expect(t, w, platform, true)
				if another := core.Text("id") != id; another != (platform == "lerian") {
					t.Errorf("another application: %t", another)
				}
				w.Sent()
				w.Ahead *= 2
				if changes := core.plan(config); len(changes) > 0 || w.Sent()[asks[platform]] == 0 {
					t.Errorf("the plan changes %q, or the new secret was not verified", changes)
				}
			})
		}
	}
}

func TestSecretIsNotVerifiedWithoutNeed(t *testing.T) {
	for platform := range platforms {
		for name, row := range map[string]struct {
			secret attributes
			ahead  time.Duration
		}{
			"unless it is asked for":      {nil, time.Hour},
			"just after it was made":      {attributes{"verify": true}, 0},
			"without a key to decrypt it": {attributes{"verify": true, "recipients": []string{newIdentity(t).Recipient().String()}}, time.Hour},
		} {
			t.Run(platform+" "+name, func(t *testing.T) {
				t.Parallel()
				w := acctest.New(t)
				withToken(w)
				core, config := coreOf(t, w), simple(w, platform)
				if row.secret != nil {
					config["secret"] = row.secret
				}
				core.apply(config)
				stolen(t, w, platform)
				w.Ahead = row.ahead
				w.Sent()
				if changes := core.plan(config); len(changes) > 0 {
					t.Errorf("the plan changes %q", changes)
				}
				if n := w.Sent()[asks[platform]]; n > 0 {
					t.Errorf("%s was asked %d times", platform, n)
				}
			})
		}
	}
}

// Without a clear refusal of the secret, nothing is planned, even if the secret is wrong.
func TestUnclearVerificationPlansNothing(t *testing.T) {
	for platform := range platforms {
		for name, f := range map[string]fault.Fault{
			"too many requests":      {Kind: fault.Status, Status: 429, RetryAfter: "0", Times: 99},
			"an internal error":      {Kind: fault.Status, Status: 500, Times: 99},
			"a gateway's error":      {Kind: fault.Status, Status: 502, Times: 99},
			"no connection":          {Kind: fault.DropBefore, Times: 99},
			"a web page":             {Kind: fault.HTML, Times: 99},
			"a bare 401":             {Kind: fault.Status, Status: 401, Body: `{}`, Times: 99},
			"another OAuth error":    {Kind: fault.Status, Status: 400, Body: `{"error":"invalid_request"}`, Times: 99},
			"a network not allowed":  {Kind: fault.Status, Status: 403, Body: `{"code":"AUT-0021","message":"network"}`, Times: 99},
			"a success without form": {Kind: fault.Status, Status: 200, Body: `{}`, Times: 99},
		} {
			t.Run(platform+" "+name, func(t *testing.T) {
				t.Parallel()
				w := acctest.New(t)
				withToken(w)
				f.Operation = asks[platform]
				unclear(t, w, platform, func() { w.Fault(f) }, w.Faults.Clear)
			})
		}
	}
}

// unclear expects that no rotation of a wrong secret is planned between begin and end.
func unclear(t *testing.T, w *acctest.World, platform string, begin, end func()) {
	t.Helper()
	core, config := coreOf(t, w), simple(w, platform, attributes{"secret": attributes{"verify": true}})
	core.apply(config)
	stolen(t, w, platform)
	later(w)
	begin()
	if changes := core.plan(config); len(changes) > 0 {
		t.Errorf("the plan changes %q although nothing is certain", changes)
	}
	end()
	if changes := core.plan(config); !slices.Contains(changes, "client_secret") {
		t.Errorf("the plan changes %q, and not the wrong secret", changes)
	}
	if problems := core.Destroy(t.Context()); problems.Failed() {
		t.Error(problems)
	}
}

// ZITADEL refuses every secret in a deactivated project or organization, so a new one would not help.
func TestVerifySecret_ProjectOrOrganizationInactive_DoesNotRotate(t *testing.T) {
	places := map[string]func(*acctest.World) string{
		"project":      func(w *acctest.World) string { return w.ZITADEL.ProjectID() },
		"organization": func(w *acctest.World) string { return w.ZITADEL.OrganizationID() },
	}
	for name, id := range places {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			activate := func(active bool) func() {
				return func() {
					if err := w.ZITADEL.SetActive(id(w), active); err != nil {
						t.Fatal(err)
					}
				}
			}
			unclear(t, w, "zitadel", activate(false), activate(true))
		})
		t.Run(name+" that cannot be looked at", func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			f := fault.Fault{Operation: "zitadel.get_" + name, Kind: fault.Status, Status: 502, Times: 99}
			unclear(t, w, "zitadel", func() { w.Fault(f) }, w.Faults.Clear)
		})
	}
}

// adopt returns a world with an application that matches the configuration in platforms, but that Terraform does not know.
func adopt(t *testing.T, platform string, options ...func(*emulator.Options)) (*acctest.World, credentials) {
	t.Helper()
	w := acctest.New(t, append(options, func(o *emulator.Options) { o.Seed = 1 })...)
	for other := range platforms {
		if other == platform {
			continue
		}
		if err := w.Remove(other, w.ID(other)); err != nil {
			t.Fatal(err)
		}
	}
	fields := map[string]map[string]any{
		"zitadel": {"name": "orders"},
		"keycard": {"name": "Orders", "identifier": "https://orders.example.com"},
		"lerian":  {"name": "plugin-fees", "description": "Nightly fees"},
	}[platform]
	fields["client_secret"] = "secret-from-before-terraform"
	w.Drift(platform, fields)
	return w, credentials{w.Only(platform)["client_id"].(string), "secret-from-before-terraform"}
}

func TestImportNeverRotates(t *testing.T) {
	for platform, config := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w, first := adopt(t, platform)
			key := newIdentity(t)
			w.Env["IDP_AGE_IDENTITY"] = key.String()
			full := func(n int) string { return with(config(w), rotated(n)+"\n"+toVerified(key)) }
			var last credentials
			expected := plancheck.ResourceActionUpdate
			if platform == "lerian" {
				expected = plancheck.ResourceActionReplace
			}
			w.Test(
				resource.TestStep{
					Config: config(w), ResourceName: address, ImportState: true, ImportStatePersist: true, ImportStateIdFunc: importStateID(w, platform),
				},
				unchanged(config(w)),
				resource.TestStep{
					PreConfig: func() { later(w) },
					Config:    full(1),
					ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate),
						plancheck.ExpectKnownValue(address, at("client_secret"), knownvalue.Null()),
						plancheck.ExpectKnownValue(address, at("secret", "encrypted"), knownvalue.Null())),
				},
				unchanged(full(1)),
				resource.TestStep{
					PreConfig: func() { first.expect(t, w, platform, true) },
					Config:    full(2), Check: last.decrypt(key),
					ConfigPlanChecks: before(action(expected), plancheck.ExpectUnknownValue(address, at("secret", "encrypted"))),
				},
				resource.TestStep{
					PreConfig: func() {
						first.expect(t, w, platform, false)
						last.expect(t, w, platform, true)
					},
					Config: full(2), PlanOnly: true,
				},
			)
		})
	}
}
