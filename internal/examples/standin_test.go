package examples

import (
	"context"
	"maps"
	"sync"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/standin"
)

// store has the secrets that were handed over last, by resource type.
type store struct {
	mu     sync.Mutex
	values map[string]any
}

func (s *store) put(kind string, value any) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.values[kind] = value
}

func (s *store) all() map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	return maps.Clone(s.values)
}

// vendor is a stand-in for another vendor's provider, with the arguments that the examples use.
type vendor struct {
	name      string
	resources map[string]resourceType
	store     *store
}

// resourceType is a resource type: its schema, and the argument that takes the secret.
type resourceType struct {
	schema schema.Schema
	secret string // empty for a resource without one
}

func (v vendor) providers() map[string]func() (tfprotov6.ProviderServer, error) {
	var all []func() resource.Resource
	for name, p := range v.resources {
		all = append(all, func() resource.Resource { return standInResource{name, p, v.store} })
	}
	return standin.Providers(v.name, all...)
}

// standInResource is a resource of a stand-in.
type standInResource struct {
	name string
	resourceType
	store *store
}

func (e standInResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = e.name
}

func (e standInResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = e.schema
}

func (e standInResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(e.keep(ctx, req.Config)...)
	if _, ok := e.schema.Attributes["id"]; ok {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), e.name)...)
	}
}

func (e standInResource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = req.Plan.Raw
	resp.Diagnostics.Append(e.keep(ctx, req.Config)...)
}
func (standInResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (standInResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// keep stores the secret. Write-only arguments are only in the configuration.
func (e standInResource) keep(ctx context.Context, config tfsdk.Config) (diags diag.Diagnostics) {
	switch e.schema.Attributes[e.secret].(type) {
	case schema.MapAttribute:
		var value map[string]string
		diags = config.GetAttribute(ctx, path.Root(e.secret), &value)
		e.store.put(e.name, value)
	case schema.StringAttribute:
		var value string
		diags = config.GetAttribute(ctx, path.Root(e.secret), &value)
		e.store.put(e.name, value)
	}
	return diags
}

// vendors returns the providers of the examples, with the arguments that these use.
func vendors(s *store) []vendor {
	text, number := schema.StringAttribute{Optional: true}, schema.Int64Attribute{Optional: true}
	secret, id := schema.StringAttribute{Optional: true, WriteOnly: true}, schema.StringAttribute{Computed: true}
	return []vendor{
		{"vault", map[string]resourceType{"vault_kv_secret_v2": {schema.Schema{Attributes: map[string]schema.Attribute{
			"mount": text, "name": text, "data_json_wo": secret, "data_json_wo_version": number,
		}}, "data_json_wo"}}, s},
		{"kubernetes", map[string]resourceType{"kubernetes_secret_v1": {schema.Schema{
			Attributes: map[string]schema.Attribute{
				"data_wo": schema.MapAttribute{Optional: true, WriteOnly: true, ElementType: types.StringType}, "data_wo_revision": number,
			},
			Blocks: map[string]schema.Block{"metadata": schema.ListNestedBlock{NestedObject: schema.NestedBlockObject{
				Attributes: map[string]schema.Attribute{"name": text, "namespace": text},
			}}},
		}, "data_wo"}}, s},
		{"aws", map[string]resourceType{
			"aws_secretsmanager_secret": {schema.Schema{Attributes: map[string]schema.Attribute{"name": text, "id": id}}, ""},
			"aws_secretsmanager_secret_version": {schema.Schema{Attributes: map[string]schema.Attribute{
				"secret_id": text, "secret_string_wo": secret, "secret_string_wo_version": number,
			}}, "secret_string_wo"},
		}, s},
		{"github", map[string]resourceType{
			"github_actions_variable": {schema.Schema{Attributes: map[string]schema.Attribute{"repository": text, "variable_name": text, "value": text}}, ""},
			"github_actions_secret": {schema.Schema{Attributes: map[string]schema.Attribute{
				"repository": text, "secret_name": text, "plaintext_value": schema.StringAttribute{Optional: true, Sensitive: true},
			}}, "plaintext_value"},
		}, s},
	}
}
