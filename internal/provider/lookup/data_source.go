package lookup

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
)

var (
	_ datasource.DataSourceWithConfigure        = (*DataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*DataSource)(nil)
	_ datasource.DataSourceWithValidateConfig   = (*DataSource)(nil)
)

// DataSource is the data source idp_application, which reads one application.
type DataSource struct{ source }

// NewDataSource returns the data source for platforms with these capabilities.
func NewDataSource(capabilities []idp.Capabilities) *DataSource {
	return &DataSource{source{catalog: capabilities}}
}

// Metadata implements datasource.DataSource.
func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_application"
}

// keys are the attributes that select an application.
var keys = []string{"id", "name", "client_id", "identifier"}

// Schema implements datasource.DataSource.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := resultAttributes()
	for _, key := range keys {
		attributes[key] = schema.StringAttribute{
			Optional: true, Computed: true, Validators: notEmpty(),
			MarkdownDescription: attributes[key].GetMarkdownDescription() + " Set exactly one of `" + strings.Join(keys, "`, `") + "`.",
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads an existing application by ID, name, client ID or identifier. Never returns a secret.\n\n" +
			"A lookup by ID reads the application itself. Any other lookup searches the platform's list, which may lag behind. " +
			"ZITADEL's list sometimes omits applications permanently; look up missing ones by ID.",
		Attributes: attributes, Blocks: d.scopeBlocks(),
	}
}

// ConfigValidators requires exactly one key.
func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	var expressions []path.Expression
	for _, key := range keys {
		expressions = append(expressions, path.MatchRoot(key))
	}
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(expressions...)}
}

type applicationModel struct {
	scopeModel
	result
}

func (m applicationModel) filter() filter {
	return filter{Name: m.Name.ValueString(), ClientID: m.ClientID.ValueString(), Identifier: m.Identifier.ValueString()}
}

// Read finds the application.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m applicationModel
	search, diags := newSearch(ctx, req.Config, d.catalog, d.platforms)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, report := search.all().CollectWaits(ctx, &resp.Diagnostics)
	defer report()
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	application, diags := search.find(ctx, m)
	resp.Diagnostics.Append(diags...)
	if resp.Diagnostics.HasError() {
		return
	}
	m.result = show(search.capabilities, application)
	resp.Diagnostics.Append(resp.State.Set(ctx, m)...)
}

// find returns the one application that matches the configuration.
func (s search) find(ctx context.Context, m applicationModel) (idp.Application, diag.Diagnostics) {
	if !m.ID.IsNull() {
		return s.get(ctx, m.ID.ValueString())
	}
	all, err := s.list(ctx, filter{})
	if err != nil {
		return idp.Application{}, diag.Diagnostics{s.notListed(err)}
	}
	wanted := m.filter()
	var matches []idp.Application
	for _, application := range all {
		if wanted.matches(application) {
			matches = append(matches, application)
		}
	}
	switch len(matches) {
	case 0:
		return idp.Application{}, diag.Diagnostics{diag.NewErrorDiagnostic("No such application",
			fmt.Sprintf("No application at %s%s matches. Existing applications (%d): %s.", s.capabilities.Title, diagnose.Within(s.scope), len(all), candidates(all)))}
	case 1:
		return matches[0], nil
	}
	return idp.Application{}, diag.Diagnostics{diag.NewErrorDiagnostic("More than one application",
		fmt.Sprintf("%d applications at %s%s match. Choose one by its id: %s.", len(matches), s.capabilities.Title, diagnose.Within(s.scope), candidates(matches)))}
}
