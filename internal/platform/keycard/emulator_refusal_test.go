package keycard_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/keycard"
)

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
	owned.AuthMethod = idp.NoAuth // as if it had been imported earlier
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

// The service account of another organization gets "not found" for everything, and the errors do not say why.
func TestGet_ForeignCredentials_NotFoundIsIgnored(t *testing.T) {
	w := newWorld(t, emulator.Config{}, nil)
	app := w.create(w.full("urn:billing"))
	id, secret := w.server.StrangerAccount()
	stranger := connect(t, keycard.Config{Endpoint: w.server.Environment()["KEYCARD_ENDPOINT"], ClientID: id, ClientSecret: idp.Secret(secret)})

	_, err := stranger.Get(t.Context(), app)
	if e := w.kind(err, idp.ErrInvalid); e.Attribute != idp.AttributeZoneID {
		t.Errorf("blames %q", e.Attribute)
	}
	w.kind(stranger.Delete(t.Context(), app), idp.ErrInvalid)
	none := w.full("urn:billing")
	none.AuthMethod = idp.NoAuth
	kept, err := stranger.Update(t.Context(), idp.Change{Before: app, After: none})
	w.kind(err, idp.ErrInvalid)
	if diff := cmp.Diff(app, kept); diff != "" || !w.server.VerifySecret(app.ClientID, app.ClientSecret.Reveal()) {
		t.Error(diff)
	}
	w.reads(app)
}

func TestCreate_WrongClientSecret_IsUnauthenticated(t *testing.T) {
	w := newWorld(t, emulator.Config{}, func(s *emulator.Server) (string, string) { return s.Environment()["KEYCARD_CLIENT_ID"], "wrong" })
	_, err := w.platform.Create(t.Context(), w.full("urn:billing"))
	if e := w.kind(err, idp.ErrUnauthenticated); e.Code != "invalid_client" {
		t.Errorf("code %q", e.Code)
	}
}
