package application

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/origin"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// moved contains what another provider's state knows of an application, by attribute of this resource. The read that follows
// sets the rest. What the read cannot find out, such as the secret, must be here.
type moved map[idp.Attribute]string

// Values for private state.
const (
	ownerOfMoved      idp.Attribute = "(owner)"
	credentialOfMoved idp.Attribute = "(credential)"
)

// MoveState moves applications from the platforms' own providers. It sends no requests, and keeps a client secret that is in
// the old state.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return origin.Movers("idp_application", origins, move)
}

func move(ctx context.Context, o origin.Type[moved], req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	application, err := o.Read(req.SourceRawState.JSON)
	if err != nil {
		resp.Diagnostics.AddError("Cannot move to idp_application", fmt.Sprintf(
			"The %s cannot become an idp_application: %v. Nothing was changed. Remove the moved block, and import the application instead.", o.Resource, err))
		return
	}
	known := memory{OrganizationID: application[ownerOfMoved], CredentialID: application[credentialOfMoved], Unconfirmed: true}
	resp.Diagnostics.Append(known.write(ctx, resp.TargetPrivate)...)
	for name, value := range application {
		if value == "" || name == ownerOfMoved || name == credentialOfMoved {
			continue
		}
		resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, rules.Path(name), value)...)
	}
}
