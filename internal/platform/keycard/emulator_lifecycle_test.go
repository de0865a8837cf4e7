package keycard_test

import (
	"regexp"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

func TestLifecycle(t *testing.T) {
	for name, c := range map[string]emulator.Config{"unset is null": {}, "unset is missing": {NullsMissing: true}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, c, nil)
			app := w.create(w.full("urn:billing"))
			if diff := cmp.Diff(w.full("urn:billing"), app.Registration); diff != "" {
				t.Error(diff)
			}
			if chosen := regexp.MustCompile("^[a-z0-9]{26}$"); !chosen.MatchString(app.ClientID) {
				t.Errorf("the client ID %q is not the one that was asked for", app.ClientID)
			}
			if !w.server.VerifySecret(app.ClientID, app.ClientSecret.Reveal()) || app.CredentialID == "" || app.Slug == "" || app.CreatedAt == "" {
				t.Error("the application is not usable")
			}
			w.reads(app)

			least := idp.Registration{
				Scope: app.Scope, Name: "Billing", Identifier: "urn:billing:2", AuthMethod: idp.ClientSecretBasic, Consent: "required",
			}
			cleared := w.update(app, least)
			if diff := cmp.Diff(least, cleared.Registration); diff != "" || cleared.ClientSecret != app.ClientSecret {
				t.Errorf("secret kept: %t; %s", cleared.ClientSecret == app.ClientSecret, diff)
			}
			w.reads(cleared)
			grown := w.update(cleared, w.full("urn:billing"))
			w.reads(grown)

			if err := w.platform.Delete(t.Context(), grown); err != nil {
				t.Error(err)
			}
			_, err := w.platform.Get(t.Context(), grown)
			w.kind(err, idp.ErrNotFound)
			if err := w.platform.Delete(t.Context(), grown); err != nil {
				t.Errorf("a second removal failed: %v", err)
			}
			if left := len(w.server.Applications()); left != 0 {
				t.Errorf("%d applications are left", left)
			}
		})
	}
}

// Keycard does not document that credentials are deleted with their application. The first attempt at the deletion can fail
// at any of its requests.
func TestDelete_WithoutCascade_LeavesNoCredential(t *testing.T) {
	for _, operation := range []string{"keycard.delete_credential", "keycard.delete_application"} {
		t.Run(operation, func(t *testing.T) {
			w := newWorld(t, emulator.Config{NoCascade: true}, nil)
			app := w.create(w.full("urn:billing"))
			app.KeepPreviousCredential = true
			app, err := w.platform.Rotate(t.Context(), app)
			if err != nil || len(w.server.Credentials(app.ID)) != 2 {
				t.Fatal(err, w.server.Credentials(app.ID))
			}
			w.arm(fault.Fault{Operation: operation, Kind: fault.Status, Status: 403, Body: `{"message":"no","code":"forbidden","status":403}`})
			w.kind(w.platform.Delete(t.Context(), app), idp.ErrForbidden)
			if app, err = w.platform.Get(t.Context(), app); err != nil {
				t.Fatalf("it would leave the state: %v", err)
			}
			if err := w.platform.Delete(t.Context(), app); err != nil {
				t.Error(err)
			}
			if left := w.server.Credentials(app.ID); len(left)+len(w.server.Applications()) > 0 {
				t.Errorf("left: %v", left)
			}
		})
	}
}

func TestUpdate_AuthMethodAddedAndRemoved(t *testing.T) {
	w := newWorld(t, emulator.Config{}, nil)
	none := w.full("urn:billing")
	none.AuthMethod = idp.NoAuth
	app := w.create(none)
	if app.ClientID != "" || len(w.server.Credentials(app.ID)) != 0 {
		t.Error("a credential was made")
	}
	w.reads(app)

	app = w.update(app, w.full("urn:billing"))
	if !w.server.VerifySecret(app.ClientID, app.ClientSecret.Reveal()) {
		t.Error("the secret does not work")
	}
	w.reads(app)

	app = w.update(app, none)
	if app.ClientID != "" || app.ClientSecret != "" || len(w.server.Credentials(app.ID)) != 0 {
		t.Error("the credential is still there")
	}
	w.reads(app)
}

func TestImportTakesTheNewestSecret(t *testing.T) {
	w := newWorld(t, emulator.Config{}, nil)
	app := w.create(w.full("urn:billing"))
	newest, err := w.server.AddCredential(app.ID, "password")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := w.server.AddCredential(app.ID, "public-key"); err != nil {
		t.Fatal(err)
	}
	got, err := w.platform.Get(t.Context(), idp.Application{Registration: idp.Registration{Scope: app.Scope}, ID: app.ID})
	if err != nil {
		t.Fatal(err)
	}
	want := app
	want.CredentialID, want.ClientID, want.ClientSecret = newest, got.ClientID, ""
	if diff := cmp.Diff(want, got); diff != "" || got.ClientID == app.ClientID {
		t.Error(diff)
	}
}

func TestDriftIsSeen(t *testing.T) {
	w := newWorld(t, emulator.Config{}, nil)
	app := w.create(w.full("urn:billing"))
	if err := w.server.Change(app.ID, map[string]any{"name": "Theirs", "redirect_uris": nil, "credential_id": nil}); err != nil {
		t.Fatal(err)
	}
	want := app
	want.Name, want.RedirectURIs, want.CredentialID, want.ClientID, want.ClientSecret = "Theirs", nil, "", "", ""
	got, err := w.platform.Get(t.Context(), app)
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Fatal(err, diff)
	}
	w.reads(w.update(got, w.full("urn:billing")))

	if err := w.server.Remove(app.ID); err != nil {
		t.Fatal(err)
	}
	_, err = w.platform.Get(t.Context(), app)
	w.kind(err, idp.ErrNotFound)
}

func TestListShowsWhatSingleReadsShow(t *testing.T) {
	w := newWorld(t, emulator.Config{Seed: 150}, nil) // and Keycard's own application
	created := w.create(w.full("urn:billing"))
	rotated, err := w.server.AddCredential(created.ID, "password")
	if err != nil {
		t.Fatal(err)
	}
	without := w.full("urn:none")
	without.AuthMethod = idp.NoAuth
	w.create(without)
	n := 0
	for app, err := range idp.List(t.Context(), w.platform, created.Scope) {
		if err != nil {
			t.Fatal(err)
		}
		if app.Unmanaged != "" {
			continue
		}
		n++
		switch app.ID {
		case created.ID:
			if app.CredentialID != rotated {
				t.Error("the newest credential is not the listed one")
			}
			fallthrough
		default:
			if n%50 == 0 || n > 150 {
				w.reads(app)
			}
		}
	}
	if n != 152 {
		t.Errorf("%d applications", n)
	}
}
