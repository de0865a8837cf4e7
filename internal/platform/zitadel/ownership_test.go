package zitadel_test

import (
	"errors"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/contract"
	"github.com/idpkit/terraform-provider-idp/internal/emulator/fault"
	emulator "github.com/idpkit/terraform-provider-idp/internal/emulator/zitadel"
	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/platform/zitadel"
)

// shared is an instance for several runs, each with its own provider and state.
type shared struct {
	*emulator.Server
	t      *testing.T
	url    string
	faults *fault.Set
}

func share(t *testing.T, version string) shared {
	t.Helper()
	s := shared{t: t, faults: &fault.Set{}}
	s.Server = emulator.New(emulator.Config{Version: version}, s.faults.Middleware)
	server := httptest.NewServer(contract.Middleware(t, contract.SpecFile("zitadel"), s.Handler()))
	t.Cleanup(server.Close)
	s.url = server.URL
	s.SetURL(s.url)
	return s
}

func (s shared) run() *zitadel.Platform {
	s.t.Helper()
	return connect(s.t, zitadel.Config{Endpoint: s.url, AccessToken: idp.Secret(s.AccessToken())})
}

func (s shared) arm(operation string, kind fault.Kind, times int) {
	s.t.Helper()
	if err := s.faults.Arm(fault.Fault{Operation: "zitadel." + operation, Kind: kind, Times: times}); err != nil {
		s.t.Fatal(err)
	}
}

func (s shared) wanted() idp.Registration {
	return idp.Registration{Scope: idp.Scope{ProjectID: s.ProjectID()}, Name: "orders", AuthMethod: idp.ClientSecretBasic}
}

// owned checks that no application is in two states, that the instance has exactly these applications, and that all secrets
// authenticate.
func (s shared) owned(states ...idp.Application) {
	s.t.Helper()
	var there, seen []string
	for _, app := range s.Applications() {
		there = append(there, app["id"].(string))
	}
	for _, app := range states {
		if app.ID == "" {
			continue
		}
		if slices.Contains(seen, app.ID) {
			s.t.Errorf("%s has two owners", app.ID)
		}
		if seen = append(seen, app.ID); !slices.Contains(there, app.ID) {
			s.t.Errorf("%s is not there any more", app.ID)
		}
		if !s.VerifySecret(app.ClientID, app.ClientSecret.Reveal()) {
			s.t.Errorf("the secret of %s is dead", app.ID)
		}
	}
	for _, id := range there {
		if !slices.Contains(seen, id) {
			s.t.Errorf("%s is in no state", id)
		}
	}
}

// Two runs want the same name, and the response of one is lost, which may or may not have created the application.
func TestOwnership_LostResponseOfOneOfTwoRuns_OneOwnsTheApplication(t *testing.T) {
	for _, kind := range []fault.Kind{fault.DropAfterCommit, fault.DropBefore, fault.Truncate, fault.HTML} {
		for _, first := range []string{"of the first", "of the second"} {
			t.Run(string(kind)+" "+first, func(t *testing.T) {
				s := share(t, "")
				a, b := s.run(), s.run()
				if first == "of the first" {
					s.arm("create_application", kind, 1)
				}
				one, err := a.Create(t.Context(), s.wanted())
				if err != nil {
					t.Fatal(err)
				}
				if first == "of the second" {
					s.arm("create_application", kind, 1)
				}
				two, err := b.Create(t.Context(), s.wanted())
				if e, ok := errors.AsType[*idp.Error](err); !ok || e.Kind != idp.ErrAlreadyExists || e.ExistingID != one.ID || two.ID != "" {
					t.Errorf("got ID %q, %v", two.ID, err)
				}
				s.owned(one, two)
			})
		}
	}
}

// Both responses are lost, and the two runs overlap.
func TestOwnership_LostResponsesOfBothRuns_OneOwnsTheApplication(t *testing.T) {
	s := share(t, "")
	s.arm("create_application", fault.DropAfterCommit, 3)
	type result struct {
		app idp.Application
		err error
	}
	results := make(chan result, 2)
	for range 2 {
		p := s.run()
		go func() {
			app, err := p.Create(t.Context(), s.wanted())
			results <- result{app, err}
		}()
	}
	one, two := <-results, <-results
	if (one.err == nil) == (two.err == nil) {
		t.Fatalf("got %v and %v", one.err, two.err)
	}
	if refused := errors.Join(one.err, two.err); !errors.Is(refused, idp.ErrAlreadyExists) {
		t.Error(refused)
	}
	s.owned(one.app, two.app)
}

// A server that chooses the ID gives no proof, so a run whose response was lost owns nothing and changes nothing.
func TestOwnership_OlderServerLostResponse_HintsAtImport(t *testing.T) {
	for _, version := range []string{"v3.4.9", "v4.4.1"} {
		for _, first := range []string{"of the first", "of the second"} {
			t.Run(version+" "+first, func(t *testing.T) {
				s := share(t, version)
				a, b := s.run(), s.run()
				owner := idp.Application{}
				if first == "of the second" {
					var err error
					if owner, err = a.Create(t.Context(), s.wanted()); err != nil {
						t.Fatal(err)
					}
				}
				s.arm("create_api_app", fault.DropAfterCommit, 1)
				got, err := b.Create(t.Context(), s.wanted())
				e, ok := errors.AsType[*idp.Error](err)
				if !ok || e.Kind != idp.ErrAlreadyExists || e.ExistingID != s.Applications()[0]["id"] || got.ID != "" {
					t.Fatalf("got ID %q, %v", got.ID, err)
				}
				for _, part := range []string{"import", "rotate_when_changed"} {
					if !strings.Contains(e.Hint, part) {
						t.Errorf("%q is not in the hint %q", part, e.Hint)
					}
				}
				if first == "of the second" {
					s.owned(owner)
				}
			})
		}
	}
}

func TestOwnership_OlderServerWithoutTrouble(t *testing.T) {
	s := share(t, "v4.4.1")
	app, err := s.run().Create(t.Context(), s.wanted())
	if err != nil {
		t.Fatal(err)
	}
	s.owned(app)
}

func TestOwnership_LostRead_SecretWorksOrNothingIsLeft(t *testing.T) {
	for _, version := range []string{"", "v4.4.1"} {
		operation := map[string]string{"": "create_application", "v4.4.1": "create_api_app"}[version]
		for times, ok := range map[int]bool{1: true, 2: true, 3: false} {
			s := share(t, version)
			s.arm(operation, fault.LostRead, times)
			app, err := s.run().Create(t.Context(), s.wanted())
			if (err == nil) != ok {
				t.Errorf("%s, lost %d times: %v", version, times, err)
			}
			s.owned(app)
		}
	}
}

// An application without a secret is deleted, and the next apply can create another one.
func TestOwnership_CreateWithoutSecret_NextApplySucceeds(t *testing.T) {
	s := share(t, "")
	s.arm("create_application", fault.DropAfterCommit, 1)
	s.arm("generate_secret", fault.HTML, 10000)
	p := s.run()
	app, err := p.Create(t.Context(), s.wanted())
	if err == nil || app.ID != "" {
		t.Fatalf("got ID %q, %v", app.ID, err)
	}
	s.owned()
	s.faults.Clear()
	if app, err = p.Create(t.Context(), s.wanted()); err != nil {
		t.Fatal(err)
	}
	s.owned(app)
}

func TestOwnership_LostDeleteIsReported(t *testing.T) {
	s := share(t, "")
	p := s.run()
	app, err := p.Create(t.Context(), s.wanted())
	if err != nil {
		t.Fatal(err)
	}
	s.arm("delete_app", fault.LostDelete, 1)
	for range 2 { // the second time, ZITADEL says that it does not exist
		if err := p.Delete(t.Context(), app); !errors.Is(err, idp.ErrStillShown) {
			t.Errorf("got %v", err)
		}
	}
	if !s.VerifySecret(app.ClientID, app.ClientSecret.Reveal()) {
		t.Error("the secret ended after all")
	}
}

// Another installation returns "not found" for the application, but does not have its project either.
func TestOwnership_OtherInstallation_NotFoundIsIgnored(t *testing.T) {
	here, there := share(t, ""), share(t, "")
	app, err := here.run().Create(t.Context(), here.wanted())
	if err != nil {
		t.Fatal(err)
	}
	p := there.run()
	_, read := p.Get(t.Context(), app)
	for operation, err := range map[string]error{"read": read, "delete": p.Delete(t.Context(), app)} {
		if !errors.Is(err, idp.ErrOtherInstallation) {
			t.Errorf("%s: %v", operation, err)
		}
	}
	here.owned(app)
	if err := here.Remove(app.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := here.run().Get(t.Context(), app); !errors.Is(err, idp.ErrNotFound) {
		t.Errorf("at its own installation it is %v", err)
	}
}

func TestOwnership_ProjectDeleted_HintsAtStateRm(t *testing.T) {
	s := share(t, "")
	app, err := s.run().Create(t.Context(), s.wanted())
	if err != nil {
		t.Fatal(err)
	}
	if err := s.DeleteProject(s.ProjectID()); err != nil {
		t.Fatal(err)
	}
	_, err = s.run().Get(t.Context(), app)
	if e, ok := errors.AsType[*idp.Error](err); !ok || e.Kind != idp.ErrOtherInstallation || !strings.Contains(e.Hint, "terraform state rm") {
		t.Errorf("got %v", err)
	}
}

// What can be neither completed nor deleted does not keep the name that its replacement needs.
func TestCreate_IncompleteAndNotRemoved_ReleasesItsName(t *testing.T) {
	s := share(t, "")
	for kind, asked := range map[string]idp.Registration{"app": s.wanted(), "oidc": s.portal(), "user": worker()} {
		object := strings.Replace(kind, "oidc", "app", 1)
		asked.Disabled = true
		for _, operation := range []string{"deactivate_" + object, "delete_" + object} {
			if err := s.faults.Arm(fault.Fault{Operation: "zitadel." + operation, Kind: fault.Status, Status: 403}); err != nil {
				t.Fatal(err)
			}
		}
		p := s.run()
		incomplete, err := p.Create(t.Context(), asked)
		if !errors.Is(err, idp.ErrForbidden) || incomplete.ID == "" || !strings.Contains(err.(*idp.Error).Outcome, "incomplete-"+incomplete.ID) {
			t.Fatalf("%s: got ID %q, %v", kind, incomplete.ID, err)
		}
		replacement, err := p.Create(t.Context(), asked)
		if err != nil || replacement.Name != asked.Name || replacement.Identifier != asked.Identifier {
			t.Errorf("%s: %v", kind, err)
		}
		for _, app := range []idp.Application{incomplete, replacement} {
			if err := p.Delete(t.Context(), app); err != nil {
				t.Errorf("%s: %v", kind, err)
			}
		}
	}
	s.owned()
}
