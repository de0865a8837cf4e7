package application_test

import (
	"slices"
	"testing"

	"filippo.io/age"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// encryptedTo returns a secret block with the public key of an identity as recipient.
func encryptedTo(key *age.X25519Identity) attributes {
	return attributes{"secret": attributes{"recipients": []string{key.Recipient().String()}}}
}

// Attributes that will be null are null in the plan.
func TestCreate_PlansAsUnknownOnlyWhatWillHaveAValue(t *testing.T) {
	encrypted, required := encryptedTo(newIdentity(t)), inKeycard(attributes{"consent": "required"})
	for name, c := range map[string]struct {
		platform string
		more     attributes
		want     []string
	}{
		"zitadel":                {"zitadel", nil, []string{"client_id", "client_secret", "id"}},
		"zitadel without secret": {"zitadel", auth("private_key_jwt"), []string{"client_id", "id"}},
		"zitadel encrypted":      {"zitadel", encrypted, []string{"client_id", "id", "secret.encrypted"}},
		"zitadel verified":       {"zitadel", attributes{"secret": attributes{"verify": true}}, []string{"client_id", "client_secret", "id"}},
		"keycard":                {"keycard", nil, []string{"client_id", "client_secret", "id", "keycard.consent"}},
		"keycard with consent":   {"keycard", inKeycard(attributes{"consent": "required", "keep_previous_credential": true}), []string{"client_id", "client_secret", "id"}},
		"keycard without secret": {"keycard", and(required, auth("none")), []string{"id"}},
		"keycard encrypted":      {"keycard", and(required, encrypted), []string{"client_id", "id", "secret.encrypted"}},
		"lerian":                 {"lerian", nil, []string{"client_id", "client_secret", "id"}},
		"lerian encrypted":       {"lerian", encrypted, []string{"client_id", "id", "secret.encrypted"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			core, config := coreOf(t, w), simple(w, c.platform, c.more)
			core.plan(config)
			if got := core.Unknown(); !slices.Equal(got, c.want) {
				t.Errorf("unknown are %q, want %q", got, c.want)
			}
			core.apply(config)
		})
	}
	t.Run("zitadel with an organization", func(t *testing.T) {
		t.Parallel()
		w := acctest.New(t)
		core, config := coreOf(t, w), simple(w, "zitadel", inZITADEL(attributes{"organization_id": w.ZITADEL.OrganizationID()}))
		core.plan(config)
		if got := core.Unknown(); !slices.Equal(got, []string{"client_id", "client_secret", "id"}) {
			t.Errorf("unknown are %q", got)
		}
		core.apply(config)
	})
}

// A change without a new secret leaves everything known, also if a block secret is added or removed.
func TestUpdate_WithoutANewSecret_PlansNothingAsUnknown(t *testing.T) {
	verified, unprotected := attributes{"secret": attributes{"verify": true}}, attributes{"deletion_protection": false}
	for platform := range platforms {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			core := coreOf(t, w)
			core.apply(simple(w, platform))
			for _, more := range []attributes{{"secret": attributes{}}, verified, and(verified, unprotected), unprotected, {}} {
				config := simple(w, platform, more)
				if changes := core.plan(config); len(changes) == 0 || len(core.Unknown()) > 0 {
					t.Errorf("with %v, the plan changes %q, and %q are unknown", more, changes, core.Unknown())
				}
				core.apply(config)
			}
		})
	}
}
