package diagnose

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// preflightTimeout limits how long a plan waits for a platform. The apply waits for operation_timeout.
const preflightTimeout = 10 * time.Second

// scopes are the attributes of an object's scope.
var scopes = []idp.Attribute{idp.AttributeProjectID, idp.AttributeOrganizationID, idp.AttributeZoneID}

// Preflight lists the first page of an object's scope during the plan, and returns what a failure says about an operation of
// the apply, and long waits. Refused credentials are an error. A missing project, organization or zone is a warning, because
// the same apply may create it. Any other failure may have passed by then. listed reports whether the list succeeded.
func (o Object) Preflight(ctx context.Context, operation string, firstPage func(context.Context) error) (listed bool, diags diag.Diagnostics) {
	ctx, cancel := context.WithTimeout(ctx, preflightTimeout)
	defer cancel()
	ctx, report := o.CollectWaits(ctx, &diags)
	defer report()
	err := firstPage(ctx)
	switch e, _ := errors.AsType[*idp.Error](err); {
	case errors.Is(err, idp.ErrUnauthenticated):
		diags.Append(o.Cannot(operation, err))
	case errors.Is(err, idp.ErrInvalid) && slices.Contains(scopes, e.Attribute):
		diags.AddAttributeWarning(rules.Path(e.Attribute), "Project, organization or zone not found", Paragraphs(
			"The apply cannot "+operation+" "+o.Title()+" unless its project, organization or zone exists by then.", o.Explain(e)))
	}
	return err == nil, diags
}
