package accesstoken_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	providerschema "github.com/hashicorp/terraform-plugin-framework/provider/schema"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	tfresource "github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	tfconfig "github.com/hashicorp/terraform-plugin-testing/config"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"

	"github.com/idpkit/terraform-provider-idp/internal/acctest"
)

// The example registers an application and gets its first token in one apply.
func TestExampleConfiguresAnotherProvider(t *testing.T) {
	t.Parallel()
	w := acctest.New(t)
	var header string
	w.Others = map[string]func() (tfprotov6.ProviderServer, error){
		"restapi": providerserver.NewProtocol6WithError(other{
			name: "restapi", kind: "object", attributes: []string{"path", "data"}, header: &header,
			create: func(context.Context, tfresource.CreateRequest) error { return nil },
		}),
	}
	content, err := os.ReadFile("../../../examples/ephemeral-resources/idp_access_token/ephemeral-resource.tf")
	if err != nil {
		t.Fatal(err)
	}
	id, identifier := w.Keycard.Resource()
	config := strings.NewReplacer(
		"ujzde8gxd6ncf10epf91dhodzd", w.Keycard.ZoneID(), `resource = "https://orders.example.com"`, fmt.Sprintf("resource = %q", identifier),
		`"idpkit/idp", version = "~> 0.1.0"`, `"hashicorp/idp"`, "keycardai/", "hashicorp/", "Mastercard/", "hashicorp/", // the names in the test driver
	).Replace(string(content))
	w.Test(resource.TestStep{Config: config, ConfigVariables: tfconfig.Variables{"orders_resource_id": tfconfig.StringVariable(id)}})
	if got, ok := strings.CutPrefix(header, "Bearer "); !ok || strings.Count(got, ".") != 2 {
		t.Errorf("the other provider got a header of %d characters", len(header))
	}
}

// other stands in for another provider, with one resource.
type other struct {
	name, kind string
	attributes []string
	create     func(context.Context, tfresource.CreateRequest) error
	header     *string // receives the header of the provider's configuration
}

type otherModel struct {
	URI     types.String      `tfsdk:"uri"`
	Headers map[string]string `tfsdk:"headers"`
}

func (o other) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = o.name
}

func (other) Schema(_ context.Context, _ provider.SchemaRequest, resp *provider.SchemaResponse) {
	resp.Schema = providerschema.Schema{Attributes: map[string]providerschema.Attribute{
		"uri":     providerschema.StringAttribute{Optional: true},
		"headers": providerschema.MapAttribute{Optional: true, ElementType: types.StringType},
	}}
}

func (o other) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var m otherModel
	if o.header != nil && req.Config.Raw.IsFullyKnown() {
		resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
		*o.header = m.Headers["Authorization"]
	}
}

func (other) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (o other) Resources(context.Context) []func() tfresource.Resource {
	return []func() tfresource.Resource{func() tfresource.Resource { return object(o) }}
}

type object other

func (o object) Metadata(_ context.Context, _ tfresource.MetadataRequest, resp *tfresource.MetadataResponse) {
	resp.TypeName = o.name + "_" + o.kind
}

func (o object) Schema(_ context.Context, _ tfresource.SchemaRequest, resp *tfresource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{}}
	for _, name := range o.attributes {
		resp.Schema.Attributes[name] = schema.StringAttribute{Required: true}
	}
}

func (o object) Create(ctx context.Context, req tfresource.CreateRequest, resp *tfresource.CreateResponse) {
	if err := o.create(ctx, req); err != nil {
		resp.Diagnostics.AddError("Cannot create it", err.Error())
	}
	resp.State.Raw = req.Plan.Raw
}

func (object) Read(context.Context, tfresource.ReadRequest, *tfresource.ReadResponse)       {}
func (object) Update(context.Context, tfresource.UpdateRequest, *tfresource.UpdateResponse) {}
func (object) Delete(context.Context, tfresource.DeleteRequest, *tfresource.DeleteResponse) {}
