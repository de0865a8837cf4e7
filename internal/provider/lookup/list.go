// Package lookup finds existing applications, credentials and Keycard resources: the data sources, and the list resources for
// terraform query.
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
	*application.Resource // for its type name

	catalog   rules.Catalog
	platforms provided.Platforms // nil until the provider is configured
}

// NewList returns the list resource for platforms with these capabilities.
func NewList(capabilities []idp.Capabilities) *List {
	return &List{Resource: application.NewResource(capabilities), catalog: capabilities}
}

// Configure implements list.ListResourceWithConfigure.
func (l *List) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	l.platforms = provided.Data[provided.Platforms](req.ProviderData, &resp.Diagnostics)
}

// ListResourceConfigSchema implements list.ListResource; see scope.go and filter.go.
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

// ValidateListResourceConfig checks that exactly one platform is chosen, and that it supports the filters.
func (l *List) ValidateListResourceConfig(ctx context.Context, req list.ValidateConfigRequest, resp *list.ValidateConfigResponse) {
	_, diags := validate(ctx, req.Config, l.catalog)
	resp.Diagnostics.Append(diags...)
}

type listModel struct {
	scopeModel
	filterModel
}

// List fetches pages as long as Terraform reads results.
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
	stream.Results = results(ctx, search.all(), req.Limit, func(ctx context.Context, push func(list.ListResult) bool) {
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
			if !push(result) {
				return
			}
		}
		if len(unmanaged) > 0 {
			push(list.ListResult{Diagnostics: diag.Diagnostics{search.leftOut(unmanaged)}})
		}
	})
}

// refusal returns why a resource is not a valid configuration as it is. Platforms may accept what a rule refuses, such as a
// name with a leading space. With such a resource in the generated configuration, Terraform would import none of the others.
func (l *List) refusal(ctx context.Context, r *tfsdk.Resource) string {
	if r.Raw.IsNull() { // Terraform asked only for identities
		return ""
	}
	for _, d := range l.Validate(ctx, tfsdk.Config(*r)) {
		return "as it is: " + strings.TrimSuffix(d.Detail(), ".")
	}
	return ""
}

// leftOut warns about the applications that cannot be managed, so that users do not search for them.
func (s search) leftOut(unmanaged []idp.Application) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Applications are left out of the list",
		"This provider cannot manage these applications at "+s.capabilities.Title+": "+candidates(unmanaged)+".")
}

// result returns the list result of an application. Its resource is what a read after an import by its identity would
// return, without the secret that some platforms keep returning: terraform query prints sensitive values, too.
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
