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

// replacement is the engine's error for a change that Lerian makes only by a replacement.
const replacement = "the change needs another application"

func TestApplication_IsCreatedOnce_AndKeptAcrossRestarts(t *testing.T) {
	t.Parallel()
	each(t, func(f *fixture) {
		reconcile(f.T, f.Engine, true)
		quiet(f.T, f.Engine)
		f.Restart(f.EngineProcess())
		quiet(f.T, f.Engine)
		f.expectWorking()
		if f.Text("client_secret") != "" { // an encrypted secret is part of the status only
			f.Restore(f.EngineProcess())
			quiet(f.T, f.Engine)
			f.expectWorking()
		}
	})
}

func TestDrift_IsFixedAndReported(t *testing.T) {
	t.Parallel()
	each(t, func(f *fixture) {
		reconcile(f.T, f.Engine, true)
		for _, theirs := range []string{"theirs", "theirs too"} {
			f.Drift(f.platform, map[string]any{"name": theirs})
			changed, problems := f.Reconcile(f.Context())
			if !changed || !strings.Contains(problems.String(), "Application was changed outside Terraform") {
				f.Errorf("changed: %t\n%s", changed, problems)
			}
			if f.replaces() != strings.Contains(problems.String(), replacement) {
				f.Error(problems)
			}
			if f.replaces() {
				f.Drift(f.platform, map[string]any{"name": f.specification["name"]})
				reconcile(f.T, f.Engine, false)
			}
			quiet(f.T, f.Engine)
			f.expectWorking()
			f.Restart(f.EngineProcess())
		}
	})
}

func TestApplication_DeletedOutside_IsCreatedAgain(t *testing.T) {
	t.Parallel()
	each(t, func(f *fixture) {
		reconcile(f.T, f.Engine, true)
		for range 2 {
			id := f.Text("id")
			if err := f.Remove(f.platform, id); err != nil {
				f.Fatal(err)
			}
			if problems := reconcile(f.T, f.Engine, true); len(problems) != 1 || !strings.Contains(problems.String(), "Application was deleted outside Terraform") {
				f.Errorf("want one warning, got: %s", problems)
			}
			if f.Text("id") == id {
				f.Error("the application was not created again")
			}
			quiet(f.T, f.Engine)
			f.expectWorking()
			f.Restart(f.EngineProcess())
			if f.platform == "lerian" { // a process must have seen the application to believe that it is gone
				quiet(f.T, f.Engine)
			}
		}
	})
}

func TestDependency_RemovedOutside_IsAddedAgain(t *testing.T) {
	t.Parallel()
	f := newFixture(t)
	e := acctest.NewEngine(f.EngineProcess(), f.kinds()["dependency"].specification, "")
	reconcile(t, e, true)
	for range 2 {
		if err := f.Keycard.RemoveDependency(f.ID("keycard"), f.dependency()); err != nil {
			t.Fatal(err)
		}
		if problems := reconcile(t, e, true); len(problems) != 1 {
			t.Errorf("want one warning, got: %s", problems)
		}
		if len(f.Keycard.Dependencies(f.ID("keycard"))) != 1 {
			t.Error("the dependency is missing")
		}
		quiet(t, e)
		e.Restart(f.EngineProcess())
	}
	if problems := e.Delete(t.Context()); problems.Failed() {
		t.Error(problems)
	}
}

func TestSecret_RotatesInPlace(t *testing.T) {
	t.Parallel()
	each(t, func(f *fixture) {
		f.Specify("rotate_when_changed", map[string]any{"round": "1"})
		reconcile(f.T, f.Engine, true)
		first := f.secret()
		f.Specify("rotate_when_changed", map[string]any{"round": "2"})
		_, problems := f.Reconcile(f.Context())
		if problems.Failed() != f.replaces() || f.replaces() != strings.Contains(problems.String(), replacement) {
			f.Fatal(problems)
		}
		if f.replaces() != (f.secret() == first) {
			f.Errorf("rotated: %t", f.secret() != first)
		}
		f.expectWorking()
		if !f.replaces() {
			quiet(f.T, f.Engine)
		}
	})
}

// Only the process knows that the secret was rejected: engines do not store private state.
func TestSecret_Refused_IsRotated(t *testing.T) {
	t.Parallel()
	each(t, func(f *fixture) {
		secret := specification{"verify": true}
		if recipients, ok := f.specification["secret"].(specification); ok {
			maps.Copy(secret, recipients)
		}
		f.Specify("secret", secret)
		reconcile(f.T, f.Engine, true)
		quiet(f.T, f.Engine)
		f.Ahead = time.Hour // the secret is old enough to be verified
		f.Drift(f.platform, map[string]any{"client_secret": "somebody-elses-secret"})
		_, problems := f.Reconcile(f.Context())
		if f.replaces() {
			if !strings.Contains(problems.String(), replacement) || !strings.Contains(problems.String(), "Client secret") {
				f.Errorf("the refused secret is not reported: %s", problems)
			}
			return
		}
		if problems.Failed() {
			f.Fatal(problems)
		}
		f.expectWorking()
		f.Ahead = 2 * time.Hour
		quiet(f.T, f.Engine)
	})
}

func TestApplication_Imported_StaysAsItIs(t *testing.T) {
	t.Parallel()
	each(t, func(f *fixture) {
		reconcile(f.T, f.Engine, true)
		second := acctest.NewEngine(f.EngineProcess(), maps.Clone(f.specification), f.ID(f.platform))
		reconcile(f.T, second, false)
		quiet(f.T, second)
		if second.Text("client_id") != f.Text("client_id") {
			f.Error("another client ID")
		}
		quiet(f.T, f.Engine)
		f.expectWorking()
	})
}

// A crash between the create and storing its result leaves an application that the engine does not know. At Lerian, names
// are not unique, so the next reconcile registers another one.
func TestApplication_NotRecorded_IsNotTaken(t *testing.T) {
	t.Parallel()
	each(t, func(f *fixture) {
		reconcile(f.T, f.Engine, true)
		again := acctest.NewEngine(f.EngineProcess(), maps.Clone(f.specification), "")
		_, problems := again.Reconcile(f.Context())
		if problems.Failed() == f.replaces() || !f.replaces() && !strings.Contains(problems.String(), f.ID(f.platform)) {
			f.Errorf("want an error that names the application: %s", problems)
		}
		if again.Text("id") == f.Text("id") {
			f.Error("the second engine has taken the application")
		}
		if problems := again.Delete(f.Context()); problems.Failed() {
			f.Error(problems)
		}
		f.expectWorking()
	})
}

// At Lerian, nothing proves which application the lost create has registered: the error lists the candidates, and the next
// reconcile registers another one.
func TestAnswer_Lost_IsNotRegisteredTwice(t *testing.T) {
	t.Parallel()
	each(t, func(f *fixture) {
		f.Fault(fault.Fault{Operation: f.create, Kind: fault.DropAfterCommit})
		_, problems := f.Reconcile(f.Context())
		if problems.Failed() != f.replaces() || f.replaces() && f.RemoveListed(problems.String()) != 1 {
			f.Fatal(problems)
		}
		if f.replaces() {
			reconcile(f.T, f.Engine, true)
		}
		quiet(f.T, f.Engine)
		f.expectWorking()
	})
}

// Each reconcile configures the provider. The process still logs in once, for 300 applications and several rounds.
func TestManyApplications_OneLogin(t *testing.T) {
	t.Parallel()
	const applications, rounds = 100, 3
	f := newFixture(t)
	process := f.EngineProcess()
	var engines []*acctest.Engine
	for platform, attribute := range map[string]string{"zitadel": "name", "keycard": "identifier", "lerian": "description"} {
		for n := range applications {
			own := maps.Clone(f.kinds()[platform].specification)
			own[attribute] = fmt.Sprintf("%v %d", own[attribute], n)
			engines = append(engines, acctest.NewEngine(process, own, ""))
		}
	}
	f.Sent()
	for _, e := range engines {
		reconcile(t, e, true)
	}
	for range rounds {
		for _, e := range engines {
			quiet(t, e)
		}
	}
	sent := f.Sent()
	for _, login := range []string{"zitadel.token", "keycard.token", "lerian.login"} {
		if sent[login] != 1 {
			t.Errorf("%s: %d logins", login, sent[login])
		}
	}
	for platform, all := range f.Applications() {
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
