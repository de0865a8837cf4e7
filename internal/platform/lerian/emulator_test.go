package lerian_test

import (
	"errors"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/contract"
	"github.com/idpkit/terraform-provider-idp/internal/acctest/eager"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/lerian"
)

// installation is an emulated Access Manager. All that goes in and out is compared with the contract.
type installation struct {
	*emulator.Server
	faults *fault.Set
	config lerian.Config
}

func install(t *testing.T, c emulator.Config) installation {
	t.Helper()
	faults := new(fault.Set)
	server := emulator.New(c, faults.Middleware)
	identity := httptest.NewServer(contract.Middleware(t, specFile, server.Identity()))
	t.Cleanup(identity.Close)
	auth := httptest.NewServer(contract.Middleware(t, specFile, server.Auth()))
	t.Cleanup(auth.Close)
	server.SetURLs(auth.URL, identity.URL)
	admin := server.Credentials().Admin
	return installation{server, faults, lerian.Config{
		IdentityEndpoint: identity.URL + "/v1", AuthEndpoint: auth.URL,
		Username: admin.Name, Password: idp.Secret(admin.Password),
	}}
}

func (i installation) arm(t *testing.T, f fault.Fault) {
	t.Helper()
	if err := i.faults.Arm(f); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, c lerian.Config) *lerian.Platform {
	t.Helper()
	p, err := lerian.New(c, eager.Transport(t))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

var fees = idp.Registration{Name: "plugin-fees", Description: "Nightly fees", AuthMethod: idp.ClientSecretPost}

func create(t *testing.T, p *lerian.Platform) idp.Application {
	t.Helper()
	app, err := p.Create(t.Context(), fees)
	if err != nil {
		t.Fatal(err)
	}
	return app
}

func TestApplicationLivesFromCreateToDelete(t *testing.T) {
	for name, config := range map[string]emulator.Config{"release 3.11": {}, "release 3.9": {SecretOnRead: true}} {
		t.Run(name, func(t *testing.T) {
			server := install(t, config)
			p := open(t, server.config)

			app := create(t, p)
			if app.ID == "" || app.ClientID == "" || app.ClientSecret == "" || app.CreatedAt == "" {
				t.Fatal("the application is not complete")
			}
			if diff := cmp.Diff(fees, app.Registration); diff != "" {
				t.Errorf("registered differs from wanted (-want +got):\n%s", diff)
			}
			read, err := p.Get(t.Context(), app)
			if err != nil || !cmp.Equal(app, read) {
				t.Errorf("a refresh changes the application: %v", err)
			}
			if same, err := p.Update(t.Context(), idp.Change{Before: app, After: fees}); err != nil || !cmp.Equal(app, same) {
				t.Errorf("update without a difference: %v", err)
			}
			other := fees
			other.Description = "Something else"
			if same, err := p.Update(t.Context(), idp.Change{Before: app, After: other}); !errors.Is(err, idp.ErrInvalid) || !cmp.Equal(app, same) {
				t.Errorf("update: %v", err)
			}
			if same, err := p.Rotate(t.Context(), app); !errors.Is(err, idp.ErrInvalid) || !cmp.Equal(app, same) {
				t.Errorf("rotation: %v", err)
			}
			if err := p.Verify(t.Context(), app); err != nil {
				t.Errorf("verification: %v", err)
			}
			if err := p.Delete(t.Context(), app); err != nil {
				t.Error(err)
			}
			if _, err := p.Get(t.Context(), app); !errors.Is(err, idp.ErrNotFound) {
				t.Errorf("read after delete: %v", err)
			}
			if err := p.Delete(t.Context(), app); err != nil {
				t.Errorf("a second delete: %v", err)
			}
		})
	}
}

func TestImportKnowsTheSecretOnOlderServersOnly(t *testing.T) {
	for name, older := range map[string]bool{"release 3.11": false, "release 3.9": true} {
		t.Run(name, func(t *testing.T) {
			p := open(t, install(t, emulator.Config{SecretOnRead: older}).config)
			app := create(t, p)
			got, err := p.Get(t.Context(), idp.Application{ID: app.ID})
			if err != nil {
				t.Fatal(err)
			}
			want := app
			if !older {
				want.ClientSecret = ""
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("import differs (-want +got):\n%s", diff)
			}
		})
	}
}

func TestDriftAndRemovalAreSeen(t *testing.T) {
	server := install(t, emulator.Config{})
	p := open(t, server.config)
	app := create(t, p)
	if err := server.Change(app.ID, map[string]any{"description": "changed by hand"}); err != nil {
		t.Fatal(err)
	}
	got, err := p.Get(t.Context(), app)
	if err != nil || got.Description != "changed by hand" || got.ClientSecret != app.ClientSecret {
		t.Errorf("description %q, %v", got.Description, err)
	}
	if err := server.Remove(app.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Get(t.Context(), app); !errors.Is(err, idp.ErrNotFound) {
		t.Errorf("read after removal: %v", err)
	}
}

// The new application's credentials are for products, and log in where the administrator does.
func TestNewApplicationLogsInAndIsNoAdministrator(t *testing.T) {
	server := install(t, emulator.Config{})
	admin := open(t, server.config)
	app := create(t, admin)
	own := server.config
	own.Username, own.Password = "", ""
	own.ClientID, own.ClientSecret = app.ClientID, app.ClientSecret

	_, err := open(t, own).Create(t.Context(), fees)
	isAdvised(t, err, idp.ErrForbidden, "client ID and secret alone")
	if err := admin.Delete(t.Context(), app); err != nil {
		t.Fatal(err)
	}
	_, err = open(t, own).Get(t.Context(), app)
	isAdvised(t, err, idp.ErrUnauthenticated, "was deleted")
}

func TestCallersWhoMayNotAreToldWhy(t *testing.T) {
	server := install(t, emulator.Config{})
	users := server.Credentials()
	as := func(user emulator.User) lerian.Config {
		c := server.config
		c.Username, c.Password = user.Name, idp.Secret(user.Password)
		return c
	}
	withClient := server.config
	withClient.ClientID, withClient.ClientSecret = users.BuiltIn.ID, idp.Secret(users.BuiltIn.Secret)
	wrongClient := withClient
	wrongClient.ClientSecret = "wrong"
	stale := lerian.Config{IdentityEndpoint: server.config.IdentityEndpoint, AccessToken: "stale"}
	tests := map[string]struct {
		config lerian.Config
		kind   idp.Kind
		advice string
	}{
		"wrong password":       {as(emulator.User{Name: "admin", Password: "wrong"}), idp.ErrUnauthenticated, "lerian.password"},
		"second factor":        {as(users.MFA), idp.ErrUnauthenticated, "without MFA"},
		"not an administrator": {as(users.Viewer), idp.ErrForbidden, "admin group"},
		"wrong client":         {wrongClient, idp.ErrUnauthenticated, "lerian.client_secret"},
		"stale token":          {stale, idp.ErrUnauthenticated, "lerian.access_token"},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			_, err := open(t, tc.config).Create(t.Context(), fees)
			isAdvised(t, err, tc.kind, tc.advice)
		})
	}
	if n := len(server.Applications()); n != 0 {
		t.Errorf("%d applications were registered", n)
	}
	create(t, open(t, withClient))
}

func TestUnknownProductIsAnErrorOfTheName(t *testing.T) {
	p := open(t, install(t, emulator.Config{}).config)
	wanted := fees
	wanted.Name = "Plugin-Fees"
	_, err := p.Create(t.Context(), wanted)
	if e := isAdvised(t, err, idp.ErrInvalid, "plugin-fees"); e.Attribute != idp.AttributeName {
		t.Errorf("the error is of %q", e.Attribute)
	}
}

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

func isAdvised(t *testing.T, err error, kind idp.Kind, words string) *idp.Error {
	t.Helper()
	var e *idp.Error
	if !errors.As(err, &e) || e.Kind != kind {
		t.Fatalf("got %v, want %q", err, kind)
	}
	if !strings.Contains(e.Advice, words) {
		t.Errorf("advice is %q, want %q in it", e.Advice, words)
	}
	return e
}

func TestListShowsWhatSingleReadsShow(t *testing.T) {
	for name, config := range map[string]emulator.Config{
		"release 3.11": {Seed: 3}, "release 3.9": {Seed: 3, SecretOnRead: true}, "without the built-in one": {Seed: 3, EmptyListNotFound: true},
	} {
		t.Run(name, func(t *testing.T) {
			p := open(t, install(t, config).config)
			n := 0
			for app, err := range idp.List(t.Context(), p, idp.Scope{}) {
				if err != nil {
					t.Fatal(err)
				}
				if app.Unmanaged != "" {
					continue
				}
				n++
				read, err := p.Get(t.Context(), app)
				read.ClientSecret = ""
				if diff := cmp.Diff(app, read); diff != "" || err != nil {
					t.Error(err, diff)
				}
			}
			if n != 3 {
				t.Errorf("%d applications", n)
			}
		})
	}
}

func TestEmptyListOfAServerIsNoError(t *testing.T) {
	p := open(t, install(t, emulator.Config{EmptyListNotFound: true}).config)
	for app, err := range idp.List(t.Context(), p, idp.Scope{}) {
		t.Errorf("listed %q, %v", app.ID, err)
	}
}
