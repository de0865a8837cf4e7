package application

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// preflightTimeout limits how long a plan waits for a platform. The apply waits for operation_timeout.
const preflightTimeout = 10 * time.Second

// preflight checks during the plan whether the create of an application would fail. Refused credentials are an error.
// Everything else is a warning, because the same run may resolve it: Terraform plans in any order, and again during the
// apply, so reads may not return a new project or zone yet, and a name may still be released. The first page of the scope's
// list shows all of this, and all creates in the scope share it. Any other failure to read it says nothing about the create.
func (r *Resource) preflight(ctx context.Context, plan model) (diags diag.Diagnostics) {
	if r.platforms == nil || !plan.placed() {
		return nil
	}
	wanted, diags := r.catalog.expand(plan)
	if diags.HasError() {
		return diags
	}
	ctx, cancel := context.WithTimeout(ctx, preflightTimeout)
	defer cancel()
	ctx, report := wanted.object().CollectWaits(ctx, &diags)
	defer report()
	page, err := r.platforms.FirstPage(ctx, wanted.capabilities.Platform, wanted.Scope)
	switch e, _ := errors.AsType[*idp.Error](err); {
	case errors.Is(err, idp.ErrUnauthenticated):
		return diag.Diagnostics{wanted.cannot("register", err)}
	case errors.Is(err, idp.ErrInvalid) && slices.Contains(places, e.Attribute):
		return diag.Diagnostics{wanted.misplaced(e)}
	}
	for _, app := range page.Applications {
		if wanted.conflictsWith(app) && r.settings.Remembered(app.ID) == nil {
			return diag.Diagnostics{wanted.taken(app)}
		}
	}
	return nil
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

// places are the attributes of an application's scope.
var places = []idp.Attribute{idp.AttributeProjectID, idp.AttributeOrganizationID, idp.AttributeZoneID}

// misplaced warns that the platform does not return the project, organization or zone.
func (t target) misplaced(e *idp.Error) diag.Diagnostic {
	return diag.NewAttributeWarningDiagnostic(rules.Path(e.Attribute), "Project, organization or zone not found", diagnose.Paragraphs(
		"The apply cannot register "+t.title()+" unless its project, organization or zone exists by then.", t.explain(e)))
}

// conflictsWith reports whether another application has the same value of the attribute that must be unique.
func (t target) conflictsWith(other idp.Application) bool {
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
func (t target) taken(other idp.Application) diag.Diagnostic {
	attribute := t.capabilities.Unique
	conflict := &idp.Error{Kind: idp.ErrAlreadyExists, Attribute: attribute, ExistingID: other.ID}
	return diag.NewAttributeWarningDiagnostic(rules.Path(attribute), "Application exists already", diagnose.Paragraphs(
		"The apply cannot register "+t.title()+" unless this run removes or renames another application first.", t.explain(conflict)))
}
