package keycard_test

import (
	"errors"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/contract"
	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/keycard"
)

// world is an emulated service and a platform that uses it. All requests and responses are checked against the contract.
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
	p, err := keycard.New(c, nowait.Transport(t))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// full returns a registration that sets every attribute.
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

// reads fails unless the platform returns exactly want.
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
