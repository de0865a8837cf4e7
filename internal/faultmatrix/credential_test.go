package faultmatrix_test

import (
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/faultmatrix"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// credentialScenario plays one cell for a credential.
type credentialScenario struct {
	*testing.T

	world         *acctest.World
	column        faultmatrix.Column
	app           idp.Application
	operation     faultmatrix.Operation
	fault         faultmatrix.Fault
	core          *acctest.Core
	first, second attributes // the configuration before and after a change
}

// credentialSnapshot is the observable result: state and platform.
type credentialSnapshot struct {
	has      bool
	state    tftypes.Value
	platform []map[string]any
}

func (a credentialSnapshot) equal(b credentialSnapshot) bool {
	return a.has == b.has && (!a.has || a.state.Equal(b.state)) && reflect.DeepEqual(a.platform, b.platform)
}

// credentialPlayer registers the application whose credentials the cells of a column are about.
func credentialPlayer(t *testing.T, column faultmatrix.Column) func(*testing.T, faultmatrix.Operation, faultmatrix.Fault, faultmatrix.Cell) string {
	t.Helper()
	w := acctest.New(t)
	t.Cleanup(w.RemoveAll)
	wanted := w.Registrations()[column.Platform]
	switch column.Kind {
	case faultmatrix.AppKey:
		wanted.AuthMethod = idp.PrivateKeyJWT
	case faultmatrix.MachineKey:
		wanted = idp.Registration{Type: idp.TypeServiceAccount, Name: "Worker", Identifier: "worker", AuthMethod: idp.PrivateKeyJWT}
	}
	app := w.Register(column.Platform, wanted)
	first, second := credentialConfigurations(w, column, app.ID)
	return func(t *testing.T, operation faultmatrix.Operation, fault faultmatrix.Fault, cell faultmatrix.Cell) string {
		t.Helper()
		s := &credentialScenario{T: t, world: w, column: column, app: app, operation: operation, fault: fault, first: first, second: first}
		if operation == faultmatrix.Change {
			s.second = second
		}
		return s.play(cell)
	}
}

// credentialConfigurations returns a configuration of a credential, and the same with another value if its kind can be
// changed.
func credentialConfigurations(w *acctest.World, column faultmatrix.Column, app string) (first, second attributes) {
	scope := attributes{"zone_id": w.Keycard.ZoneID()}
	var name string
	var block, change attributes
	switch column.Kind {
	case faultmatrix.ClientSecret:
		name, block = "client_secret", attributes{}
	case faultmatrix.OwnKeys:
		name, block = "public_key", attributes{"jwks_uri": "https://orders.example.com/keys"}
	case faultmatrix.NamedKeys:
		name, block = "public_key", attributes{"jwks_uri": "https://orders.example.com/keys", "identifier": "urn:orders:keys"}
	case faultmatrix.Workload:
		name, block, change = "workload_identity", attributes{"provider_id": w.Keycard.ProviderID(), "subject": "orders"}, attributes{"subject": "payments"}
	case faultmatrix.URL:
		name, block, change = "url", attributes{"identifier": "https://orders.example.com/client.json"}, attributes{"identifier": "https://payments.example.com/client.json"}
	case faultmatrix.Public:
		name, block, change = "public", attributes{"identifier": "orders"}, attributes{"identifier": "payments"}
	case faultmatrix.AppKey:
		name, block, scope = "key", attributes{}, attributes{"project_id": w.ZITADEL.ProjectID()}
	case faultmatrix.MachineKey:
		name, block, scope = "key", attributes{}, attributes{}
	}
	changed := maps.Clone(block)
	maps.Copy(changed, change)
	configuration := func(block attributes) attributes {
		return attributes{"application_id": app, column.Platform: scope, name: block}
	}
	return configuration(block), configuration(changed)
}

func (s *credentialScenario) look() credentialSnapshot {
	return credentialSnapshot{s.core.Has(), s.core.State(), s.credentials()}
}

// credentials returns what the platform has besides the application's own credential.
func (s *credentialScenario) credentials() (all []map[string]any) {
	if s.column.Platform == "keycard" {
		return slices.DeleteFunc(s.world.Keycard.Credentials(s.app.ID), func(c map[string]any) bool { return c["id"] == s.app.CredentialID })
	}
	ids, _ := s.world.Only("zitadel")["keys"].([]string)
	for _, id := range ids {
		all = append(all, map[string]any{"id": id})
	}
	return all
}

// remove deletes a credential outside of Terraform.
func (s *credentialScenario) remove(id string) {
	s.Helper()
	if s.column.Platform == "keycard" {
		if err := s.world.Keycard.RemoveCredential(id); err != nil {
			s.Error(err)
		}
		return
	}
	keys, _ := s.world.Only("zitadel")["keys"].([]string)
	s.world.Drift("zitadel", map[string]any{"keys": slices.DeleteFunc(keys, func(key string) bool { return key == id })})
}

// play returns the actual outcome and number of requests.
func (s *credentialScenario) play(want faultmatrix.Cell) string {
	s.core = s.world.CoreOf("idp_application_credential")
	defer s.clean()
	if s.operation != faultmatrix.Issue {
		if _, problems := s.core.Apply(s.Context(), s.first); problems.Failed() {
			s.Fatal(problems)
		}
	}
	if s.fault == faultmatrix.RemovedByOthers {
		s.remove(s.core.Text("id"))
	}
	before := s.look()
	request := faultmatrix.Request(s.operation, s.column.Kind)
	for _, f := range s.fault.Faults(s.column, request) {
		s.world.Fault(f)
	}
	s.world.Sent()
	problems := s.run()
	sent := s.world.Sent()
	s.world.Faults.Clear()
	got := check(s.T, want, s.outcome(before, problems), request, sent, problems)
	if create := faultmatrix.Request(faultmatrix.Issue, s.column.Kind); s.operation != faultmatrix.Issue && sent[create] > 0 {
		s.Errorf("%s was sent %d times", create, sent[create])
	}
	s.heal(problems)
	return got
}

// run carries out the operation.
func (s *credentialScenario) run() acctest.Problems {
	switch s.operation {
	case faultmatrix.Show:
		return s.core.Refresh(s.Context())
	case faultmatrix.Revoke:
		return s.core.Destroy(s.Context())
	default:
		_, problems := s.core.Apply(s.Context(), s.second)
		return problems
	}
}

// outcome returns the observed outcome.
func (s *credentialScenario) outcome(before credentialSnapshot, problems acctest.Problems) string {
	after := s.look()
	switch {
	case problems.Failed() && !s.core.Has() && len(after.platform) > 0 && len(s.named(problems)) == len(after.platform):
		return string(faultmatrix.Listed)
	case problems.Failed() && after.equal(before):
		return string(faultmatrix.Failed)
	case problems.Failed() && s.operation != faultmatrix.Issue && s.core.Has():
		return string(faultmatrix.Open)
	case problems.Failed():
		return fmt.Sprintf("failed, with %d at the platform, in state: %v, tainted: %v", len(after.platform), s.core.Has(), s.core.Tainted())
	case s.operation == faultmatrix.Revoke && warnsOf(problems, "Credential is still shown"):
		return string(faultmatrix.StillShown)
	case s.operation == faultmatrix.Revoke && !s.core.Has() && len(after.platform) == 0:
		return string(faultmatrix.Done)
	case !s.core.Has() && warnsOf(problems, "Credential was deleted outside Terraform"):
		return string(faultmatrix.Gone)
	}
	if wrong := s.complete(); wrong != "" || len(problems) > 0 {
		return "succeeded, but " + wrong + problems.String()
	}
	return string(faultmatrix.Done)
}

// named returns the platform's credentials that an error names.
func (s *credentialScenario) named(problems acctest.Problems) (ids []string) {
	for _, c := range s.credentials() {
		if id := fmt.Sprint(c["id"]); strings.Contains(problems.String(), id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// complete returns what is wrong, or "" if the platform has exactly one credential, which is in state as configured, with a
// secret that works.
func (s *credentialScenario) complete() string {
	at := s.credentials()
	switch {
	case len(at) != 1 || !s.core.Has() || at[0]["id"] != s.core.Text("id"):
		return fmt.Sprintf("state has %q, and the platform has %v", s.core.Text("id"), at)
	case s.column.Kind == faultmatrix.ClientSecret && !s.world.Keycard.VerifySecret(s.core.Text("client_id"), s.core.Text("client_secret", "value")):
		return "the secret in state does not work"
	case s.column.Platform == "zitadel" && !strings.Contains(s.core.Text("key", "file"), s.core.Text("id")):
		return "the key file is not in state"
	case s.column.Kind == faultmatrix.Workload:
		return differs(at[0]["subject"], s.core.Text("workload_identity", "subject"))
	case s.column.Platform == "keycard":
		return differs(at[0]["identifier"], s.core.Text("client_id"))
	}
	return ""
}

func differs(platform any, state string) string {
	if platform == state {
		return ""
	}
	return fmt.Sprintf("state has %s, and the platform has %v", state, platform)
}

// heal follows the error, and runs the command again without faults. It checks that it completes, and that the application's
// own credential is as it was.
func (s *credentialScenario) heal(before acctest.Problems) {
	s.Helper()
	if !s.core.Has() {
		for _, id := range s.named(before) {
			s.remove(id)
		}
	}
	problems := s.run()
	if !problems.Failed() && s.operation == faultmatrix.Show && !s.core.Has() {
		_, problems = s.core.Apply(s.Context(), s.second)
	}
	if problems.Failed() || warnsOf(problems, "Credential was changed outside Terraform") {
		s.Errorf("the second attempt:\n%s", problems)
	}
	if s.operation != faultmatrix.Revoke {
		if wrong := s.complete(); wrong != "" {
			s.Errorf("after the second attempt %s", wrong)
		}
		if changes, problems := s.core.Plan(s.Context(), s.second); len(changes) > 0 || len(problems) > 0 {
			s.Errorf("after the second attempt the next plan changes %v\n%s", changes, problems)
		}
		if problems := s.core.Destroy(s.Context()); problems.Failed() {
			s.Errorf("it cannot be removed:\n%s", problems)
		}
	}
	if left := s.credentials(); len(left) > 0 || s.core.Has() {
		s.Errorf("at the end, %v are left, and in state: %v", left, s.core.Has())
	}
	if s.column.Platform == "keycard" && !s.world.Keycard.VerifySecret(s.app.ClientID, s.app.ClientSecret.Reveal()) {
		s.Fatal("the application's own credential does not work any more")
	}
}

// clean resets the world for the next scenario.
func (s *credentialScenario) clean() {
	s.world.Faults.Clear()
	for _, c := range s.credentials() {
		s.remove(fmt.Sprint(c["id"]))
	}
}
