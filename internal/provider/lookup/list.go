// Package lookup finds the applications that exist: the data sources, and the list resource for terraform query.
package lookup

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/application"
	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

var (
	_ list.ListResourceWithConfigure      = (*List)(nil)
	_ list.ListResourceWithValidateConfig = (*List)(nil)
)

// List is the list resource idp_application, for terraform query.
type List struct {
	*application.Resource // whose name it has

	catalog   rules.Catalog
	platforms provided.Platforms // nil until the provider is configured
}

// NewList returns the list resource for platforms of these capabilities.
func NewList(capabilities []idp.Capabilities) *List {
	return &List{Resource: application.NewResource(capabilities), catalog: capabilities}
}

// Configure takes over the provider's platforms.
func (l *List) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	l.platforms = provided.Data[provided.Platforms](req.ProviderData, &resp.Diagnostics)
}

// ListResourceConfigSchema describes what is listed; see scope.go and filter.go.
func (l *List) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	attributes, platforms := map[string]schema.Attribute{}, map[string]schema.Block{}
	for _, capabilities := range l.catalog {
		description, parts := scopeBlock(capabilities, func(description string) schema.Attribute {
			return schema.StringAttribute{Optional: true, MarkdownDescription: description}
		})
		platforms[capabilities.Platform] = schema.SingleNestedBlock{MarkdownDescription: description, Attributes: parts}
	}
	for name, description := range filtering {
		attributes[name] = schema.StringAttribute{Optional: true, MarkdownDescription: description, Validators: notEmpty()}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the applications of a project, zone or tenant, or the service accounts of an organization, including those not created by Terraform. Needs Terraform 1.14.",
		Attributes:          attributes,
		Blocks:              platforms,
	}
}

// ValidateListResourceConfig checks that one platform is chosen, and filters that it has.
func (l *List) ValidateListResourceConfig(ctx context.Context, req list.ValidateConfigRequest, resp *list.ValidateConfigResponse) {
	_, diags := validate(ctx, req.Config, l.catalog)
	resp.Diagnostics.Append(diags...)
}

type listModel struct {
	scopeModel
	filterModel
}

// List asks for page after page while Terraform wants more.
func (l *List) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var m listModel
	search, diags := newSearch(ctx, req.Config, l.catalog, l.platforms)
	diags.Append(req.Config.Get(ctx, &m)...)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	wanted := m.filter()
	wanted.Type = search.kind
	stream.Results = func(push func(list.ListResult) bool) {
		var n int64
		var unmanaged []idp.Application
		for app, err := range idp.List(ctx, search.platform, search.scope) {
			switch {
			case err != nil:
				push(list.ListResult{Diagnostics: diag.Diagnostics{search.notListed(err)}})
				return
			case !wanted.matches(app):
				continue
			case app.Unmanaged != "":
				unmanaged = append(unmanaged, app)
				continue
			}
			result := l.result(ctx, req, search.capabilities, app)
			if app.Unmanaged = l.refusal(ctx, result.Resource); app.Unmanaged != "" {
				unmanaged = append(unmanaged, app)
				continue
			}
			n++
			if !push(result) || n == req.Limit {
				return
			}
		}
		if len(unmanaged) > 0 {
			push(list.ListResult{Diagnostics: diag.Diagnostics{search.leftOut(unmanaged)}})
		}
	}
}

// refusal says why a resource could not be written into a configuration as it is: platforms may have kept what a rule
// refuses, such as a name that begins with a blank, and Terraform would not import any application beside such a one.
func (l *List) refusal(ctx context.Context, r *tfsdk.Resource) string {
	if r.Raw.IsNull() { // only identities are wanted
		return ""
	}
	for _, d := range l.Validate(ctx, tfsdk.Config(*r)) {
		return "as it is: " + strings.TrimSuffix(d.Detail(), ".")
	}
	return ""
}

// leftOut warns of what cannot be managed, so that nobody looks for it in vain.
func (s search) leftOut(unmanaged []idp.Application) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Applications are left out of the list",
		"This provider cannot manage these applications at "+s.capabilities.Title+": "+candidates(unmanaged)+".")
}

// result describes an application. The resource is as the read after an import by this identity would show it, but for a
// secret that the platform goes on showing, which lists leave out: terraform query prints sensitive values, too.
func (l *List) result(ctx context.Context, req list.ListRequest, c idp.Capabilities, app idp.Application) list.ListResult {
	result := req.NewListResult(ctx)
	if c.Supports(idp.AttributeOrganizationID) {
		app.Scope.OrganizationID = app.OrganizationID
	}
	result.DisplayName = app.Name
	result.Diagnostics.Append(l.Identify(ctx, c, app, result.Identity)...)
	if req.IncludeResource {
		result.Diagnostics.Append(l.Describe(ctx, c, app, result.Resource)...)
	}
	return result
}
