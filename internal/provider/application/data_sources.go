package application

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

// DataSources is the data source idp_applications: those of a scope, as many as there are.
type DataSources struct{ lookup }

// NewDataSources returns the data source for platforms of these capabilities.
func NewDataSources(capabilities []idp.Capabilities) *DataSources {
	return &DataSources{lookup{catalog: capabilities}}
}

// Metadata names the data source.
func (d *DataSources) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_applications"
}

// Schema describes the data source.
func (d *DataSources) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := map[string]schema.Attribute{}
	for name, description := range filtering {
		attributes[name] = schema.StringAttribute{Optional: true, MarkdownDescription: description, Validators: notEmpty()}
	}
	attributes["applications"] = schema.ListNestedAttribute{
		Computed: true, MarkdownDescription: "The applications, by name.",
		NestedObject: schema.NestedAttributeObject{Attributes: foundAttributes()},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds the applications of a project, a zone or a tenant, whoever made them. It never has a secret.",
		Attributes:          attributes,
		Blocks:              d.scopeBlocks(),
	}
}

type applicationsModel struct {
	scopeModel
	filterModel
	Applications []found `tfsdk:"applications"`
}

// Read lists the applications.
func (d *DataSources) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m applicationsModel
	place, diags := d.catalog.place(ctx, req.Config, d.platforms)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	all, err := place.list(ctx, m.filter())
	if err != nil {
		resp.Diagnostics.Append(place.notListed(err))
		return
	}
	slices.SortFunc(all, byName)
	m.Applications = []found{}
	for _, application := range all {
		m.Applications = append(m.Applications, show(place.subject(application)))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// ValidateConfig checks that one platform is chosen, and filters that it has.
func (l *lookup) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	_, _, diags := l.catalog.target(ctx, req.Config)
	resp.Diagnostics.Append(diags...)
}

// scopeBlocks are the platforms' blocks.
func (l *lookup) scopeBlocks() map[string]schema.Block {
	blocks := map[string]schema.Block{}
	for _, capabilities := range l.catalog {
		description, attributes := scopeBlock(capabilities, func(description string) schema.Attribute {
			return schema.StringAttribute{Optional: true, MarkdownDescription: description}
		})
		blocks[capabilities.Platform] = schema.SingleNestedBlock{MarkdownDescription: description, Attributes: attributes}
	}
	return blocks
}
