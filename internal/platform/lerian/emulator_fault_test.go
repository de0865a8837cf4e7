package lerian_test

import (
	"errors"
	"sync"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestCreateWhoseAnswerIsLostIsClearedAwayAndRepeated(t *testing.T) {
	for _, kind := range []fault.Kind{fault.DropAfterCommit, fault.Truncate} {
		for name, config := range map[string]emulator.Config{"release 3.11": {Seed: 3}, "release 3.9": {Seed: 3, SecretOnRead: true}} {
			t.Run(string(kind)+" "+name, func(t *testing.T) {
				server := install(t, config)
				p := open(t, server.config)
				first := create(t, p)
				server.arm(t, fault.Fault{Operation: "lerian.create_application", Kind: kind})
				app := create(t, p)
				if all := server.Applications(); len(all) != 5 || all[4]["id"] != app.ID || first.ID == app.ID || app.ClientSecret == "" {
					t.Errorf("%d applications, want those from before and the new one", len(all))
				}
				if _, err := p.Get(t.Context(), first); err != nil {
					t.Errorf("the first one is gone: %v", err)
				}
			})
		}
	}
}

// Nobody can tell two lost creates of the same name and description apart, so they do not happen at the same time.
func TestEqualCreatesAtATimeAreToldApart(t *testing.T) {
	server := install(t, emulator.Config{})
	p := open(t, server.config)
	server.arm(t, fault.Fault{Operation: "lerian.create_application", Kind: fault.DropAfterCommit, Times: 3})
	var wg sync.WaitGroup
	var mu sync.Mutex
	known := map[any]bool{}
	for range 10 {
		wg.Go(func() {
			app, err := p.Create(t.Context(), fees)
			mu.Lock()
			defer mu.Unlock()
			if err == nil {
				known[app.ID] = true
			} else if !errors.Is(err, idp.ErrAmbiguous) { // lost twice
				t.Error(err)
			}
		})
	}
	wg.Wait()
	all := server.Applications()
	for _, app := range all {
		if !known[app["id"]] {
			t.Errorf("application %v is nobody's", app["id"])
		}
	}
	if len(known) != 9 || len(all) != 9 {
		t.Errorf("%d applications, of which %d are known; want 9, after one create was lost twice", len(all), len(known))
	}
}

func TestTroubleThatPassesIsNotNoticed(t *testing.T) {
	server := install(t, emulator.Config{})
	p := open(t, server.config)
	server.arm(t, fault.Fault{Operation: "lerian.login", Kind: fault.DropBefore})
	server.arm(t, fault.Fault{Operation: "lerian.create_application", Kind: fault.UnauthenticatedOnce})
	server.arm(t, fault.Fault{
		Operation: "lerian.create_application", Kind: fault.Status, Status: 429, RetryAfter: "1",
		Body: `{"code":429,"title":"rate_limit_exceeded","message":"rate limit exceeded"}`,
	})
	app := create(t, p)

	server.ExpireTokens()
	server.arm(t, fault.Fault{Operation: "lerian.get_application", Kind: fault.HTML})
	if _, err := p.Get(t.Context(), app); err != nil {
		t.Error(err)
	}
	server.arm(t, fault.Fault{Operation: "lerian.delete_application", Kind: fault.DropAfterCommit})
	if err := p.Delete(t.Context(), app); err != nil {
		t.Error(err)
	}
	if n := len(server.Applications()); n != 0 {
		t.Errorf("%d applications are left", n)
	}
}
