package keycard_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/contract"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// world is the emulated service and a platform that talks to it, with all that passes held to the contract.
type world struct {
	*testing.T
	server   *emulator.Server
	faults   *fault.Set
	platform *keycard.Platform
	zone     string
}

func newWorld(t *testing.T, c emulator.Config, account func(*emulator.Server) (id, secret string)) world {
	t.Helper()
	w := world{T: t, faults: &fault.Set{}}
	w.server = emulator.New(c, w.faults.Middleware)
	http := httptest.NewServer(contract.Middleware(t, "openapi.yaml", w.server.Handler()))
	t.Cleanup(http.Close)
	w.server.SetURL(http.URL)
	env := w.server.Environment()
	w.zone = env["KEYCARD_ZONE_ID"]
	id, secret := env["KEYCARD_CLIENT_ID"], env["KEYCARD_CLIENT_SECRET"]
	if account != nil {
		id, secret = account(w.server)
	}
	w.platform = connect(t, keycard.Config{Endpoint: env["KEYCARD_ENDPOINT"], ClientID: id, ClientSecret: idp.Secret(secret)})
	return w
}

func connect(t *testing.T, c keycard.Config) *keycard.Platform {
	t.Helper()
	carrier, err := transport.New(transport.Config{
		Backoff: func(int, *http.Response) time.Duration { return 0 },
		Pause:   func(context.Context, time.Duration) error { return nil },
	})
	if err != nil {
		t.Fatal(err)
	}
	p, err := keycard.New(c, carrier)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// full uses every attribute.
func (w world) full(identifier string) idp.Registration {
	return idp.Registration{
		Scope: idp.Scope{ZoneID: w.zone}, Name: "Billing agent", Identifier: identifier, Description: "Bills",
		AuthMethod: idp.ClientSecretBasic, Consent: "implicit", DocsURL: "https://wiki.example.test/billing",
		RedirectURIs:           []string{"https://a.example.test/cb", "https://b.example.test/cb"},
		PostLogoutRedirectURIs: []string{"https://a.example.test/bye"}, Traits: []string{"gateway"},
	}
}

func (w world) create(r idp.Registration) idp.Application {
	w.Helper()
	app, err := w.platform.Create(w.Context(), r)
	if err != nil {
		w.Fatal(err)
	}
	return app
}

func (w world) update(before idp.Application, after idp.Registration) idp.Application {
	w.Helper()
	app, err := w.platform.Update(w.Context(), idp.Change{Before: before, After: after})
	if err != nil {
		w.Fatal(err)
	}
	return app
}

// reads fails unless the platform has exactly this.
func (w world) reads(want idp.Application) {
	w.Helper()
	got, err := w.platform.Get(w.Context(), want)
	if err != nil {
		w.Fatal(err)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		w.Error(diff)
	}
}

func (w world) arm(f fault.Fault) {
	w.Helper()
	if err := w.faults.Arm(f); err != nil {
		w.Fatal(err)
	}
}

func (w world) kind(err error, kind idp.Kind) *idp.Error {
	w.Helper()
	var e *idp.Error
	if !errors.As(err, &e) || !errors.Is(err, kind) {
		w.Fatalf("got %v, want %q", err, kind)
	}
	return e
}

func TestLifecycle(t *testing.T) {
	for name, c := range map[string]emulator.Config{"unset is null": {}, "unset is missing": {NullsMissing: true}} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, c, nil)
			app := w.create(w.full("urn:billing"))
			if diff := cmp.Diff(w.full("urn:billing"), app.Registration); diff != "" {
				t.Error(diff)
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

// Nothing says that credentials go with their application. The first attempt at a removal may fail at any of its requests.
func TestRemovalLeavesNoCredentialWhereNothingCascades(t *testing.T) {
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

func TestAuthMethodComesAndGoes(t *testing.T) {
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

func TestRefusals(t *testing.T) {
	w := newWorld(t, emulator.Config{}, nil)
	app := w.create(w.full("urn:billing"))

	_, err := w.platform.Create(t.Context(), w.full("urn:billing"))
	if e := w.kind(err, idp.ErrAlreadyExists); e.ExistingID != app.ID || e.Attribute != idp.AttributeIdentifier || e.RequestID == "" {
		t.Errorf("owner %q, attribute %q", e.ExistingID, e.Attribute)
	}

	elsewhere := app
	elsewhere.Scope.ZoneID = "nozone"
	_, err = w.platform.Get(t.Context(), elsewhere)
	if e := w.kind(err, idp.ErrInvalid); e.Attribute != idp.AttributeZoneID {
		t.Errorf("blames %q", e.Attribute)
	}
	elsewhere.Scope.ZoneID = w.server.OtherZoneID()
	_, err = w.platform.Get(t.Context(), elsewhere)
	w.kind(err, idp.ErrNotFound)

	owned := idp.Application{Registration: idp.Registration{Scope: app.Scope}, ID: w.server.PlatformApplicationID()}
	_, err = w.platform.Get(t.Context(), owned)
	w.kind(err, idp.ErrInvalid)
	owned.AuthMethod = idp.NoAuth // as if somebody had imported it earlier
	if owned, err = w.platform.Get(t.Context(), owned); err != nil {
		t.Fatal(err)
	}
	_, err = w.platform.Update(t.Context(), idp.Change{Before: owned, After: w.full("urn:mine")})
	w.kind(err, idp.ErrForbidden)
	w.kind(w.platform.Delete(t.Context(), owned), idp.ErrForbidden)
}

func TestReadOnlyAccountCannotRegister(t *testing.T) {
	w := newWorld(t, emulator.Config{}, (*emulator.Server).ReadOnlyAccount)
	_, err := w.platform.Create(t.Context(), w.full("urn:billing"))
	w.kind(err, idp.ErrForbidden)
}

func TestWrongSecretIsNamed(t *testing.T) {
	w := newWorld(t, emulator.Config{}, func(s *emulator.Server) (string, string) { return s.Environment()["KEYCARD_CLIENT_ID"], "wrong" })
	_, err := w.platform.Create(t.Context(), w.full("urn:billing"))
	if e := w.kind(err, idp.ErrUnauthenticated); e.Code != "invalid_client" {
		t.Errorf("code %q", e.Code)
	}
}

func TestFaults(t *testing.T) {
	w := newWorld(t, emulator.Config{}, nil)
	app := w.create(w.full("urn:billing"))

	w.server.ExpireTokens()
	w.reads(app)
	w.arm(fault.Fault{Operation: "keycard.get_application", Kind: fault.HTML})
	w.arm(fault.Fault{Operation: "keycard.get_application", Kind: fault.Truncate})
	w.arm(fault.Fault{Operation: "keycard.get_credential", Kind: fault.DropBefore})
	w.reads(app)

	w.arm(fault.Fault{Operation: "keycard.create_application", Kind: fault.DropAfterCommit})
	w.arm(fault.Fault{Operation: "keycard.create_credential", Kind: fault.DropAfterCommit})
	w.reads(w.create(w.full("urn:lost")))
	if all := w.server.Applications(); len(all) != 2 || all[1]["credentials"] != 1 {
		t.Errorf("%d applications, the latest with %v credentials, want the lost ones not doubled", len(all), all[1]["credentials"])
	}

	w.arm(fault.Fault{Operation: "keycard.create_credential", Kind: fault.Status, Times: 2, Status: http.StatusInternalServerError, Body: `{"message":"x"}`})
	half, err := w.platform.Create(t.Context(), w.full("urn:half"))
	w.kind(err, idp.ErrAmbiguous)
	if half.ID == "" || half.CredentialID != "" {
		t.Fatalf("got application %q with credential %q", half.ID, half.CredentialID)
	}
	w.reads(half)
	w.reads(w.update(half, w.full("urn:half")))

	w.arm(fault.Fault{Operation: "keycard.delete_application", Kind: fault.DropAfterCommit})
	if err := w.platform.Delete(t.Context(), app); err != nil {
		t.Errorf("a lost answer to a removal: %v", err)
	}
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
