package application_test

import (
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

// stripped removes the password from a number of responses to creates of a Keycard credential: the credential exists, but is
// unusable.
type stripped struct{ answers atomic.Int32 }

func (s *stripped) in(o *emulator.Options) {
	wrap := o.Backend
	o.Backend = func(platform string, next http.Handler) http.Handler {
		next = wrap(platform, next)
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Method != http.MethodPost || !strings.HasSuffix(r.URL.Path, "/application-credentials") || s.answers.Add(-1) < 0 {
				next.ServeHTTP(w, r)
				return
			}
			rec := httptest.NewRecorder()
			next.ServeHTTP(rec, r)
			var body map[string]any
			_ = json.Unmarshal(rec.Body.Bytes(), &body)
			delete(body, "password")
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(rec.Code)
			_ = json.NewEncoder(w).Encode(body)
		})
	}
}

// arm makes the next credential unusable, and its deletion fail a number of times.
func (s *stripped) arm(w *acctest.World, failures int) {
	s.answers.Store(1)
	if failures > 0 {
		w.Fault(fault.Fault{Operation: "keycard.delete_credential", Kind: fault.Status, Status: 500, Times: failures})
	}
}

// The response to a create of a credential lacks the secret. Its ID is known, so it is deleted, now or later.
func TestRotation_ResponseWithoutSecret_DeletesOrphanedCredential(t *testing.T) {
	for name, failures := range map[string]int{"at once": 0, "by the next rotation": 99} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var s stripped
			w := acctest.New(t, s.in)
			config := func(n int) string { return keycardConfig(w, "keep_previous_credential = true", rotated(n)) }
			var last credentials
			rotate := resource.TestStep{PreConfig: func() { s.arm(w, failures) }, Config: config(2)}
			if failures > 0 {
				rotate.ExpectError = regexp.MustCompile(`still\s+work`)
			}
			w.Test(
				resource.TestStep{PreConfig: func() { s.answers.Store(0) }, Config: config(1)},
				rotate,
				resource.TestStep{PreConfig: w.Faults.Clear, Config: config(2), Check: last.take(t)},
				resource.TestStep{
					PreConfig: func() {
						last.expect(t, w, "keycard", true)
						if n := w.Only("keycard")["credentials"]; n != 2 { // the previous one is kept
							t.Errorf("Keycard has %v credentials, not two", n)
						}
					},
					Config: config(2), PlanOnly: true,
				},
			)
		})
	}
}

// The next plan shows that a credential is still missing. The next apply creates it and deletes the unusable one.
func TestUpdate_ReplacementWithoutSecret_NextPlanRepairs(t *testing.T) {
	t.Parallel()
	var s stripped
	w := acctest.New(t, s.in)
	config := keycardConfig(w, "", "")
	var last credentials
	w.Test(
		resource.TestStep{Config: config},
		resource.TestStep{
			PreConfig:   func() { w.Drift("keycard", map[string]any{"credential_id": nil}); s.arm(w, 99) },
			Config:      config,
			ExpectError: regexp.MustCompile(`created\s+credential`),
		},
		resource.TestStep{
			PreConfig: w.Faults.Clear,
			Config:    config,
			ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate), plancheck.ExpectUnknownValue(address, at("client_secret")),
				plancheck.ExpectKnownValue(address, at("keycard", "previous_client_id"), knownvalue.Null())),
			Check: last.take(t),
		},
		resource.TestStep{
			PreConfig: func() {
				last.expect(t, w, "keycard", true)
				if n := w.Only("keycard")["credentials"]; n != 1 {
					t.Errorf("Keycard has %v credentials, not one", n)
				}
			},
			Config: config, PlanOnly: true,
		},
	)
}

// A failed rotation does not end the overlap of two credentials: both keep working.
func TestRotation_Fails_KeepsBothCredentialsValid(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	config := func(n int) string { return keycardConfig(w, "keep_previous_credential = true", rotated(n)) }
	var first, second, third credentials
	w.Test(
		resource.TestStep{Config: config(1), Check: first.take(t)},
		resource.TestStep{Config: config(2), Check: second.take(t)},
		resource.TestStep{
			PreConfig: func() {
				w.Fault(fault.Fault{Operation: "keycard.create_credential", Kind: fault.Status, Status: 403})
			},
			Config: config(3), ExpectError: regexp.MustCompile(`still\s+work`),
		},
		resource.TestStep{
			PreConfig: func() {
				first.expect(t, w, "keycard", true)
				second.expect(t, w, "keycard", true)
				w.Fault(fault.Fault{Operation: "keycard.delete_credential", Kind: fault.Status, Status: 403})
			},
			Config: config(3), ExpectError: regexp.MustCompile(`Nothing\s+was\s+rotated`),
		},
		resource.TestStep{
			PreConfig: func() {
				first.expect(t, w, "keycard", true)
				second.expect(t, w, "keycard", true)
				if n := w.Only("keycard")["credentials"]; n != 2 { // the newest one was deleted
					t.Errorf("Keycard has %v credentials, not two", n)
				}
			},
			Config: config(3), Check: third.take(t),
		},
		resource.TestStep{
			PreConfig: func() {
				first.expect(t, w, "keycard", false)
				second.expect(t, w, "keycard", true)
				third.expect(t, w, "keycard", true)
			},
			Config: config(3), PlanOnly: true,
		},
	)
}

// A new application has a working credential, and another one from a lost response, which the next apply deletes.
func TestCreate_OrphanedCredential_IsDeletedByNextApply(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	config := keycardConfig(w, "", "")
	var first credentials
	w.Test(
		resource.TestStep{
			PreConfig: func() {
				w.Fault(fault.Fault{Operation: "keycard.create_credential", Kind: fault.DropAfterCommit})
				w.Fault(fault.Fault{Operation: "keycard.list_application_credentials", Kind: fault.StaleList, Times: 4}) // the list lags behind
				w.Fault(fault.Fault{Operation: "keycard.delete_credential", Kind: fault.Status, Status: 403})
			},
			Config: config, Check: first.take(t), ExpectNonEmptyPlan: true,
		},
		resource.TestStep{
			PreConfig: func() {
				first.expect(t, w, "keycard", true)
				if n := w.Only("keycard")["credentials"]; n != 2 {
					t.Errorf("Keycard has %v credentials, not two", n)
				}
				w.Sent()
			},
			Config: config, ConfigPlanChecks: before(action(plancheck.ResourceActionUpdate)),
			Check: func(s *state) error {
				expectSent(t, w, map[string]int{"keycard.delete_credential": 1})
				return expectWorking(t, w, "keycard")(s)
			},
		},
		unchanged(config),
	)
	first.expect(t, w, "keycard", false) // destroyed
}
