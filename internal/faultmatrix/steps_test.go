package faultmatrix_test

import (
	"fmt"
	"maps"
	"time"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/faultmatrix"
)

// prepare sets up what the operation starts from.
func (s *scenario) prepare() {
	s.Helper()
	first, _ := s.configurations()
	switch s.operation {
	case faultmatrix.Login, faultmatrix.Create, faultmatrix.Attach:
	case faultmatrix.Credential:
		if s.switches() {
			jwt := maps.Clone(first)
			jwt["auth_method"] = "private_key_jwt"
			s.must(s.core.Apply(s.Context(), jwt))
		}
	case faultmatrix.Import:
		s.must(s.world.Core().Apply(s.Context(), first))
	case faultmatrix.Verify:
		s.ownLogin()
		s.must(s.core.Apply(s.Context(), first))
		s.world.Ahead = time.Hour // the provider does not verify a new secret
	default:
		s.must(s.core.Apply(s.Context(), first))
	}
}

func (s *scenario) must(_ bool, problems acctest.Problems) {
	s.Helper()
	if problems.Failed() {
		s.Fatalf("%s", problems)
	}
}

// ownLogin gives the provider access tokens, so that the only logins are those that verify secrets.
func (s *scenario) ownLogin() {
	s.world.Env["ZITADEL_ACCESS_TOKEN"] = s.world.ZITADEL.AccessToken()
	delete(s.world.Env, "ZITADEL_JWT_PROFILE_JSON")
	s.world.Env["LERIAN_ACCESS_TOKEN"] = s.world.Lerian.AccessToken()
	delete(s.world.Env, "LERIAN_USERNAME")
	delete(s.world.Env, "LERIAN_PASSWORD")
}

// actAsOthers makes the changes of the fault that others make outside of Terraform.
func (s *scenario) actAsOthers() {
	for _, application := range s.world.Applications()[s.platform] {
		var err error
		switch id := fmt.Sprint(application["id"]); s.fault {
		case faultmatrix.RemovedByOthers:
			err = s.world.Remove(s.platform, id)
		case faultmatrix.SecretReplaced:
			err = s.world.Change(s.platform, id, map[string]any{"client_secret": "somebody-elses-secret"})
		default:
		}
		if err != nil {
			s.Error(err)
		}
	}
}

// run carries out the operation.
func (s *scenario) run() acctest.Problems {
	first, second := s.configurations()
	var problems acctest.Problems
	switch s.operation {
	case faultmatrix.Read, faultmatrix.Depends:
		return s.core.Refresh(s.Context())
	case faultmatrix.Delete:
		return s.core.Destroy(s.Context())
	case faultmatrix.Import:
		return s.core.Import(s.Context(), s.importID())
	case faultmatrix.Verify:
		s.planned, problems = s.core.Plan(s.Context(), first)
	case faultmatrix.Update, faultmatrix.Rename, faultmatrix.Depend, faultmatrix.Undepend, faultmatrix.Rotate, faultmatrix.Exchange, faultmatrix.Retire:
		_, problems = s.core.Apply(s.Context(), second)
	default:
		if s.operation == faultmatrix.Credential && s.column.Kind != faultmatrix.PublicKey {
			first["auth_method"] = "client_secret_basic"
		}
		_, problems = s.core.Apply(s.Context(), first)
	}
	return problems
}

func (s *scenario) importID() string {
	id := "gone"
	for _, application := range s.world.Applications()[s.platform] {
		id = fmt.Sprint(application["id"])
	}
	if s.column.Kind == faultmatrix.ServiceAccount {
		return "zitadel/service_account/" + id
	}
	return map[string]string{
		"zitadel": "zitadel/" + s.world.ZITADEL.ProjectID() + "/", "keycard": "keycard/" + s.world.Keycard.ZoneID() + "/", "lerian": "lerian/",
	}[s.platform] + id
}

// heal runs the command again without faults, and checks that it completes.
func (s *scenario) heal(before acctest.Problems) {
	s.Helper()
	if s.fault == faultmatrix.RemovedByOthers && s.operation == faultmatrix.Import {
		return // there is nothing to import
	}
	s.removeConflicting(before)
	problems := s.run()
	if warnsOf(problems, "Application was changed outside Terraform") {
		s.Errorf("somebody is blamed for what the run itself did:\n%s", problems)
	}
	if s.operation == faultmatrix.Verify || s.operation == faultmatrix.Read && !s.core.Has() {
		first, _ := s.configurations()
		_, problems = s.core.Apply(s.Context(), first)
	}
	if problems.Failed() {
		s.Errorf("the second attempt fails:\n%s", problems)
		return
	}
	if s.operation == faultmatrix.Delete {
		if left := s.applications(); len(left) > 0 || s.core.Has() {
			s.Errorf("after the second attempt %d applications are left, and in state: %v", len(left), s.core.Has())
		}
		return
	}
	s.whole()
	if problems := s.core.Destroy(s.Context()); problems.Failed() {
		s.Errorf("it cannot be removed:\n%s", problems)
	}
	if problems := s.other.Destroy(s.Context()); problems.Failed() {
		s.Errorf("the other run's cannot be removed:\n%s", problems)
	}
	if left := s.world.Applications()[s.platform]; len(left) > 0 {
		s.Errorf("after the removal %d applications are left", len(left))
	}
}

// whole checks that the result is complete and that the next plan has no changes.
func (s *scenario) whole() {
	s.Helper()
	if wrong := s.complete(); wrong != "" {
		s.Errorf("after the second attempt %s", wrong)
	}
	same := s.oldSecret != "" && s.core.Text("client_secret") == s.oldSecret
	if s.rotates() && (same || s.works(s.id, s.oldSecret)) {
		s.Error("after the second attempt the old credential still works")
	}
	_, wanted := s.configurations()
	if changes, problems := s.core.Plan(s.Context(), wanted); problems.Failed() || len(changes) > 0 || warns(problems) {
		s.Errorf("after the second attempt the next plan changes %v\n%s", changes, problems)
	}
}

// clean resets the world for the next scenario.
func (s *scenario) clean(env map[string]string) {
	s.world.Faults.Clear()
	s.world.Env, s.world.Ahead = env, 0
	for _, application := range s.world.Applications()[s.platform] {
		_ = s.world.Remove(s.platform, fmt.Sprint(application["id"])) // it may be gone already
	}
}
