package lerian_test

import (
	"context"
	"errors"
	"strings"
	"sync"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Two runs with separate states create the same application, and one response is lost. No ID gets two owners, no application
// is deleted, every returned secret authenticates, and the error names all applications that the run may have created.
func TestCreate_LostResponseOfOneOfTwoRuns_KeepsOtherApplication(t *testing.T) {
	releases := map[string]emulator.Config{"release 3.11": {Seed: 3}, "release 3.9": {Seed: 3, SecretOnRead: true}}
	carriedOut := map[fault.Kind]bool{fault.DropAfterCommit: true, fault.Truncate: true, fault.DropBefore: false, fault.HTML: false}
	const first, between, last = "comes first", "comes in between", "comes last"
	for release, config := range releases {
		for kind, made := range carriedOut {
			for _, order := range []string{first, between, last} {
				t.Run(release+", "+string(kind)+", the other run "+order, func(t *testing.T) {
					server := install(t, config)
					run, other := open(t, server.config), open(t, server.config)
					var others idp.Application
					lose := func() { server.arm(t, fault.Fault{Operation: "lerian.create_application", Kind: kind}) }
					register := func() {
						var err error
						if others, err = other.Create(t.Context(), fees); err != nil {
							t.Error(err)
						}
					}
					switch order {
					case first:
						register()
						lose()
					case between:
						server.before.happen("lerian.create_application", func() { register(); lose() })
					case last:
						lose()
						server.before.happen("lerian.list_applications", register)
					}
					app, err := run.Create(t.Context(), fees)
					e := isAdvised(t, err, idp.ErrAmbiguous, "")
					if app.ID != "" {
						t.Errorf("the run has %s", app.ID)
					}
					all := server.Applications()
					if want := map[bool]int{true: 5, false: 4}[made]; len(all) != want {
						t.Errorf("%d applications, want %d", len(all), want)
					}
					for _, listed := range all[3:] { // applications from before the request need not be named
						if id, _ := listed["id"].(string); !strings.Contains(e.Hint, id) && (id != others.ID || order != first) {
							t.Errorf("%s is not named: %s", id, e.Hint)
						}
					}
					if err := other.Verify(t.Context(), others); err != nil {
						t.Errorf("the other run's secret: %v", err)
					}
				})
			}
		}
	}
}

// Creates of one process that look the same run one after another, so that none names another's application as a candidate.
func TestCreate_ConcurrentEqualCreates_AreDistinguished(t *testing.T) {
	server := install(t, emulator.Config{})
	p := open(t, server.config)
	server.arm(t, fault.Fault{Operation: "lerian.create_application", Kind: fault.DropAfterCommit, Times: 3})
	var wg sync.WaitGroup
	var mu sync.Mutex
	owned, hint := map[string]idp.Application{}, ""
	for range 10 {
		wg.Go(func() {
			app, err := p.Create(t.Context(), fees)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				owned[app.ID] = app
				return
			}
			hint += isAdvised(t, err, idp.ErrAmbiguous, "").Hint
		})
	}
	wg.Wait()
	all := server.Applications()
	if len(owned) != 7 || len(all) != 10 {
		t.Errorf("%d applications, of which %d are known", len(all), len(owned))
	}
	for _, listed := range all {
		id, _ := listed["id"].(string)
		app, known := owned[id]
		if named := strings.Contains(hint, id); named == known {
			t.Errorf("%s is owned: %t, and is named as a candidate: %t", id, known, named)
		}
		if known && !server.VerifySecret(app.ClientID, app.ClientSecret.Reveal()) {
			t.Errorf("the secret of %s is not the one that was handed out", id)
		}
	}
}

func TestCreate_EqualCreateAmbiguous_WaitsForItsOutcome(t *testing.T) {
	server := install(t, emulator.Config{})
	p := open(t, server.config)
	server.arm(t, fault.Fault{Operation: "lerian.create_application", Kind: fault.DropAfterCommit})
	impatient, cancel := context.WithCancel(t.Context())
	cancel()
	server.before.happen("lerian.list_applications", func() {
		for range 20 {
			_, err := p.Create(impatient, fees)
			if e, ok := errors.AsType[*idp.Error](err); !ok || !strings.Contains(e.Hint, "Nothing was sent") {
				t.Errorf("another one did not wait: %v", err)
			}
		}
	})
	_, err := p.Create(t.Context(), fees)
	isAdvised(t, err, idp.ErrAmbiguous, "")
	create(t, p)
}

// The steps that the error suggests: delete the unused application, and apply again.
func TestCreate_LostResponse_FollowingHintRecovers(t *testing.T) {
	server := install(t, emulator.Config{})
	server.arm(t, fault.Fault{Operation: "lerian.create_application", Kind: fault.DropAfterCommit})
	_, err := open(t, server.config).Create(t.Context(), fees)
	e := isAdvised(t, err, idp.ErrAmbiguous, "DELETE "+strings.TrimSuffix(server.config.IdentityEndpoint, "/v1")+"/v1/applications/<ID>")
	_, rest, _ := strings.Cut(e.Hint, "ID ")
	id, _, _ := strings.Cut(rest, " ")
	next := open(t, server.config)
	if err := next.Delete(t.Context(), idp.Application{ID: id}); err != nil {
		t.Fatal(err)
	}
	app := create(t, next)
	if all := server.Applications(); len(all) != 1 || all[0]["id"] != app.ID {
		t.Errorf("left are %v", all)
	}
	if _, err := next.Get(t.Context(), idp.Application{ID: id}); !errors.Is(err, idp.ErrNotFound) {
		t.Errorf("what was lost: %v", err)
	}
}
