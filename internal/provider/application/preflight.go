package application

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// preflight checks during the plan whether an operation on an application would fail: its create, or an update that gives it
// another name. Refused credentials are an error. Everything else is a warning, because the same run may resolve it: Terraform
// plans in any order, and again during the apply, so reads may not return a new project or zone yet, and a name may still be
// released. The first page of the scope's list shows all of this, and all operations in the scope share it. Names are also
// compared with those on all other pages that the plan's reads have fetched. Any other failure to read the page says nothing.
func (r *Resource) preflight(ctx context.Context, plan model, operation string) diag.Diagnostics {
	if r.platforms == nil || !plan.placed() {
		return nil
	}
	wanted, diags := r.catalog.expand(plan)
	if diags.HasError() {
		return diags
	}
	wanted.causes = r.settings
	listed, diags := wanted.object().Preflight(ctx, operation, func(ctx context.Context) error {
		_, err := r.platforms.FirstPage(ctx, wanted.capabilities.Platform, wanted.Scope)
		return err
	})
	if !listed {
		return diags
	}
	for _, app := range r.platforms.Listed(wanted.capabilities.Platform, wanted.Scope) {
		if app.ID != wanted.ID && wanted.conflictsWith(app) && !r.settings.Manages(app.ID) {
			return append(diag.Diagnostics{wanted.taken(operation, app)}, diags...)
		}
	}
	return diags
}

// renamed reports whether an update changes the attribute that must be unique.
func (m *model) renamed(state model, c idp.Capabilities) bool {
	if c.Unique == idp.AttributeIdentifier {
		return !m.Identifier.Equal(state.Identifier)
	}
	return c.Unique != "" && !m.Name.Equal(state.Name)
}

// placed reports whether the scope and the type of the application are known.
func (m *model) placed() bool {
	for _, block := range []types.Object{m.ZITADEL, m.Keycard} {
		for _, name := range []string{"project_id", "organization_id", "type", "zone_id"} {
			if fields.Inside[types.String](block, name).IsUnknown() {
				return false
			}
		}
	}
	return true
}

// conflictsWith reports whether another application has the same value of the attribute that must be unique.
func (t target) conflictsWith(other *idp.Application) bool {
	mine, theirs := t.Name, other.Name
	if t.capabilities.Unique == idp.AttributeIdentifier {
		mine, theirs = t.Identifier, other.Identifier
	}
	same := idp.SameText
	if t.capabilities.UniqueIgnoresCase {
		same = idp.SameTextFold
	}
	return t.capabilities.Unique != "" && mine != "" && same(mine, theirs)
}

// taken warns that another application has the value that must be unique.
func (t target) taken(operation string, other *idp.Application) diag.Diagnostic {
	attribute := t.capabilities.Unique
	conflict := &idp.Error{Kind: idp.ErrAlreadyExists, Attribute: attribute, ExistingID: other.ID}
	if t.ID == "" {
		conflict.Hint = "If this state has it at another address, add a moved block to keep it, with its client ID and client secret."
	}
	return diag.NewAttributeWarningDiagnostic(rules.Path(attribute), "Application exists already", diagnose.Paragraphs(
		"The apply cannot "+operation+" "+t.title()+" unless this run removes or renames another application first.", t.explain(conflict)))
}
