package lerian_test

import (
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/contract"
	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/lerian"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/lerian"
)

// installation is an emulated Access Manager. All requests and responses are checked against the contract.
type installation struct {
	*emulator.Server
	faults *fault.Set
	config lerian.Config
	before *before
}

// before calls a hook before an operation, once.
type before struct {
	mu        sync.Mutex
	operation string
	happens   func()
}

func (b *before) happen(operation string, happens func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.operation, b.happens = operation, happens
}

// take returns and removes the hook for this operation, or nil if there is none.
func (b *before) take(operation string) (happens func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	if b.operation == operation {
		happens, b.happens = b.happens, nil
	}
	return happens
}

func (b *before) wrap(operation string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if happens := b.take(operation); happens != nil {
			happens()
		}
		next.ServeHTTP(w, r)
	})
}

func install(t *testing.T, c emulator.Config) installation {
	t.Helper()
	faults, before := new(fault.Set), new(before)
	server := emulator.New(c, func(operation string, next http.Handler) http.Handler {
		return before.wrap(operation, faults.Middleware(operation, next))
	})
	identity := httptest.NewServer(contract.Middleware(t, specFile, server.Identity()))
	t.Cleanup(identity.Close)
	auth := httptest.NewServer(contract.Middleware(t, specFile, server.Auth()))
	t.Cleanup(auth.Close)
	server.SetURLs(auth.URL, identity.URL)
	admin := server.Credentials().Admin
	return installation{server, faults, lerian.Config{
		IdentityEndpoint: identity.URL + "/v1", AuthEndpoint: auth.URL,
		Username: admin.Name, Password: idp.Secret(admin.Password),
	}, before}
}

func (i installation) arm(t *testing.T, f fault.Fault) {
	t.Helper()
	if err := i.faults.Arm(f); err != nil {
		t.Fatal(err)
	}
}

func open(t *testing.T, c lerian.Config) *lerian.Platform {
	t.Helper()
	p, err := lerian.New(c, nowait.Transport(t))
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
