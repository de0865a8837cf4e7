package application

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	emulatedlerian "github.com/idpkit/terraform-provider-idp/internal/emulator/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/platform/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
)

// A read returns exactly what was registered: no attribute is lost, trimmed or changed between this machine and the
// platform. An import returns the same, except for the secret.
func TestCreate_RoundTrip_ReturnsRegisteredValues(t *testing.T) {
	e, err := emulator.Start(emulator.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(e.Close)
	connected := connectAll(t, e)
	for _, capabilities := range allPlatforms().Catalog {
		platform := connected[capabilities.Platform]
		for seed := range uint64(60) {
			t.Run(fmt.Sprint(capabilities.Platform, " ", seed), func(t *testing.T) {
				wanted := wantedAt(e, rand.New(rand.NewPCG(seed, 2)), capabilities)
				made, err := platform.Create(t.Context(), wanted)
				if err != nil {
					t.Fatal(err)
				}
				got, err := platform.Get(t.Context(), made)
				if err != nil {
					t.Fatal(err)
				}
				if diff := mismatch(wanted, got.Registration); diff != "" {
					t.Errorf("the platform has something else: %s", diff)
				}
				if diff := cmp.Diff(made, got, cmpopts.EquateEmpty(), revealed(), cmpopts.IgnoreFields(idp.Application{}, "Registration")); diff != "" {
					t.Errorf("a read finds something else than the create: %s", diff)
				}
				found, err := platform.Get(t.Context(), idp.Application{ID: made.ID, Registration: idp.Registration{Scope: made.Scope, Type: typeOfImport(wanted)}})
				if err != nil {
					t.Fatal(err)
				}
				if wanted.AuthMethod == idp.PrivateKeyJWT && wanted.JWKSURI == "" && capabilities.SeparateCredential {
					wanted.AuthMethod = idp.NoAuth // nothing shows that keys will be added
				}
				wanted.Dependencies = nil // an import does not read them
				if diff := mismatch(wanted, found.Registration); diff != "" || found.ClientSecret != "" {
					t.Errorf("an import finds something else: %s", diff)
				}
				if err := platform.Delete(t.Context(), made); err != nil {
					t.Error(err)
				}
			})
		}
	}
}

// mismatch compares the requested registration with the platform's. Attributes that were not set are the platform's choice.
func mismatch(wanted, has idp.Registration) string {
	if wanted.Consent == "" {
		has.Consent = ""
	}
	byResource := cmpopts.SortSlices(func(a, b idp.Dependency) int { return strings.Compare(a.ResourceID, b.ResourceID) })
	return cmp.Diff(wanted.WithDefaults(), has.WithDefaults(), cmpopts.EquateEmpty(), cmpopts.SortSlices(strings.Compare), byResource)
}

// typeOfImport returns the type that an import ID contains.
func typeOfImport(wanted idp.Registration) idp.Type {
	if wanted.Type == idp.TypeServiceAccount {
		return wanted.Type
	}
	return ""
}

// wantedAt returns a random registration in the scope of the emulated platforms.
func wantedAt(e *emulator.Emulator, r *rand.Rand, c idp.Capabilities) idp.Registration {
	wanted := randomApplication(r, c).Registration
	for c.Problems != nil && slices.ContainsFunc(c.Problems(wanted), func(p idp.Problem) bool { return p.Refused }) {
		wanted = randomApplication(r, c).Registration
	}
	switch c.Platform {
	case "zitadel":
		wanted.Scope = idp.Scope{}
		if wanted.Type != idp.TypeServiceAccount {
			wanted.Scope.ProjectID = e.ZITADEL.ProjectID()
		}
		if r.IntN(2) == 0 {
			wanted.Scope.OrganizationID = e.ZITADEL.OrganizationID()
		}
		if wanted.OIDC.BackChannelLogoutURI != "" {
			wanted.OIDC.BackChannelLogoutURI = "https://203.0.113.7/bye" // ZITADEL resolves host names
		}
	case "keycard":
		wanted.Scope = idp.Scope{ZoneID: e.Keycard.ZoneID()}
		if len(wanted.Dependencies) > 0 {
			orders, _ := e.Keycard.Resource()
			wanted.Dependencies = []idp.Dependency{{ResourceID: orders}}
		}
	case "lerian":
		allowed := emulatedlerian.DefaultAllowlist()
		wanted.Name = allowed[r.IntN(len(allowed))]
	}
	return wanted
}

func connectAll(t *testing.T, e *emulator.Emulator) map[string]idp.Platform {
	t.Helper()
	tr := nowait.Transport(t)
	env := e.Environment()
	z, err := zitadel.New(zitadel.Config{Endpoint: env["ZITADEL_ENDPOINT"], AccessToken: idp.Secret(e.ZITADEL.AccessToken())}, tr)
	if err != nil {
		t.Fatal(err)
	}
	k, err := keycard.New(keycard.Config{
		Endpoint: env["KEYCARD_ENDPOINT"], ClientID: env["KEYCARD_CLIENT_ID"], ClientSecret: idp.Secret(env["KEYCARD_CLIENT_SECRET"]),
	}, tr)
	if err != nil {
		t.Fatal(err)
	}
	l, err := lerian.New(lerian.Config{
		IdentityEndpoint: env["LERIAN_IDENTITY_ENDPOINT"], AuthEndpoint: env["LERIAN_AUTH_ENDPOINT"],
		Username: env["LERIAN_USERNAME"], Password: idp.Secret(env["LERIAN_PASSWORD"]),
	}, tr)
	if err != nil {
		t.Fatal(err)
	}
	return map[string]idp.Platform{"zitadel": z, "keycard": k, "lerian": l}
}
