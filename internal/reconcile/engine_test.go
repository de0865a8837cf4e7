package reconcile_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
)

func TestSecret_RotatesInPlace(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, _ *acctest.World, platform string, e *acctest.Engine) {
		e.Specify("rotate_when_changed", map[string]string{"round": "1"})
		reconcile(t, e, true)
		first := e.Text("client_secret")
		e.Specify("rotate_when_changed", map[string]string{"round": "2"})
		if platform == "lerian" {
			if _, problems := e.Reconcile(t.Context()); !strings.Contains(problems.String(), "the change needs another application") {
				t.Error(problems)
			}
			return
		}
		reconcile(t, e, true)
		if second := e.Text("client_secret"); second == "" || second == first {
			t.Error("the secret was not rotated")
		}
		quiet(t, e)
	})
}

// Only the process knows that the secret was rejected: engines do not store private state.
func TestSecret_Refused_IsRotated(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *acctest.World, platform string, e *acctest.Engine) {
		e.Specify("secret", map[string]any{"verify": true})
		reconcile(t, e, true)
		quiet(t, e)
		w.Ahead = time.Hour // the secret is old enough to be verified
		w.Drift(platform, map[string]any{"client_secret": "somebody-elses-secret"})
		if platform == "lerian" {
			if _, problems := e.Reconcile(t.Context()); !strings.Contains(problems.String(), "the change needs another application") {
				t.Error(problems)
			}
			return
		}
		refused := e.Text("client_secret")
		reconcile(t, e, true)
		if e.Text("client_secret") == refused {
			t.Error("the secret was not rotated")
		}
		w.Ahead = 2 * time.Hour
		quiet(t, e)
	})
}

func TestApplication_Imported_StaysAsItIs(t *testing.T) {
	t.Parallel()
	for platform, specification := range specifications(acctest.New(t)) {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			specification = specifications(w)[platform]
			first := acctest.NewEngine(w.EngineProcess(), maps.Clone(specification), "")
			reconcile(t, first, true)
			second := acctest.NewEngine(w.EngineProcess(), specification, w.ID(platform))
			reconcile(t, second, false)
			quiet(t, second)
			if second.Text("client_id") != first.Text("client_id") {
				t.Error("another client ID")
			}
			if problems := second.Delete(t.Context()); problems.Failed() {
				t.Error(problems)
			}
		})
	}
}

// A crash between the create and storing its result leaves an application that the engine does not know.
func TestApplication_NotRecorded_IsRegisteredTwiceOnlyAtLerian(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, w *acctest.World, platform string, e *acctest.Engine) {
		reconcile(t, e, true)
		again := acctest.NewEngine(w.EngineProcess(), specifications(w)[platform], "")
		if platform == "lerian" { // names are not unique there, so nothing distinguishes the two
			reconcile(t, again, true)
			if n := len(w.Applications()[platform]); n != 2 {
				t.Errorf("%d applications", n)
			}
			if problems := again.Delete(t.Context()); problems.Failed() {
				t.Error(problems)
			}
			return
		}
		if _, problems := again.Reconcile(t.Context()); !strings.Contains(problems.String(), w.ID(platform)) {
			t.Errorf("the error does not name the application: %s", problems)
		}
		w.Only(platform)
	})
}

func TestAnswer_Lost_IsNotRegisteredTwice(t *testing.T) {
	t.Parallel()
	for platform, operation := range map[string]string{"zitadel": "zitadel.create_application", "keycard": "keycard.create_application"} {
		t.Run(platform, func(t *testing.T) {
			t.Parallel()
			w := acctest.New(t)
			e := acctest.NewEngine(w.EngineProcess(), specifications(w)[platform], "")
			w.Fault(fault.Fault{Operation: operation, Kind: fault.DropAfterCommit})
			reconcile(t, e, true)
			w.Only(platform)
			if problems := e.Delete(t.Context()); problems.Failed() {
				t.Error(problems)
			}
		})
	}
}

// Each reconcile configures the provider. The process still logs in once, for 300 applications and several rounds.
func TestManyApplications_OneLogin(t *testing.T) {
	t.Parallel()
	const applications, rounds = 100, 3
	w := acctest.New(t)
	process := w.EngineProcess()
	var engines []*acctest.Engine
	for platform, specification := range specifications(w) {
		for n := range applications {
			own := maps.Clone(specification)
			for _, attribute := range map[string][]string{
				"zitadel": {"name"}, "keycard": {"identifier"}, "lerian": {"description"},
			}[platform] {
				own[attribute] = fmt.Sprintf("%v %d", own[attribute], n)
			}
			engines = append(engines, acctest.NewEngine(process, own, ""))
		}
	}
	w.Sent()
	for _, e := range engines {
		reconcile(t, e, true)
	}
	for range rounds {
		for _, e := range engines {
			quiet(t, e)
		}
	}
	sent := w.Sent()
	for _, login := range []string{"zitadel.token", "keycard.token", "lerian.login"} {
		if sent[login] != 1 {
			t.Errorf("%s: %d logins", login, sent[login])
		}
	}
	for platform, all := range w.Applications() {
		if len(all) != applications {
			t.Errorf("%s has %d applications", platform, len(all))
		}
	}
	t.Logf("%d applications, %d rounds: %v", len(engines), rounds, sent)
	for _, e := range engines {
		if problems := e.Delete(t.Context()); problems.Failed() {
			t.Fatal(problems)
		}
	}
}
