package keycard_test

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"

	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/keycard"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/keycard"
)

func TestGetRequests_IsWhatAGetTakes(t *testing.T) {
	w := newWorld(t, emulator.Config{}, nil)
	var requests atomic.Int64
	counted := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		requests.Add(1)
		w.server.Handler().ServeHTTP(rw, r)
	}))
	t.Cleanup(counted.Close)
	env := w.server.Environment()
	p := connect(t, keycard.Config{
		Endpoint: counted.URL, ClientID: env["KEYCARD_CLIENT_ID"], ClientSecret: idp.Secret(env["KEYCARD_CLIENT_SECRET"]),
	})
	app := w.create(w.full("urn:app:one"))
	app.KeepPreviousCredential = true
	rotated, err := w.platform.Rotate(t.Context(), app)
	if err != nil {
		t.Fatal(err)
	}
	without := w.full("urn:app:two")
	without.AuthMethod = idp.NoAuth
	plain := w.create(without)
	other := w.create(w.full("urn:app:three"))
	forgetful := func(app idp.Application) idp.Application {
		app.CredentialID, app.PreviousCredentialID = "", ""
		return app
	}
	if _, err := p.Get(t.Context(), plain); err != nil { // the first request logs in
		t.Fatal(err)
	}
	for name, known := range map[string]idp.Application{
		"without a credential":               plain,
		"with one":                           other,
		"with one of which the ID is lost":   forgetful(other),
		"with two":                           rotated,
		"with two of which the IDs are lost": forgetful(rotated),
	} {
		t.Run(name, func(t *testing.T) {
			before := requests.Load()
			if _, err := p.Get(t.Context(), known); err != nil {
				t.Fatal(err)
			}
			if sent, want := int(requests.Load()-before), p.GetRequests(known); sent != want {
				t.Errorf("a Get takes %d requests, and is said to take %d", sent, want)
			}
		})
	}
}
