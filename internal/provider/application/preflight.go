package application

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"golang.org/x/text/unicode/norm"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// preflightTimeout bounds what a plan waits for a platform that does not answer. The apply waits as long as it may.
const preflightTimeout = 10 * time.Second

// preflight tells in the plan what would fail the create of an application: a refused login, a project or zone that does not
// exist. A name that is taken is only a warning, because the same run may release it: Terraform plans in any order. The
// first page of the scope's list tells all of this, and all creates in the scope share it. Any other failure to read it says
// nothing about the create.
func (r *Resource) preflight(ctx context.Context, plan model) diag.Diagnostics {
	if r.platforms == nil || !plan.placed() {
		return nil
	}
	wanted, diags := r.catalog.expand(plan)
	if diags.HasError() {
		return diags
	}
	ctx, cancel := context.WithTimeout(ctx, preflightTimeout)
	defer cancel()
	page, err := r.platforms.FirstPage(ctx, wanted.capabilities.Platform, wanted.Scope)
	if certain(err) {
		return diag.Diagnostics{wanted.cannot("register", err)}
	}
	for _, app := range page.Applications {
		if wanted.conflictsWith(app) && r.settings.Remembered(app.ID) == nil {
			return diag.Diagnostics{wanted.taken(app)}
		}
	}
	return nil
}

// placed reports whether it is known where the application will be registered, and as what.
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

// certain reports whether a create would fail for the same reason.
func certain(err error) bool {
	e, ok := errors.AsType[*idp.Error](err)
	if !ok {
		return false
	}
	scope := []idp.Attribute{idp.AttributeProjectID, idp.AttributeOrganizationID, idp.AttributeZoneID}
	return e.Kind == idp.ErrUnauthenticated || e.Kind == idp.ErrInvalid && slices.Contains(scope, e.Attribute)
}

// conflictsWith reports whether another application has what must be unique.
func (t target) conflictsWith(other idp.Application) bool {
	mine, theirs := t.Name, other.Name
	if t.capabilities.Unique == idp.AttributeIdentifier {
		mine, theirs = t.Identifier, other.Identifier
	}
	return t.capabilities.Unique != "" && mine != "" && norm.NFC.String(mine) == norm.NFC.String(theirs)
}

// taken warns of an application that has what must be unique.
func (t target) taken(other idp.Application) diag.Diagnostic {
	attribute := t.capabilities.Unique
	conflict := &idp.Error{Kind: idp.ErrAlreadyExists, Attribute: attribute, ExistingID: other.ID}
	return diag.NewAttributeWarningDiagnostic(rules.Path(attribute), "Application exists already", diagnose.Paragraphs(
		"The apply cannot register "+t.title()+" unless this run removes or renames another application first.", t.explain(conflict)))
}
