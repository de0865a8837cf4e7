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
)

// scenario plays one cell.
type scenario struct {
	*testing.T

	world     *acctest.World
	column    faultmatrix.Column
	platform  string // of the column
	operation faultmatrix.Operation
	fault     faultmatrix.Fault
	core      *acctest.Core
	other     *acctest.Core // another run with a separate state
	creates   *acctest.Creates
	resources [2]string // that applications at Keycard can depend on

	planned       []string // for a plan: the attributes that it would change
	id, oldSecret string   // the client ID and secret before the operation
}

// snapshot is the observable result: state and platform.
type snapshot struct {
	has      bool
	state    tftypes.Value
	platform []map[string]any
}

func (s *scenario) look() snapshot {
	return snapshot{s.core.Has(), s.core.State(), s.applications()}
}

// applications returns the platform's applications that the other run does not manage, with their dependencies and
// credentials.
func (s *scenario) applications() []map[string]any {
	all := slices.DeleteFunc(s.world.Applications()[s.platform], func(application map[string]any) bool {
		return s.other.Has() && application["id"] == s.other.Text("id")
	})
	for _, application := range all {
		if id := fmt.Sprint(application["id"]); s.platform == "keycard" {
			application["dependencies"], application["shown"] = s.world.Keycard.Dependencies(id), s.world.Keycard.Credentials(id)
		}
	}
	return all
}

func (a snapshot) equal(b snapshot) bool {
	return a.has == b.has && (!a.has || a.state.Equal(b.state)) && reflect.DeepEqual(a.platform, b.platform)
}

// play returns the actual outcome and number of requests.
func (s *scenario) play(want faultmatrix.Cell) string {
	defer s.clean(maps.Clone(s.world.Env))
	s.core, s.other = s.world.Core(), s.world.Core()
	s.prepare()
	s.id, s.oldSecret = s.core.Text("client_id"), s.core.Text("client_secret")
	s.actAsOthers()
	before := s.look()
	request := faultmatrix.Request(s.operation, s.column.Kind)
	for _, f := range s.fault.Faults(s.column, request) {
		s.world.Fault(f)
	}
	s.startOtherRun()
	s.world.Sent()
	problems := s.run()
	sent := s.world.Sent()
	s.world.Faults.Clear()
	got := check(s.T, want, s.outcome(before, problems), request, sent, problems)
	if s.fault == faultmatrix.TooLate && problems.Failed() && !strings.Contains(problems.String(), "timed out") {
		s.Errorf("nothing says that it timed out:\n%s", problems)
	}
	s.nothingBesides(sent)
	s.checkSeparate()
	s.heal(problems)
	return got
}

// check compares the outcome and the number of requests with a cell. It returns what was observed.
func check(t *testing.T, want faultmatrix.Cell, got, request string, sent map[string]int, problems acctest.Problems) string {
	t.Helper()
	if !matches(want.Outcome, got) {
		t.Errorf("%s, and should be: %s\n%s", got, want.Outcome, problems)
	} else {
		got = string(want.Outcome)
	}
	if want.Sent > 0 && sent[request] != want.Sent {
		t.Errorf("%s was sent %d times, and should be %d times: %v", request, sent[request], want.Sent, sent)
	}
	return fmt.Sprintf("%s (%d)", got, sent[request])
}

// matches reports whether the outcomes are equal. Repeated and Recovered look like Done from outside: the number of requests
// tells them apart.
func matches(want faultmatrix.Outcome, got string) bool {
	switch want {
	case faultmatrix.Repeated, faultmatrix.Recovered:
		return got == string(faultmatrix.Done)
	default:
		return got == string(want)
	}
}

// complete returns what is wrong, or "" if the platform has exactly one application, which is in state with a secret that
// works.
func (s *scenario) complete() string {
	at := s.applications()
	switch {
	case !s.core.Has():
		return "nothing is in state"
	case len(at) != 1:
		return fmt.Sprintf("%d applications are at the platform", len(at))
	case s.core.Text("id") != at[0]["id"]:
		return "another application is in state"
	case s.core.Text("client_id") != at[0]["client_id"]:
		return "another client ID is in state"
	case s.core.Text("name") != at[0]["name"]:
		return "another name is in state"
	case at[0]["credentials"] != nil && at[0]["credentials"] != 1:
		return fmt.Sprintf("it has %v credentials", at[0]["credentials"])
	case s.platform == "keycard" && len(s.world.Keycard.Dependencies(s.core.Text("id"))) != len(s.dependencies()):
		return fmt.Sprintf("it depends on %v, and not on %v", at[0]["dependencies"], s.dependencies())
	case s.operation != faultmatrix.Import && !s.verifies():
		return "the secret in state does not work"
	}
	return ""
}

func (s *scenario) verifies() bool {
	return s.works(s.core.Text("client_id"), s.core.Text("client_secret"))
}

// works reports whether a client ID and secret authenticate; for a public key, whether a credential has the client ID.
func (s *scenario) works(id, secret string) bool {
	switch {
	case s.column.Kind == faultmatrix.PublicKey:
		return s.publicKey(id)
	case s.platform == "zitadel":
		return s.world.ZITADEL.VerifySecret(id, secret)
	case s.platform == "keycard":
		return s.world.Keycard.VerifySecret(id, secret)
	}
	return s.world.Lerian.VerifySecret(id, secret)
}

func (s *scenario) publicKey(clientID string) bool {
	for _, application := range s.world.Applications()[s.platform] {
		for _, credential := range s.world.Keycard.Credentials(fmt.Sprint(application["id"])) {
			if credential["identifier"] == clientID && credential["type"] == "public-key" {
				return true
			}
		}
	}
	return false
}

// nothingBesides checks that an operation that does not create has not sent creates.
func (s *scenario) nothingBesides(sent map[string]int) {
	create := faultmatrix.Request(faultmatrix.Create, s.column.Kind)
	allowed := map[faultmatrix.Operation]int{faultmatrix.Login: 1, faultmatrix.Create: 99, faultmatrix.Attach: 1}[s.operation]
	switch {
	case s.operation == faultmatrix.Credential && !s.switches():
		allowed = 1
	case s.operation == faultmatrix.Rotate && s.platform == "lerian":
		allowed = 99
	}
	if sent[create] > allowed {
		s.Errorf("%s was sent %d times", create, sent[create])
	}
}
