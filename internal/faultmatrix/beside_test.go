package faultmatrix_test

import (
	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/faultmatrix"
)

// startOtherRun lets another run with a separate state register the same application, before or after the request of this
// run.
func (s *scenario) startOtherRun() {
	if s.fault != faultmatrix.OtherFirst && s.fault != faultmatrix.OtherAfter {
		return
	}
	first, _ := s.configurations()
	s.creates.Next(func(create func()) {
		if s.fault == faultmatrix.OtherAfter {
			create()
		}
		_, problems := s.other.Apply(s.Context(), first)
		if s.other.Has() == problems.Failed() {
			s.Errorf("the other run has an application: %v\n%s", s.other.Has(), problems)
		}
		if s.fault == faultmatrix.OtherFirst {
			create()
		}
	})
}

// checkSeparate checks that no application is in both states, and that the other run's secret works.
func (s *scenario) checkSeparate() {
	s.Helper()
	if !s.other.Has() {
		return
	}
	id := s.other.Text("id")
	if s.core.Text("id") == id {
		s.Errorf("application %s is in two states", id)
	}
	if !s.works(s.other.Text("client_id"), s.other.Text("client_secret")) {
		s.Errorf("the secret of the other run's application %s does not work", id)
	}
	if n := len(s.world.Applications()[s.platform]) - len(s.applications()); n != 1 {
		s.Errorf("the other run's application %s is at the platform %d times", id, n)
	}
}

// removeConflicting follows the error before the command runs again: it removes the candidates that are not in use, and the
// application with the same name.
func (s *scenario) removeConflicting(said acctest.Problems) {
	s.Helper()
	if s.fault == faultmatrix.OtherFirst && s.platform != "lerian" {
		if problems := s.other.Destroy(s.Context()); problems.Failed() {
			s.Errorf("the other run cannot make room:\n%s", problems)
		}
	}
	s.world.RemoveListed(said.String(), s.other.Text("id"))
}
