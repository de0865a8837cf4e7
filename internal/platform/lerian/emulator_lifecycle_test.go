package lerian_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestLifecycle_EachRelease_CreateToDelete(t *testing.T) {
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

func TestImport_OlderServer_ReturnsSecret(t *testing.T) {
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
