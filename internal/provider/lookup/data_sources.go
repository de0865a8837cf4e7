package lookup

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

var (
	_ datasource.DataSourceWithConfigure      = (*DataSources)(nil)
	_ datasource.DataSourceWithValidateConfig = (*DataSources)(nil)
)

// DataSources is the data source idp_applications, which reads all matching applications of a scope.
type DataSources struct{ source }

// NewDataSources returns the data source for platforms with these capabilities.
func NewDataSources(capabilities []idp.Capabilities) *DataSources {
	return &DataSources{source{catalog: capabilities}}
}

// Metadata implements datasource.DataSource.
func (d *DataSources) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_applications"
}

// Schema implements datasource.DataSource.
func (d *DataSources) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := map[string]schema.Attribute{}
	for name, description := range filtering {
		attributes[name] = schema.StringAttribute{Optional: true, MarkdownDescription: description, Validators: notEmpty()}
	}
	attributes["applications"] = schema.ListNestedAttribute{
		Computed: true, MarkdownDescription: "Applications that match, sorted by name.",
		NestedObject: schema.NestedAttributeObject{Attributes: resultAttributes()},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the applications of a project, zone or tenant, or the service accounts of an organization, including those not created by Terraform. Never returns a secret.",
		Attributes:          attributes,
		Blocks:              d.scopeBlocks(),
	}
}

type applicationsModel struct {
	scopeModel
	filterModel
	Applications []result `tfsdk:"applications"`
}

// Read lists the applications.
func (d *DataSources) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m applicationsModel
	search, diags := newSearch(ctx, req.Config, d.catalog, d.platforms)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, report := search.all().CollectWaits(ctx, &resp.Diagnostics)
	defer report()
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	all, err := search.list(ctx, m.filter())
	if err != nil {
		resp.Diagnostics.Append(search.notListed(err))
		return
	}
	slices.SortFunc(all, byName)
	m.Applications = []result{}
	for _, application := range all {
		m.Applications = append(m.Applications, show(search.capabilities, application))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}
