package zitadel_test

import (
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/zitadel"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
)

func worker() idp.Registration {
	return idp.Registration{Type: idp.TypeServiceAccount, Name: "Billing worker", Identifier: "billing-worker", Description: "Sends invoices"}
}

// create creates a service account and checks it with a read.
func create(t *testing.T, p *zitadel.Platform, wanted idp.Registration) idp.Application {
	t.Helper()
	app, err := p.Create(t.Context(), wanted)
	if err != nil {
		t.Fatal(err)
	}
	same(t, p, app)
	return app
}

// works checks whether a service account gets a token.
func works(t *testing.T, p *zitadel.Platform, app idp.Application, want error) {
	t.Helper()
	if err := p.Verify(t.Context(), app); !errors.Is(err, want) {
		t.Errorf("its secret: %v, want %v", err, want)
	}
}

func TestLifecycleOfAServiceAccount(t *testing.T) {
	e, url := instance(t, emulator.Config{})
	for name, token := range map[string]string{"instance": e.AccessToken(), "organization": e.OrganizationOwnerToken()} {
		t.Run("as owner of the "+name, func(t *testing.T) {
			p := connect(t, zitadel.Config{Endpoint: url, AccessToken: idp.Secret(token)})
			app := create(t, p, worker())
			works(t, p, app, nil)
			if app.ClientID != "billing-worker" || app.OrganizationID != e.OrganizationID() || len(app.ID) != 36 {
				t.Errorf("created %s, client ID %q, in %q", app.ID, app.ClientID, app.OrganizationID)
			}

			moved := change(t, p, app, func(r *idp.Registration) {
				r.Name, r.Description, r.Identifier, r.AccessTokenType = "Biller", "", "biller", idp.TokenJWT
			})
			same(t, p, moved)
			works(t, p, moved, nil) // the secret stays
			works(t, p, app, idp.ErrSecretRefused)

			key := change(t, p, moved, func(r *idp.Registration) { r.AuthMethod, r.Disabled = idp.PrivateKeyJWT, true })
			if key.ClientSecret != "" {
				t.Error("a service account without a secret has one")
			}
			same(t, p, key)
			works(t, p, moved, idp.ErrSecretRefused)

			back := change(t, p, key, func(r *idp.Registration) { r.AuthMethod, r.Disabled = idp.ClientSecretBasic, false })
			same(t, p, back)
			works(t, p, back, nil)
			fresh, err := p.Rotate(t.Context(), back)
			if err != nil {
				t.Fatal(err)
			}
			works(t, p, fresh, nil)
			works(t, p, back, idp.ErrSecretRefused)

			for range 2 { // the second time, it is already gone
				if err := p.Delete(t.Context(), fresh); err != nil {
					t.Fatal(err)
				}
			}
			if _, err := p.Get(t.Context(), fresh); !errors.Is(err, idp.ErrNotFound) {
				t.Errorf("after the delete a read says %v", err)
			}
			if left := e.Applications(); len(left) != 0 {
				t.Errorf("%d are left", len(left))
			}
		})
	}
}

func TestServiceAccount_DriftIsSeenAndHealed(t *testing.T) {
	e, url := instance(t, emulator.Config{})
	p := connect(t, zitadel.Config{Endpoint: url, AccessToken: idp.Secret(e.AccessToken())})
	app := create(t, p, worker())
	if err := e.Change(app.ID, map[string]any{
		"name": "x", "identifier": "y", "description": "z", "access_token_type": "jwt", "enabled": false, "has_secret": false,
	}); err != nil {
		t.Fatal(err)
	}
	read, err := p.Get(t.Context(), app)
	if err != nil {
		t.Fatal(err)
	}
	want := app
	want.Name, want.Identifier, want.Description, want.AccessTokenType, want.Disabled = "x", "y", "z", idp.TokenJWT, true
	want.ClientID, want.AuthMethod, want.ClientSecret = "y", idp.PrivateKeyJWT, ""
	if diff := cmp.Diff(want, read); diff != "" {
		t.Error(diff)
	}
	if edit, err := p.LastChange(t.Context(), app); err != nil || edit.By == "" || edit.At == "" {
		t.Errorf("the last change is %v, %v", edit, err)
	}
	healed, err := p.Update(t.Context(), idp.Change{Before: read, After: app.Registration})
	if err != nil {
		t.Fatal(err)
	}
	same(t, p, healed)
	works(t, p, healed, nil)
	if err := e.Remove(app.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := p.Get(t.Context(), healed); !errors.Is(err, idp.ErrNotFound) {
		t.Errorf("after the removal a read says %v", err)
	}
}

func TestServiceAccount_OfAnotherOrganizationIsNotTakenForGone(t *testing.T) {
	e, url := instance(t, emulator.Config{})
	p := connect(t, zitadel.Config{Endpoint: url, AccessToken: idp.Secret(e.AccessToken())})
	asked := worker()
	asked.Scope.OrganizationID = e.OtherOrganizationID()
	app := create(t, p, asked)
	elsewhere := app
	elsewhere.Scope.OrganizationID = ""
	unknown := elsewhere
	unknown.OrganizationID = "" // as after an import
	for name, known := range map[string]idp.Application{"seen before": elsewhere, "not seen before": unknown} {
		if _, err := p.Get(t.Context(), known); !errors.Is(err, idp.ErrOtherInstallation) {
			t.Errorf("%s: a read in the wrong organization says %v", name, err)
		}
		if err := p.Delete(t.Context(), known); !errors.Is(err, idp.ErrOtherInstallation) {
			t.Errorf("%s: a delete in the wrong organization says %v", name, err)
		}
	}
	if err := p.Delete(t.Context(), app); err != nil {
		t.Error(err)
	}
}

func TestServiceAccount_Refusals(t *testing.T) {
	e, url := instance(t, emulator.Config{})
	with := func(token string) *zitadel.Platform {
		return connect(t, zitadel.Config{Endpoint: url, AccessToken: idp.Secret(token)})
	}
	app := create(t, with(e.AccessToken()), worker())
	another := func(p *zitadel.Platform) error {
		asked := worker()
		asked.Identifier = "Billing-Worker"
		_, err := p.Create(t.Context(), asked)
		return err
	}
	read := func(p *zitadel.Platform) error {
		_, err := p.Get(t.Context(), app)
		return err
	}
	for name, tc := range map[string]struct {
		err  error
		kind idp.Kind
	}{
		"user name taken, in another case": {another(with(e.AccessToken())), idp.ErrAlreadyExists},
		"read only":                        {another(with(e.ViewerToken())), idp.ErrForbidden},
		"project owner reads":              {read(with(e.ProjectOwnerToken())), ""},
		"project owner writes":             {another(with(e.ProjectOwnerToken())), idp.ErrForbidden},
		"no role":                          {read(with(e.StrangerToken())), idp.ErrForbidden},
		"bad token":                        {read(with("wrong")), idp.ErrUnauthenticated},
	} {
		t.Run(name, func(t *testing.T) {
			var refused *idp.Error
			if errors.As(tc.err, &refused) != (tc.kind != "") || refused != nil && refused.Kind != tc.kind {
				t.Fatalf("got %v, want %s", tc.err, tc.kind)
			}
			if tc.kind == idp.ErrAlreadyExists && (refused.ExistingID != app.ID || refused.Attribute != idp.AttributeIdentifier) {
				t.Errorf("existing %q, attribute %q", refused.ExistingID, refused.Attribute)
			}
		})
	}
}

func TestListOfServiceAccountsIsWhole(t *testing.T) {
	e, url := instance(t, emulator.Config{Seed: 3})
	p := connect(t, zitadel.Config{Endpoint: url, AccessToken: idp.Secret(e.AccessToken())})
	app := create(t, p, worker())
	n := 0
	for listed, err := range idp.List(t.Context(), p, idp.Scope{}) {
		if err != nil {
			t.Fatal(err)
		}
		n++
		if listed.Type != idp.TypeServiceAccount || listed.Unmanaged != "" {
			t.Errorf("listed %s %s: %q", listed.Type, listed.Name, listed.Unmanaged)
		}
		same(t, p, listed)
		if listed.ID == app.ID && listed.Name != app.Name {
			t.Errorf("listed with the name %q", listed.Name)
		}
	}
	if n < 2 { // the account, and the provider's own
		t.Errorf("%d service accounts", n)
	}
}

// Whichever response is lost, there is one service account, and its secret works.
func TestCreateAccount_LostAnswers(t *testing.T) {
	for _, operation := range []string{"create_machine", "create_machine_secret", "get_user"} {
		for _, kind := range []fault.Kind{fault.DropBefore, fault.DropAfterCommit, fault.Truncate, fault.HTML, fault.UniqueViolation} {
			t.Run(operation+" "+string(kind), func(t *testing.T) {
				s := share(t, "")
				s.arm(operation, kind, 1)
				p := s.run()
				app := create(t, p, worker())
				works(t, p, app, nil)
				s.ownedAccounts(app)
			})
		}
	}
}

func TestCreateAccount_NotReadableTwice_IsReplaced(t *testing.T) {
	s := share(t, "")
	s.arm("create_machine", fault.LostRead, 2)
	p := s.run()
	app := create(t, p, worker())
	works(t, p, app, nil)
	s.ownedAccounts(app)
}

// ownedAccounts checks that exactly these service accounts exist.
func (s shared) ownedAccounts(states ...idp.Application) {
	s.t.Helper()
	var there, owned []string
	for _, account := range s.Applications() {
		there = append(there, account["id"].(string))
	}
	for _, state := range states {
		owned = append(owned, state.ID)
	}
	if diff := cmp.Diff(owned, there); diff != "" {
		s.t.Errorf("in the states and at the instance: %s", diff)
	}
}

// Two runs want the same user name, and both responses are lost.
func TestCreateAccount_LostResponsesOfTwoRuns_OneOwnsTheAccount(t *testing.T) {
	s := share(t, "")
	s.arm("create_machine", fault.DropAfterCommit, 3)
	one, err := s.run().Create(t.Context(), worker())
	if err != nil {
		t.Fatal(err)
	}
	two, err := s.run().Create(t.Context(), worker())
	if e, ok := errors.AsType[*idp.Error](err); !ok || e.Kind != idp.ErrAlreadyExists || e.ExistingID != one.ID || two.ID != "" {
		t.Errorf("got ID %q, %v", two.ID, err)
	}
	s.ownedAccounts(one)
}

func TestDeleteAccount_LostAnswers(t *testing.T) {
	for _, kind := range []fault.Kind{fault.DropBefore, fault.DropAfterCommit, fault.Truncate, fault.UniqueViolation, fault.NotFoundTimes} {
		t.Run(string(kind), func(t *testing.T) {
			s := share(t, "")
			p := s.run()
			app := create(t, p, worker())
			s.arm("delete_user", kind, 1)
			if err := p.Delete(t.Context(), app); err != nil {
				t.Error(err)
			}
			s.ownedAccounts()
		})
	}
}
