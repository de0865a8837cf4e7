// Package standin has stand-ins for other vendors' providers in tests.
package standin

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// Providers returns the servers of a Provider with this name and these resources, for World.Others.
func Providers(name string, resources ...func() resource.Resource) map[string]func() (tfprotov6.ProviderServer, error) {
	return map[string]func() (tfprotov6.ProviderServer, error){
		name: providerserver.NewProtocol6WithError(Provider{name, resources}),
	}
}

// Provider is a provider that has only resources and needs no configuration.
type Provider struct {
	Name string
	All  []func() resource.Resource
}

// Metadata implements provider.Provider.
func (p Provider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = p.Name
}

// Schema implements provider.Provider.
func (Provider) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

// Configure implements provider.Provider.
func (Provider) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

// DataSources implements provider.Provider.
func (Provider) DataSources(context.Context) []func() datasource.DataSource { return nil }

// Resources implements provider.Provider.
func (p Provider) Resources(context.Context) []func() resource.Resource { return p.All }
