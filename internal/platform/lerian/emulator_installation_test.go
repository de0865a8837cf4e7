package lerian_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/lerian"
)

func TestFingerprintStaysTheSame(t *testing.T) {
	server := install(t, emulator.Config{TenantID: "acme"})
	p := open(t, server.config)
	app := create(t, p)
	want := app.Installation
	if host := strings.TrimPrefix(server.Environment()["LERIAN_IDENTITY_ENDPOINT"], "http://"); !strings.HasPrefix(want, host+" (") || !strings.Contains(want, "tenantId acme") {
		t.Errorf("the fingerprint is %q", want)
	}
	built := server.Credentials().BuiltIn
	withClient, withToken := server.config, server.config
	withClient.ClientID, withClient.ClientSecret = built.ID, idp.Secret(built.Secret)
	withToken.AccessToken = idp.Secret(server.AccessToken())
	withToken.IdentityEndpoint = strings.TrimSuffix(withToken.IdentityEndpoint, "/v1")
	for name, config := range map[string]lerian.Config{"another login": server.config, "with a client": withClient, "with a token": withToken} {
		if got, err := open(t, config).Get(t.Context(), app); err != nil || got.Installation != want {
			t.Errorf("%s: %q, %v", name, got.Installation, err)
		}
	}
	server.ExpireTokens()
	if got, err := p.Get(t.Context(), app); err != nil || got.Installation != want {
		t.Errorf("after the token was renewed: %q, %v", got.Installation, err)
	}
	page, err := p.Page(t.Context(), idp.Scope{}, "")
	for _, listed := range page.Applications {
		if listed.Installation != want {
			t.Errorf("%s is listed at %q", listed.ID, listed.Installation)
		}
	}
	if err != nil || len(page.Applications) != 2 {
		t.Errorf("%d applications, %v", len(page.Applications), err)
	}
}

// With the credentials of another environment, nothing is found. That proves nothing about the applications.
func TestInstallation_Other_NotFoundIsIgnored(t *testing.T) {
	server, elsewhere := install(t, emulator.Config{}), install(t, emulator.Config{})
	p, other := open(t, server.config), open(t, elsewhere.config)
	app, there := create(t, p), create(t, other)
	_, err := other.Get(t.Context(), app)
	for operation, err := range map[string]error{"read": err, "removal": other.Delete(t.Context(), app)} {
		e := isAdvised(t, err, idp.ErrOtherInstallation, "terraform state rm")
		if !strings.Contains(e.Message, app.Installation) || !strings.Contains(e.Message, there.Installation) || e.Code != "IDE-1001" {
			t.Errorf("the %s does not name both: %v", operation, e)
		}
	}
	if err := p.Delete(t.Context(), app); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Get(t.Context(), app); !errors.Is(err, idp.ErrNotFound) {
		t.Errorf("read after the removal at the right installation: %v", err)
	}
	app.Installation = "" // as without private state
	_, err = other.Get(t.Context(), app)
	isAdvised(t, err, idp.ErrOtherInstallation, "terraform state rm")
	isAdvised(t, other.Delete(t.Context(), app), idp.ErrOtherInstallation, "terraform state rm")
}

// gateway is one address for several servers.
type gateway struct{ identity, auth atomic.Value }

func (g *gateway) lead(to installation) {
	g.identity.Store(to.Identity())
	g.auth.Store(to.Auth())
}

func (g *gateway) serve(t *testing.T, to *atomic.Value) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if h, ok := to.Load().(http.Handler); ok {
			h.ServeHTTP(w, r)
		}
	}))
	t.Cleanup(server.Close)
	return server.URL
}

func TestAnotherTenantIsAnotherInstallation(t *testing.T) {
	g := new(gateway)
	identity, auth := g.serve(t, &g.identity), g.serve(t, &g.auth)
	var tenants []installation
	for _, id := range []string{"acme", "globex"} {
		tenant := install(t, emulator.Config{TenantID: id})
		tenant.SetURLs(auth, identity)
		tenant.config.IdentityEndpoint, tenant.config.AuthEndpoint = identity, auth
		tenants = append(tenants, tenant)
	}
	g.lead(tenants[0])
	app := create(t, open(t, tenants[0].config))
	g.lead(tenants[1])
	_, err := open(t, tenants[1].config).Get(t.Context(), app)
	if e := isAdvised(t, err, idp.ErrOtherInstallation, "another environment"); !strings.Contains(e.Message, "tenantId acme") || !strings.Contains(e.Message, "tenantId globex") {
		t.Errorf("the tenants are not named: %v", e)
	}
}

func TestInstallation_Moved_IsAcceptedAfterSuccessfulRead(t *testing.T) {
	server := install(t, emulator.Config{})
	app := create(t, open(t, server.config))
	moved := httptest.NewServer(server.Identity())
	t.Cleanup(moved.Close)
	config := server.config
	config.IdentityEndpoint = moved.URL
	p := open(t, config)
	seen, err := p.Get(t.Context(), app)
	if err != nil || seen.Installation == app.Installation {
		t.Fatalf("at %q, %v", seen.Installation, err)
	}
	server.arm(t, fault.Fault{Operation: "lerian.get_application", Kind: fault.NotFoundTimes})
	if again, err := p.Get(t.Context(), app); err != nil || again.Installation != seen.Installation {
		t.Errorf("after a momentary 404: at %q, %v", again.Installation, err)
	}
	if err := server.Remove(app.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Get(t.Context(), app); !errors.Is(err, idp.ErrOtherInstallation) {
		t.Errorf("known from the former address: %v", err)
	}
	if _, err := p.Get(t.Context(), seen); !errors.Is(err, idp.ErrNotFound) {
		t.Errorf("known from the new address: %v", err)
	}
}
