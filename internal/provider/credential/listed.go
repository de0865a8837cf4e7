package credential

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Identify writes the identity of a credential to a list result.
func (r *Resource) Identify(ctx context.Context, c idp.Capabilities, credential idp.Credential, id *tfsdk.ResourceIdentity) diag.Diagnostics {
	return id.Set(ctx, identify(target{Credential: credential, capabilities: c}))
}

// Describe writes a credential to a list result, as a read after an import by its identity would return it.
func (r *Resource) Describe(ctx context.Context, c idp.Capabilities, credential idp.Credential, into *tfsdk.Resource) diag.Diagnostics {
	into.Raw = tftypes.NewValue(into.Schema.Type().TerraformType(ctx), nil)
	id := identify(target{Credential: credential, capabilities: c})
	diags := address(ctx, into, c, id.parts(c))
	var m model
	diags.Append(into.Get(ctx, &m)...)
	if diags.HasError() {
		return diags
	}
	return append(diags, into.Set(ctx, m.refreshed(ctx, credential))...)
}
