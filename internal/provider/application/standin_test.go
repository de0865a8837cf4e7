package application_test

import (
	"context"
	"encoding/json"
	"os"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/idpkit/terraform-provider-idp/internal/acctest/standin"
)

// savedResource is a resource in a state file.
type savedResource struct {
	Type      string
	Name      string
	Provider  string
	Instances []struct {
		SchemaVersion int64 `json:"schema_version"`
		Attributes    map[string]any
	}
}

// saved reads the resources of a state file that another provider wrote.
func saved(t *testing.T, file string) []savedResource {
	t.Helper()
	content, err := os.ReadFile("testdata/" + file)
	if err != nil {
		t.Fatal(err)
	}
	var state struct{ Resources []savedResource }
	if err := json.Unmarshal(content, &state); err != nil {
		t.Fatal(err)
	}
	return state.Resources
}

// standIn stands in for a platform's own provider: its resources "create" the given state, and delete nothing.
type standIn struct {
	name      string
	resources map[string]map[string]any // attributes by resource type
}

// providers returns the provider, to be served.
func (p standIn) providers() map[string]func() (tfprotov6.ProviderServer, error) {
	var all []func() resource.Resource
	for name, attributes := range p.resources {
		all = append(all, func() resource.Resource { return standInResource{name, attributes} })
	}
	return standin.Providers(p.name, all...)
}

type standInResource struct {
	name       string
	attributes map[string]any
}

func (r standInResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.name
}

func (r standInResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema.Attributes = map[string]schema.Attribute{}
	for name, value := range r.attributes {
		resp.Schema.Attributes[name] = computed(typeOf(value))
	}
}

func (r standInResource) Create(ctx context.Context, _ resource.CreateRequest, resp *resource.CreateResponse) {
	content, err := json.Marshal(r.attributes)
	if err != nil {
		resp.Diagnostics.AddError("state", err.Error())
		return
	}
	state := tfprotov6.RawState{JSON: content}
	if resp.State.Raw, err = state.Unmarshal(resp.State.Schema.Type().TerraformType(ctx)); err != nil {
		resp.Diagnostics.AddError("state", err.Error())
	}
}
func (standInResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (standInResource) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}
func (standInResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// typeOf returns the type of an attribute with this value. Null counts as a string.
func typeOf(value any) attr.Type {
	switch value := value.(type) {
	case bool:
		return types.BoolType
	case []any:
		if len(value) == 0 {
			return types.ListType{ElemType: types.StringType}
		}
		return types.ListType{ElemType: typeOf(value[0])}
	case map[string]any:
		attributes := map[string]attr.Type{}
		for name, part := range value {
			attributes[name] = typeOf(part)
		}
		return types.ObjectType{AttrTypes: attributes}
	}
	return types.StringType
}

func computed(t attr.Type) schema.Attribute {
	switch t := t.(type) {
	case types.ListType:
		return schema.ListAttribute{Optional: true, Computed: true, ElementType: t.ElemType}
	case types.ObjectType:
		return schema.ObjectAttribute{Optional: true, Computed: true, AttributeTypes: t.AttrTypes}
	}
	if t.Equal(types.BoolType) {
		return schema.BoolAttribute{Optional: true, Computed: true}
	}
	return schema.StringAttribute{Optional: true, Computed: true}
}
