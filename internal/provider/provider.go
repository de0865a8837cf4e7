// Package provider is the Terraform provider: its configuration, and its resources and data sources. Only this package and
// those below it depend on Terraform.
package provider

import (
	"context"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"

	"github.com/idpkit/terraform-provider-idp/internal/provider/accesstoken"
	"github.com/idpkit/terraform-provider-idp/internal/provider/application"
	"github.com/idpkit/terraform-provider-idp/internal/provider/clientsecret"
	"github.com/idpkit/terraform-provider-idp/internal/provider/credential"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fastpath"
	"github.com/idpkit/terraform-provider-idp/internal/provider/lookup"
	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
	"github.com/idpkit/terraform-provider-idp/internal/transport"
)

var (
	_ provider.ProviderWithEphemeralResources = (*Provider)(nil)
	_ provider.ProviderWithListResources      = (*Provider)(nil)
	_ provider.ProviderWithValidateConfig     = (*Provider)(nil)
)

// Provider implements the Terraform provider idp.
type Provider struct {
	version   string
	lookupEnv func(string) (string, bool)
	transport transport.Config // for what the configuration does not set
	now       func() time.Time
	after     func(time.Duration) <-chan time.Time

	clients   *clients
	memory    provided.Memory
	unchanged atomic.Pointer[fastpath.Resources]
}

// New returns the provider of this version. It reads the environment with lookupEnv, which is os.LookupEnv except in tests,
// and calls platforms with the defaults of base.
func New(version string, lookupEnv func(string) (string, bool), base transport.Config) *Provider {
	p := &Provider{version: version, lookupEnv: lookupEnv, transport: base, now: time.Now, after: time.After}
	p.clients = &clients{now: func() time.Time { return p.now() }}
	p.unchanged.Store(fastpath.New(map[string]fastpath.Resource{applicationType: application.NewResource(capabilities())}))
	return p
}

// WithClock replaces the provider's clock.
func (p *Provider) WithClock(now func() time.Time) *Provider {
	p.now = now
	return p
}

// WithTimer replaces the timer for waiting for names; see package handover.
func (p *Provider) WithTimer(after func(time.Duration) <-chan time.Time) *Provider {
	p.after = after
	return p
}

// Metadata implements provider.Provider.
func (p *Provider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "idp"
	resp.Version = p.version
}

// Schema implements provider.Provider; see schema.go.
func (p *Provider) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = providerSchema()
}

// Configure prepares the platforms without calling them: each logs in before its first request.
func (p *Provider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var c config
	resp.Diagnostics.Append(req.Config.Get(ctx, &c)...)
	if resp.Diagnostics.HasError() {
		return
	}
	base := p.transport
	base.UserAgent = "terraform-provider-idp/" + p.version + " terraform/" + req.TerraformVersion
	platforms, diags := connect(c, p.lookupEnv, base, p.clients) //nolint:contextcheck // types of settings need no context
	resp.Diagnostics.Append(diags...)
	keys, diags := loadIdentities(c.AgeIdentity, p.lookupEnv)
	resp.Diagnostics.Append(diags...)
	timeout, diags := operationTimeout(c.OperationTimeout, p.lookupEnv)
	resp.Diagnostics.Append(diags...)
	ignore, diags := ignoreProtection(c.IgnoreDeletionProtection, p.lookupEnv)
	resp.Diagnostics.Append(diags...)
	data := providerData{
		platforms: platforms.waiting(p.after), Causes: &provided.Causes{}, Memory: &p.memory, Managed: &provided.Managed{}, keys: keys,
		operationTimeout: timeout, ignoreProtection: ignore, now: p.now,
	}
	p.unchanged.Store(fastpath.New(map[string]fastpath.Resource{applicationType: application.NewResource(capabilities()).With(data, data)}))
	resp.ResourceData, resp.DataSourceData, resp.ListResourceData, resp.EphemeralResourceData = data, data, data, data
}

// Unchanged returns the resources of the current configuration that the fast path may handle.
func (p *Provider) Unchanged() *fastpath.Resources { return p.unchanged.Load() }

const applicationType = "idp_application"

// Resources implements provider.Provider.
func (p *Provider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		func() resource.Resource { return application.NewResource(capabilities()) },
		func() resource.Resource { return credential.NewResource(capabilities()) },
	}
}

// EphemeralResources implements provider.Provider.
func (p *Provider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{
		clientsecret.New,
		func() ephemeral.EphemeralResource { return accesstoken.New(capabilities()) },
	}
}

// DataSources implements provider.Provider.
func (p *Provider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		func() datasource.DataSource { return lookup.NewDataSource(capabilities()) },
		func() datasource.DataSource { return lookup.NewDataSources(capabilities()) },
		func() datasource.DataSource { return lookup.NewKeycardResource(capabilities()) },
	}
}

// ListResources implements provider.Provider.
func (p *Provider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		func() list.ListResource { return lookup.NewList(capabilities()) },
		func() list.ListResource { return lookup.NewCredentialList(capabilities()) },
	}
}
