package application

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Identify writes the identity of an application to a list result.
func (r *Resource) Identify(ctx context.Context, c idp.Capabilities, app idp.Application, id *tfsdk.ResourceIdentity) diag.Diagnostics {
	return id.Set(ctx, identify(target{Application: app, capabilities: c}))
}

// Describe writes an application to a list result, as a read after an import by its identity would return it.
func (r *Resource) Describe(ctx context.Context, c idp.Capabilities, app idp.Application, into *tfsdk.Resource) diag.Diagnostics {
	into.Raw = empty(ctx, into)
	diags := address(ctx, into, c, identify(target{Application: app, capabilities: c}).parts())
	var m model
	diags.Append(into.Get(ctx, &m)...)
	if diags.HasError() {
		return diags
	}
	m, d := m.refreshed(ctx, c.Platform, app)
	diags.Append(d...)
	return append(diags, into.Set(ctx, m)...)
}

// Validate checks a configuration, such as the one that a listed resource would have.
func (r *Resource) Validate(ctx context.Context, config tfsdk.Config) diag.Diagnostics {
	return r.catalog.validate(ctx, config)
}

// empty returns a resource without any attribute set.
func empty(ctx context.Context, r *tfsdk.Resource) tftypes.Value {
	attributes := map[string]tftypes.Value{}
	for name, attribute := range r.Schema.GetAttributes() {
		attributes[name] = tftypes.NewValue(attribute.GetType().TerraformType(ctx), nil)
	}
	for name, block := range r.Schema.GetBlocks() {
		attributes[name] = tftypes.NewValue(block.Type().TerraformType(ctx), nil)
	}
	return tftypes.NewValue(r.Schema.Type().TerraformType(ctx), attributes)
}
