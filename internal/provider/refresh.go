package provider

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/refresh"
)

const refreshVariable = "IDP_REFRESH"

// refreshModes are the values of refresh; the first is the default.
var refreshModes = []string{"coalesced", "individual"}

func refreshAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		Optional: true,
		MarkdownDescription: "Read mode. `coalesced` (default) reads in batches, so a plan over 1,000 applications sends 3 to 24 requests. Before a plan shows " +
			"drift for an application, the provider reads that application individually. `individual` reads each application with its own requests. Environment: `" +
			refreshVariable + "`. See [Performance and scale](guides/performance-and-scale.md).",
	}
}

// newReader returns a function that connects a platform in this read mode. A mode that is not known yet means the default.
func newReader(configured types.String, lookupEnv func(string) (string, bool)) (func(idp.Platform) connection, diag.Diagnostics) {
	var diags diag.Diagnostics
	mode := configured.ValueString()
	if configured.IsNull() {
		mode, _ = lookupEnv(refreshVariable)
	}
	switch mode {
	case "", refreshModes[0]:
		return func(p idp.Platform) connection {
			reader, c := refresh.New(p), individual(p)
			c.platform, c.credentials, c.listed = reader, reader.Credentials(), reader.Listed
			c.first = &firstPages{pages: map[idp.Scope]func() (idp.Page, error){}}
			return c
		}, diags
	case refreshModes[1]:
		return individual, diags
	}
	diags.AddAttributeError(path.Root("refresh"), invalidConfiguration,
		fmt.Sprintf("refresh (or %s) must be one of %s, not %q.", refreshVariable, strings.Join(refreshModes, ", "), mode))
	return nil, diags
}

// individual reads each object with its own request.
func individual(p idp.Platform) connection {
	c := connection{platform: p}
	c.tokens, _ = p.(idp.TokenIssuer)
	c.credentials, _ = p.(idp.Credentials)
	c.resources, _ = p.(idp.Resources)
	return c
}
