package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/provider"

	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

// ValidateConfig implements provider.ProviderWithValidateConfig. Terraform calls Configure only if it finds no error.
func (p *Provider) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var c config
	resp.Diagnostics.Append(req.Config.Get(ctx, &c)...)
	if !resp.Diagnostics.HasError() {
		resp.Diagnostics.Append(c.problems()...) //nolint:contextcheck // types of settings need no context
	}
}

// problems returns the errors in the values that the configuration itself sets, as far as they are known. The environment can
// differ where the configuration is applied, and so can files.
func (c config) problems() (errors diag.Diagnostics) {
	unset := func(string) (string, bool) { return "", false }
	_, all := transportConfig(httpSettings(c.HTTP, unset), transport.Config{})
	_, more := newReader(c.Refresh, unset)
	all.Append(more...)
	for _, platform := range registered {
		name := platform.capabilities().Platform
		s := newSettings(name, c.block(name), unset)
		all.Append(s.refused(s.check())...)
	}
	_, more = loadIdentities(c.AgeIdentity, unset)
	all.Append(more...)
	_, more = operationTimeout(c.OperationTimeout, unset)
	all.Append(more...)
	return all.Errors()
}
