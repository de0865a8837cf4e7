package zitadel_test

import (
	"errors"
	"net/http/httptest"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/contract"
	"github.com/idpkit/terraform-provider-idp/internal/acctest/nowait"
	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/zitadel"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
)

// instance is an emulated server. All requests and responses are checked against the contract.
func instance(t *testing.T, c emulator.Config) (*emulator.Server, string) {
	t.Helper()
	e := emulator.New(c, nil)
	server := httptest.NewServer(contract.Middleware(t, contract.SpecFile("zitadel"), e.Handler()))
	t.Cleanup(server.Close)
	e.SetURL(server.URL)
	return e, server.URL
}

func connect(t *testing.T, c zitadel.Config) *zitadel.Platform {
	t.Helper()
	p, err := zitadel.New(c, nowait.Transport(t))
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestLifecycleWithEachLogin(t *testing.T) {
	logins := map[string]func(*testing.T, *emulator.Server, *zitadel.Config){
		"access token": func(_ *testing.T, e *emulator.Server, c *zitadel.Config) { c.AccessToken = idp.Secret(e.AccessToken()) },
		"JWT profile": func(t *testing.T, e *emulator.Server, c *zitadel.Config) {
			key, err := zitadel.ParseKey(idp.Secret(e.Environment()["ZITADEL_JWT_PROFILE_JSON"]))
			if err != nil {
				t.Fatal(err)
			}
			c.Key = key
		},
		"client credentials": func(_ *testing.T, e *emulator.Server, c *zitadel.Config) {
			id, secret := e.ClientCredentials()
			c.ClientID, c.ClientSecret = id, idp.Secret(secret)
		},
	}
	for name, login := range logins {
		t.Run(name, func(t *testing.T) {
			e, url := instance(t, emulator.Config{})
			c := zitadel.Config{Endpoint: url}
			login(t, e, &c)
			lifecycle(t, e, connect(t, c))
		})
	}
}

func lifecycle(t *testing.T, e *emulator.Server, p *zitadel.Platform) {
	t.Helper()
	ctx := t.Context()
	wanted := idp.Registration{Scope: idp.Scope{ProjectID: e.ProjectID()}, Name: "orders-api", AuthMethod: idp.ClientSecretBasic}
	app, err := p.Create(ctx, wanted)
	if err != nil {
		t.Fatal(err)
	}
	if !e.VerifySecret(app.ClientID, app.ClientSecret.Reveal()) || app.OrganizationID != e.OrganizationID() || app.CreatedAt == "" {
		t.Errorf("created %s for %q at %q; its credential does not work", app.ID, app.OrganizationID, app.CreatedAt)
	}
	same(t, p, app)

	key := change(t, p, app, func(r *idp.Registration) {
		r.Name, r.AuthMethod, r.Disabled = "Orders-API", idp.PrivateKeyJWT, true
	})
	if key.ClientSecret != "" {
		t.Error("an application with a key has a secret")
	}
	same(t, p, key)

	back := change(t, p, key, func(r *idp.Registration) { r.AuthMethod, r.Disabled = idp.ClientSecretBasic, false })
	if back.ClientSecret == app.ClientSecret || !e.VerifySecret(back.ClientID, back.ClientSecret.Reveal()) {
		t.Error("the new secret does not work")
	}
	same(t, p, back)

	for range 2 { // the second time, it is already gone
		if err := p.Delete(ctx, back); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := p.Get(ctx, back); !errors.Is(err, idp.ErrNotFound) {
		t.Errorf("after the delete a read says %v", err)
	}
	if left := e.Applications(); len(left) != 0 {
		t.Errorf("%d applications are left", len(left))
	}
}

func change(t *testing.T, p *zitadel.Platform, before idp.Application, edit func(*idp.Registration)) idp.Application {
	t.Helper()
	after := before.Registration
	edit(&after)
	app, err := p.Update(t.Context(), idp.Change{Before: before, After: after})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(after, app.Registration); diff != "" {
		t.Error(diff)
	}
	return app
}

func same(t *testing.T, p *zitadel.Platform, app idp.Application) {
	t.Helper()
	read, err := p.Get(t.Context(), app)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(app, read); diff != "" {
		t.Errorf("a read differs from what was written: %s", diff)
	}
}

func TestDriftAndRemovalAreSeen(t *testing.T) {
	e, url := instance(t, emulator.Config{})
	p := connect(t, zitadel.Config{Endpoint: url, AccessToken: idp.Secret(e.AccessToken())})
	app, err := p.Create(t.Context(), idp.Registration{
		Scope: idp.Scope{ProjectID: e.ProjectID()}, Name: "orders-api", AuthMethod: idp.PrivateKeyJWT, Disabled: true,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := e.Change(app.ID, map[string]any{"name": "renamed", "enabled": true}); err != nil {
		t.Fatal(err)
	}
	read, err := p.Get(t.Context(), app)
	if err != nil || read.Name != "renamed" || read.Disabled {
		t.Errorf("got %q, disabled %v, %v", read.Name, read.Disabled, err)
	}
	if err := e.Remove(app.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Get(t.Context(), app); !errors.Is(err, idp.ErrNotFound) {
		t.Errorf("got %v", err)
	}
}

func TestErrors_InstanceRefusals_AreExplained(t *testing.T) {
	e, url := instance(t, emulator.Config{Seed: 1})
	p := connect(t, zitadel.Config{Endpoint: url, AccessToken: idp.Secret(e.AccessToken())})
	with := func(token string) *zitadel.Platform {
		return connect(t, zitadel.Config{Endpoint: url, AccessToken: idp.Secret(token)})
	}
	project, other := idp.Scope{ProjectID: e.ProjectID()}, idp.Scope{ProjectID: e.OtherProjectID()}
	seeded := e.Applications()[0]
	id, name := seeded["id"].(string), seeded["name"].(string)
	known := idp.Application{Registration: idp.Registration{Scope: project}, ID: id}

	create := func(p *zitadel.Platform, s idp.Scope, name string) error {
		_, err := p.Create(t.Context(), idp.Registration{Scope: s, Name: name})
		return err
	}
	get := func(p *zitadel.Platform, s idp.Scope, id string) error {
		_, err := p.Get(t.Context(), idp.Application{Registration: idp.Registration{Scope: s}, ID: id})
		return err
	}
	getAs := func(kind idp.Type, id string) error {
		_, err := p.Get(t.Context(), idp.Application{Registration: idp.Registration{Scope: project, Type: kind}, ID: id})
		return err
	}
	tests := map[string]struct {
		err  error
		kind idp.Kind
		code string
	}{
		"name taken":                   {create(p, project, name), idp.ErrAlreadyExists, "V3-DKcYh"},
		"project of another":           {create(p, other, "x"), idp.ErrInvalid, "MANAG-SFf2a"},
		"unknown organization":         {create(p, idp.Scope{ProjectID: e.ProjectID(), OrganizationID: "1"}, "x"), idp.ErrInvalid, "AUTH-Bs7Ds"},
		"read only":                    {create(with(e.ViewerToken()), project, "x"), idp.ErrForbidden, ""},
		"no role":                      {get(with(e.StrangerToken()), project, id), idp.ErrForbidden, "AUTHZ-cdgFk"},
		"bad token":                    {get(with("wrong"), project, id), idp.ErrUnauthenticated, "AUTH-7fs1e"},
		"another type":                 {getAs(idp.TypeAPI, e.OIDCApplicationID()), idp.ErrInvalid, ""},
		"unknown application":          {get(p, project, "1"), idp.ErrNotFound, "QUERY-pCP8P"},
		"delete as organization owner": {with(e.OrganizationOwnerToken()).Delete(t.Context(), known), idp.ErrForbidden, ""},
	}
	for name, tc := range tests {
		t.Run(name, func(t *testing.T) {
			var refused *idp.Error
			if !errors.As(tc.err, &refused) || refused.Kind != tc.kind || tc.code != "" && refused.Code != tc.code {
				t.Fatalf("got %v, want %s %s", tc.err, tc.kind, tc.code)
			}
			if tc.kind == idp.ErrAlreadyExists && refused.ExistingID != id {
				t.Errorf("got existing %q, want %q", refused.ExistingID, id)
			}
		})
	}
}

// A role on the project alone cannot read the organization, which then counts as active.
func TestVerify_WrongSecretInActiveProject_IsRefused(t *testing.T) {
	e, url := instance(t, emulator.Config{})
	for name, token := range map[string]string{"instance": e.AccessToken(), "organization": e.OrganizationOwnerToken(), "project": e.ProjectOwnerToken()} {
		t.Run("owner of the "+name, func(t *testing.T) {
			p := connect(t, zitadel.Config{Endpoint: url, AccessToken: idp.Secret(token)})
			app, err := p.Create(t.Context(), idp.Registration{Scope: idp.Scope{ProjectID: e.ProjectID()}, Name: name})
			if err != nil {
				t.Fatal(err)
			}
			verify := func(want error) {
				t.Helper()
				if err := p.Verify(t.Context(), app); !errors.Is(err, want) {
					t.Errorf("got %v, want %v", err, want)
				}
			}
			verify(nil)
			app.ClientSecret = "somebody-elses-secret"
			verify(idp.ErrSecretRefused)
			if err := e.SetActive(e.ProjectID(), false); err != nil {
				t.Fatal(err)
			}
			verify(idp.ErrInactive)
			if err := e.SetActive(e.ProjectID(), true); err != nil {
				t.Fatal(err)
			}
		})
	}
}

func TestApplicationOfAnotherOrganizationIsNotTakenForGone(t *testing.T) {
	e, url := instance(t, emulator.Config{})
	p := connect(t, zitadel.Config{Endpoint: url, AccessToken: idp.Secret(e.AccessToken())})
	app, err := p.Create(t.Context(), idp.Registration{
		Scope: idp.Scope{ProjectID: e.OtherProjectID(), OrganizationID: e.OtherOrganizationID()}, Name: "orders-api",
	})
	if err != nil {
		t.Fatal(err)
	}
	lost := app
	lost.Scope.OrganizationID = ""
	if _, err := p.Get(t.Context(), lost); !errors.Is(err, idp.ErrInvalid) {
		t.Errorf("a read in the wrong organization says %v", err)
	}
	if err := p.Delete(t.Context(), lost); !errors.Is(err, idp.ErrInvalid) {
		t.Errorf("a delete in the wrong organization says %v", err)
	}
	if err := p.Delete(t.Context(), app); err != nil {
		t.Error(err)
	}
}

func TestListIsWholeAlthoughItShiftsBetweenPages(t *testing.T) {
	e, url := instance(t, emulator.Config{Seed: 1005})
	p := connect(t, zitadel.Config{Endpoint: url, AccessToken: idp.Secret(e.AccessToken())})
	seen := map[any]bool{}
	for app, err := range idp.List(t.Context(), p, idp.Scope{ProjectID: e.ProjectID()}) {
		if err != nil {
			t.Fatal(err)
		}
		if seen[app.ID] = true; len(seen) == 100 {
			if err := e.Remove(app.ID); err != nil { // from the first page
				t.Fatal(err)
			}
		}
	}
	for _, app := range e.Applications() {
		if !seen[app["id"]] {
			t.Errorf("%s is not listed", app["name"])
		}
	}
}

func TestListShowsWhatSingleReadsShow(t *testing.T) {
	e, url := instance(t, emulator.Config{Seed: 1005}) // and an OpenID Connect application
	p := connect(t, zitadel.Config{Endpoint: url, AccessToken: idp.Secret(e.AccessToken())})
	scope := idp.Scope{ProjectID: e.ProjectID()}
	if _, err := p.Create(t.Context(), idp.Registration{Scope: scope, Name: "off", AuthMethod: idp.PrivateKeyJWT, Disabled: true}); err != nil {
		t.Fatal(err)
	}
	n := 0
	for app, err := range idp.List(t.Context(), p, scope) {
		if err != nil {
			t.Fatal(err)
		}
		if n++; n%200 == 0 || app.Name == "off" || app.Type.IsOIDC() {
			same(t, p, app)
		}
	}
	if n != 1007 {
		t.Errorf("%d applications", n)
	}
	for _, err := range idp.List(t.Context(), p, idp.Scope{ProjectID: e.OtherProjectID()}) { // in another organization
		if refused, ok := errors.AsType[*idp.Error](err); !ok || refused.Attribute != idp.AttributeOrganizationID {
			t.Errorf("another organization's project: %v", err)
		}
	}
}
