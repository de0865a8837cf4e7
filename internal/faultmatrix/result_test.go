package faultmatrix_test

import (
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
	"github.com/idpkit/terraform-provider-idp/internal/faultmatrix"
)

// outcome returns the observed outcome.
func (s *scenario) outcome(before snapshot, problems acctest.Problems) string {
	after := s.look()
	here := len(after.platform) > 0
	switch {
	case problems.Failed() && s.rotates() && s.core.Has() && !s.verifies():
		return s.shownAgain()
	case problems.Failed() && s.rotates() && !s.core.Has() && !here:
		return string(faultmatrix.Removed)
	case problems.Failed() && !s.core.Has() && here && s.lists(problems):
		return string(faultmatrix.Listed)
	case problems.Failed() && s.operation == faultmatrix.Import && warns(problems):
		return "fails, beside a warning"
	case problems.Failed() && after.equal(before):
		return string(faultmatrix.Failed)
	case problems.Failed() && s.core.Tainted():
		return "tainted"
	case problems.Failed() && s.id != "" && s.core.Text("keycard", "previous_client_id") == s.id:
		return string(faultmatrix.Overlap)
	case problems.Failed() && s.core.Has() && (here || s.operation == faultmatrix.Delete):
		return string(faultmatrix.Open)
	case problems.Failed():
		return fmt.Sprintf("failed, with %d at the platform and in state: %v", len(after.platform), s.core.Has())
	case s.operation == faultmatrix.Verify:
		return s.found(before, problems)
	case s.operation == faultmatrix.Delete && !s.core.Has() && !here:
		return s.removed(problems)
	case warns(problems) && !s.core.Has():
		return string(faultmatrix.Gone)
	case warnsOf(problems, "Application was adopted") && s.complete() == "":
		return string(faultmatrix.Adopted)
	case warns(problems) && s.complete() == "":
		return string(faultmatrix.Kept)
	}
	if wrong := s.complete(); wrong != "" {
		return "succeeded, but " + wrong
	}
	return string(faultmatrix.Done)
}

// warns reports whether there is a warning about a fault. It ignores those that every such plan shows: that Lerian replaces
// applications, that other platforms rotate the secret, and that an import does not return the secret.
func warns(problems acctest.Problems) bool {
	for _, p := range problems {
		usual := strings.Contains(p.Summary, "replaces the application") || p.Summary == "Client secret is not known" ||
			p.Summary == "Client secret will be rotated"
		if p.Severity == tfprotov6.DiagnosticSeverityWarning && !usual {
			return true
		}
	}
	return false
}

// warnsOf reports whether there is a warning whose summary starts with this text.
func warnsOf(problems acctest.Problems, summary string) bool {
	return slices.ContainsFunc(problems, func(p *tfprotov6.Diagnostic) bool {
		return p.Severity == tfprotov6.DiagnosticSeverityWarning && strings.HasPrefix(p.Summary, summary)
	})
}

// lists reports whether an error lists all applications that are not in any state.
func (s *scenario) lists(problems acctest.Problems) bool {
	return !slices.ContainsFunc(s.applications(), func(application map[string]any) bool {
		return !strings.Contains(problems.String(), fmt.Sprintf("ID %v (client ID %v, created", application["id"], application["client_id"]))
	})
}

// removed returns the outcome for an application that is neither in state nor at the platform.
func (s *scenario) removed(problems acctest.Problems) string {
	switch {
	case warnsOf(problems, "Application is still shown") && s.works(s.id, s.oldSecret):
		return string(faultmatrix.StillShown)
	case s.fault == faultmatrix.Hidden && warns(problems):
		return string(faultmatrix.Kept) // until it was removed
	case s.works(s.id, s.oldSecret):
		return "removed, but its secret works"
	}
	return string(faultmatrix.Done)
}

func (s *scenario) rotates() bool {
	return s.operation == faultmatrix.Rotate || s.operation == faultmatrix.Exchange || s.operation == faultmatrix.Retire
}

// shownAgain returns the outcome if the secret in state does not work: the next plan must show another rotation.
func (s *scenario) shownAgain() string {
	_, second := s.configurations()
	if changes, problems := s.core.Plan(s.Context(), second); problems.Failed() || !slices.Contains(changes, "client_secret") {
		return fmt.Sprintf("the secret in state does not work, and the next plan shows %v\n%s", changes, problems)
	}
	return string(faultmatrix.Ended)
}

// found returns the outcome of a plan that verifies the secret, which must change nothing.
func (s *scenario) found(before snapshot, problems acctest.Problems) string {
	switch {
	case !s.look().equal(before):
		return "the plan has changed something"
	case slices.Contains(s.planned, "client_secret"):
		return string(faultmatrix.Rotated)
	case len(s.planned) > 0:
		return fmt.Sprintf("%v will change", s.planned)
	case warns(problems):
		return string(faultmatrix.Unverified)
	}
	return string(faultmatrix.Done)
}
