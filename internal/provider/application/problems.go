package application

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// problems returns conflicts between attributes that are valid on their own. It returns none while values that they depend
// on are unknown; Terraform validates and plans again when these are known.
func (c catalog) problems(m model, of idp.Capabilities) []idp.Problem {
	if of.Problems == nil || !m.decided() {
		return nil
	}
	wanted, diags := c.expand(m)
	if diags.HasError() {
		return nil
	}
	return of.Problems(wanted.Registration)
}

// checkChange checks a plan that changes something.
func (c catalog) checkChange(plan, state model, of idp.Capabilities, replaced path.Paths) diag.Diagnostics {
	problems := c.problems(plan, of)
	return slices.Concat(plan.NeedsSecret(plan.AuthMethod), refused(problems), tolerated(problems, of, plan.Name.ValueString()),
		plan.notEmptied(state, of, replaced))
}

// decided reports whether all values that problems may depend on are known.
func (m *model) decided() bool {
	for _, value := range []attr.Value{
		m.AuthMethod, m.RedirectURIs, m.PostLogoutRedirectURIs, m.jwksURI(), m.ZITADEL.Attributes()["type"], m.ZITADEL.Attributes()["oidc"],
	} {
		if !fields.Known(value) {
			return false
		}
	}
	return true
}

// refused returns an error for each problem that the platform refuses.
func refused(problems []idp.Problem) (diags diag.Diagnostics) {
	for _, problem := range problems {
		if problem.Refused {
			diags.AddAttributeError(rules.Path(problem.Attribute), "Conflicting attributes", problem.Message)
		}
	}
	return diags
}

// tolerated returns a warning for each problem that the platform accepts.
func tolerated(problems []idp.Problem, c idp.Capabilities, name string) (diags diag.Diagnostics) {
	for _, problem := range problems {
		if !problem.Refused {
			diags.AddAttributeWarning(rules.Path(problem.Attribute), summaryNotCompliant(c), fmt.Sprintf(
				"Application %q: %s %s accepts this configuration anyway.", name, problem.Message, c.Title))
		}
	}
	return diags
}

func summaryNotCompliant(c idp.Capabilities) string { return c.Title + " reports compliance problems" }

// notCompliant warns about problems that the platform reports after a change, unless the plan already did.
func (t target) notCompliant(app idp.Application) (diags diag.Diagnostics) {
	if len(app.Problems) == 0 || t.capabilities.Problems != nil && len(t.capabilities.Problems(t.Registration)) > 0 {
		return nil
	}
	diags.AddWarning(summaryNotCompliant(t.capabilities), fmt.Sprintf("%s accepts application %q, but reports: %s. Fix these in the configuration.",
		t.capabilities.Title, t.label(), strings.Join(app.Problems, "; ")))
	return diags
}

// kept returns the sets that some platforms cannot empty.
func (m *model) kept() map[idp.Attribute]types.Set {
	oidc := fields.Inside[types.Object](m.ZITADEL, "oidc")
	return map[idp.Attribute]types.Set{
		idp.AttributeRedirectURIs:           m.RedirectURIs,
		idp.AttributePostLogoutRedirectURIs: m.PostLogoutRedirectURIs,
		idp.AttributeAdditionalOrigins:      fields.Inside[types.Set](oidc, "additional_origins"),
	}
}

// notEmptied refuses to empty a set that the platform would keep. A replacement starts without it.
func (m *model) notEmptied(state model, c idp.Capabilities, replaced path.Paths) (diags diag.Diagnostics) {
	if len(replaced) > 0 {
		return nil
	}
	before := state.kept()
	for _, attribute := range slices.Sorted(maps.Keys(before)) {
		after := m.kept()[attribute]
		if c.Rules[attribute].Kept && !after.IsUnknown() && len(after.Elements()) == 0 && len(before[attribute].Elements()) > 0 {
			diags.AddAttributeError(rules.Path(attribute), "Set cannot be emptied", fmt.Sprintf(
				"%s ignores a request to empty %s, which contains %s for application %q.\n\n"+
					"Keep at least one value, or replace the application: run terraform taint ADDRESS, then apply. Its client ID and client "+
					"secret then change.",
				c.Title, attribute, quoted(before[attribute]), state.Name.ValueString()))
		}
	}
	return diags
}

func quoted(set types.Set) string {
	var all []string
	for _, value := range fields.Strings(set) {
		all = append(all, fmt.Sprintf("%q", value))
	}
	return strings.Join(all, ", ")
}
