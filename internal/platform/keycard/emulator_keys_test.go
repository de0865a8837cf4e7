package keycard_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

const (
	keysAt   = "https://agent.example.test/jwks.json"
	movedTo  = "https://agent.example.test/keys.json"
	identity = "system:serviceaccount:agents:billing"
)

// keyed returns a registration with keys at a JWKS URI.
func (w world) keyed(identifier, uri string) idp.Registration {
	r := w.full(identifier)
	r.AuthMethod, r.JWKSURI = idp.PrivateKeyJWT, uri
	return r
}

// credentials returns the credentials of an application, by type and client ID.
func (w world) credentials(app idp.Application) (all []string) {
	for _, c := range w.server.Credentials(app.ID) {
		kind, _ := c["type"].(string)
		id, _ := c["identifier"].(string)
		all = append(all, kind+" "+id)
	}
	return all
}

func TestLifecycle_Keys(t *testing.T) {
	w := newWorld(t, emulator.Config{}, nil)
	app := w.create(w.keyed("urn:agent", keysAt))
	if diff := cmp.Diff(w.keyed("urn:agent", keysAt), app.Registration); diff != "" || app.ClientSecret != "" {
		t.Error(diff)
	}
	w.reads(app)
	imported := idp.Application{Registration: idp.Registration{Scope: app.Scope}, ID: app.ID}
	if got, err := w.platform.Get(t.Context(), imported); err != nil || cmp.Diff(app, got) != "" {
		t.Errorf("imported %v, %s", err, cmp.Diff(app, got))
	}

	moved := w.update(app, w.keyed("urn:agent", movedTo))
	if moved.ClientID == app.ClientID || moved.PreviousCredentialID != "" {
		t.Errorf("another address is another credential, and the one before is removed: %+v", moved)
	}
	w.reads(moved)
	if got := w.credentials(app); !slices.Equal(got, []string{"public-key " + moved.ClientID}) {
		t.Errorf("left: %q", got)
	}

	secret := w.update(moved, w.full("urn:agent"))
	if !w.server.VerifySecret(secret.ClientID, secret.ClientSecret.Reveal()) || secret.JWKSURI != "" || len(w.credentials(app)) != 1 {
		t.Errorf("got %+v beside %q", secret, w.credentials(app))
	}
	w.reads(secret)
	apart := w.keyed("urn:agent", "")
	none := w.update(secret, apart)
	if none.ClientID != "" || len(w.credentials(app)) != 0 {
		t.Errorf("left: %q", w.credentials(app))
	}
	w.reads(none)
	back := w.update(none, w.keyed("urn:agent", keysAt))
	w.reads(back)
	if err := w.platform.Delete(t.Context(), back); err != nil || len(w.server.Applications()) != 0 {
		t.Errorf("%v, %d applications are left", err, len(w.server.Applications()))
	}
}

func TestDrift_KeyCredentialDeleted_IsRecreated(t *testing.T) {
	w := newWorld(t, emulator.Config{}, nil)
	app := w.create(w.keyed("urn:agent", keysAt))
	if err := w.server.RemoveCredential(app.CredentialID); err != nil {
		t.Fatal(err)
	}
	got, err := w.platform.Get(t.Context(), app)
	if err != nil || got.JWKSURI != "" || got.ClientID != "" || got.AuthMethod != idp.PrivateKeyJWT {
		t.Fatalf("got %+v, %v", got, err)
	}
	healed := w.update(got, w.keyed("urn:agent", keysAt))
	w.reads(healed)
}

// Credentials that were created separately stay, whatever happens to the application.
func TestKeys_ForeignCredentials_AreKept(t *testing.T) {
	w := newWorld(t, emulator.Config{}, nil)
	app := w.create(w.keyed("urn:agent", keysAt))
	for _, kind := range []string{"public-key", "url", "token", "public", "password"} {
		if _, err := w.server.AddCredential(app.ID, kind); err != nil {
			t.Fatal(err)
		}
	}
	theirs := w.credentials(app)[1:]
	w.reads(app)
	for _, r := range []idp.Registration{w.keyed("urn:agent", movedTo), w.full("urn:agent"), w.keyed("urn:agent", ""), w.keyed("urn:agent", keysAt)} {
		app = w.update(app, r)
		w.reads(app)
	}
	none := w.full("urn:agent")
	none.AuthMethod = idp.NoAuth
	app = w.update(app, none)
	w.reads(app)
	if diff := cmp.Diff(theirs, w.credentials(app)); diff != "" {
		t.Error(diff)
	}
}

func TestKeys_LostAnswers_LeaveOneCredential(t *testing.T) {
	for name, kind := range map[string]fault.Kind{
		"before": fault.DropBefore, "after": fault.DropAfterCommit, "truncated": fault.Truncate, "a page": fault.HTML,
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t, emulator.Config{}, nil)
			w.arm(fault.Fault{Operation: createCredential, Kind: kind})
			app := w.create(w.keyed("urn:agent", keysAt))
			w.arm(fault.Fault{Operation: createCredential, Kind: kind})
			app = w.update(app, w.keyed("urn:agent", movedTo))
			w.reads(app)
			if got := w.credentials(app); !slices.Equal(got, []string{"public-key " + app.ClientID}) {
				t.Errorf("left: %q", got)
			}
		})
	}
}

func TestList_ShowsKeysAsSingleReadsDo(t *testing.T) {
	w := newWorld(t, emulator.Config{}, nil)
	w.create(w.keyed("urn:own", keysAt))
	apart := w.create(w.keyed("urn:apart", ""))
	if _, err := w.server.AddCredential(apart.ID, "token"); err != nil {
		t.Fatal(err)
	}
	secret := w.create(w.full("urn:secret"))
	if _, err := w.server.AddCredential(secret.ID, "public-key"); err != nil {
		t.Fatal(err)
	}
	n := 0
	for app, err := range idp.List(t.Context(), w.platform, secret.Scope) {
		if err != nil {
			t.Fatal(err)
		}
		if app.Unmanaged != "" {
			continue
		}
		n++
		w.reads(app)
		imported, err := w.platform.Get(t.Context(), idp.Application{Registration: idp.Registration{Scope: app.Scope}, ID: app.ID})
		if diff := cmp.Diff(app, imported); err != nil || diff != "" {
			t.Error(err, diff)
		}
	}
	if n != 3 {
		t.Errorf("%d applications", n)
	}
}
