package diagnose

import (
	"errors"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// PreflightTimeout limits how long a plan waits for a platform. The apply waits for operation_timeout.
const PreflightTimeout = 10 * time.Second

// scopes are the attributes of an object's scope.
var scopes = []idp.Attribute{idp.AttributeProjectID, idp.AttributeOrganizationID, idp.AttributeZoneID}

// Preflight returns what the failure of a list during the plan says about an operation of the apply. Refused credentials are
// an error. A missing project, organization or zone is a warning, because the same apply may create it. Any other failure may
// have passed by then.
func (o Object) Preflight(operation string, err error) diag.Diagnostics {
	switch e, _ := errors.AsType[*idp.Error](err); {
	case errors.Is(err, idp.ErrUnauthenticated):
		return diag.Diagnostics{o.Cannot(operation, err)}
	case errors.Is(err, idp.ErrInvalid) && slices.Contains(scopes, e.Attribute):
		return diag.Diagnostics{diag.NewAttributeWarningDiagnostic(rules.Path(e.Attribute), "Project, organization or zone not found", Paragraphs(
			"The apply cannot "+operation+" "+o.Title()+" unless its project, organization or zone exists by then.", o.Explain(e)))}
	}
	return nil
}
