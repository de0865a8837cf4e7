package credential

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/origin"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// moved contains what another provider's state knows of a credential, by attribute of this resource. The read that follows
// sets the rest. What the read cannot find out, such as the secret, must be here.
type moved map[idp.Attribute]string

// MoveState moves credentials from the platforms' own providers. It sends no requests, and keeps a secret that is in the old
// state.
func (r *Resource) MoveState(context.Context) []resource.StateMover {
	return origin.Movers("idp_application_credential", origins, move)
}

func move(ctx context.Context, o origin.Type[moved], req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	credential, err := o.Read(req.SourceRawState.JSON)
	if err != nil {
		resp.Diagnostics.AddError("Cannot move to idp_application_credential", fmt.Sprintf(
			"The %s cannot become an idp_application_credential: %v. Nothing was changed. Remove the moved block, and import the credential instead.",
			o.Resource, err))
		return
	}
	resp.Diagnostics.Append(memory{Unconfirmed: true}.write(ctx, resp.TargetPrivate)...)
	for name := range platformBlocks[o.Provider].Attributes { // the block must exist, even if all its attributes are null
		resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, path.Root(o.Provider).AtName(name), types.StringNull())...)
	}
	for name, value := range credential {
		switch {
		case name == anySubject:
			resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, rules.Path(name), true)...)
		case value != "":
			resp.Diagnostics.Append(resp.TargetState.SetAttribute(ctx, rules.Path(name), value)...)
		}
	}
}
