package application

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Problems that the platform reports after a change are shown once: in the plan, if it could know them.
func TestNotCompliant_NotShownByPlan_WarnsAfterApply(t *testing.T) {
	reported := idp.Application{Problems: []string{"the first", "the second"}}
	finds := func(all ...idp.Problem) func(idp.Registration) []idp.Problem {
		return func(idp.Registration) []idp.Problem { return all }
	}
	for name, c := range map[string]struct {
		app   idp.Application
		finds func(idp.Registration) []idp.Problem
		said  string
	}{
		"nothing":                {idp.Application{}, finds(), ""},
		"no rules":               {reported, nil, "reports: the first; the second"},
		"not found by the rules": {reported, finds(), "reports: the first; the second"},
		"found by the rules":     {reported, finds(idp.Problem{Message: "The first."}), ""},
	} {
		of := target{capabilities: idp.Capabilities{Title: "ZITADEL", Problems: c.finds}}
		got := of.notCompliant(c.app)
		if (len(got) > 0) != (c.said != "") || len(got) > 0 && (!strings.Contains(got[0].Detail(), c.said) || got[0].Severity() != diag.SeverityWarning) {
			t.Errorf("%s: %v", name, got)
		}
	}
}
