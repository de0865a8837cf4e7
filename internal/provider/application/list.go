package application

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

var (
	_ list.ListResourceWithConfigure      = (*List)(nil)
	_ list.ListResourceWithValidateConfig = (*List)(nil)
)

// List is the list resource idp_application, for terraform query.
type List struct {
	*Resource // name and configuration are those of the resource that is listed
}

// NewList returns the list resource for platforms of these capabilities.
func NewList(capabilities []idp.Capabilities) *List { return &List{NewResource(capabilities)} }

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
		MarkdownDescription: "Finds the applications of a project, a zone or a tenant, whoever made them.",
		Attributes:          attributes,
		Blocks:              platforms,
	}
}

// ValidateListResourceConfig checks that one platform is chosen, and filters that it has.
func (l *List) ValidateListResourceConfig(ctx context.Context, req list.ValidateConfigRequest, resp *list.ValidateConfigResponse) {
	_, _, diags := l.catalog.target(ctx, req.Config)
	resp.Diagnostics.Append(diags...)
}

type listModel struct {
	scopeModel
	filterModel
}

// List asks for page after page while Terraform wants more.
func (l *List) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	var m listModel
	place, diags := l.catalog.place(ctx, req.Config, l.platforms)
	diags.Append(req.Config.Get(ctx, &m)...)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	wanted := m.filter()
	stream.Results = func(push func(list.ListResult) bool) {
		var n int64
		var unmanaged []idp.Application
		for application, err := range idp.List(ctx, place.platform, place.scope) {
			switch {
			case err != nil:
				push(list.ListResult{Diagnostics: diag.Diagnostics{place.notListed(err)}})
				return
			case !wanted.matches(application):
				continue
			case application.Unmanaged != "":
				unmanaged = append(unmanaged, application)
				continue
			}
			result := place.result(ctx, req, application)
			if application.Unmanaged = l.refusal(ctx, result.Resource); application.Unmanaged != "" {
				unmanaged = append(unmanaged, application)
				continue
			}
			n++
			if !push(result) || n == req.Limit {
				return
			}
		}
		if len(unmanaged) > 0 {
			push(list.ListResult{Diagnostics: diag.Diagnostics{place.leftOut(unmanaged)}})
		}
	}
}

// refusal says why a resource could not be written into a configuration as it is: platforms may have kept what a rule
// refuses, such as a name that begins with a blank, and Terraform would not import any application beside such a one.
func (l *List) refusal(ctx context.Context, r *tfsdk.Resource) string {
	if r.Raw.IsNull() { // only identities are wanted
		return ""
	}
	for _, d := range l.catalog.validate(ctx, tfsdk.Config(*r)) {
		return "as it is: " + strings.TrimSuffix(d.Detail(), ".")
	}
	return ""
}

// leftOut warns of what cannot be managed, so that nobody looks for it in vain.
func (p place) leftOut(unmanaged []idp.Application) diag.Diagnostic {
	return diag.NewWarningDiagnostic("Applications are left out of the list",
		"This provider cannot manage these applications at "+p.capabilities.Title+": "+candidates(unmanaged)+".")
}

// result describes an application. The resource is as the read after an import by this identity would show it, but for a
// secret that the platform goes on showing, which lists leave out: terraform query prints sensitive values, too.
func (p place) result(ctx context.Context, req list.ListRequest, application idp.Application) list.ListResult {
	result := req.NewListResult(ctx)
	if p.capabilities.Supports(idp.AttributeOrganizationID) {
		application.Scope.OrganizationID = application.OrganizationID
	}
	s := p.subject(application)
	result.DisplayName = application.Name
	result.Diagnostics.Append(result.Identity.Set(ctx, identify(s))...)
	if !req.IncludeResource {
		return result
	}
	result.Diagnostics.Append(s.fill(ctx, result.Resource)...)
	return result
}

func (s subject) fill(ctx context.Context, r *tfsdk.Resource) diag.Diagnostics {
	r.Raw = empty(ctx, r)
	diags := address(ctx, r, s.capabilities, identify(s).parts())
	var m model
	diags.Append(r.Get(ctx, &m)...)
	if diags.HasError() {
		return diags
	}
	m, d := m.refreshed(ctx, s.capabilities.Platform, s.Application)
	diags.Append(d...)
	return append(diags, r.Set(ctx, m)...)
}

// empty is a resource none of whose attributes is set.
func empty(ctx context.Context, r *tfsdk.Resource) tftypes.Value {
	attributes := map[string]tftypes.Value{}
	for name, attribute := range r.Schema.GetAttributes() {
		attributes[name] = tftypes.NewValue(attribute.GetType().TerraformType(ctx), nil)
	}
	for name, block := range r.Schema.GetBlocks() {
		attributes[name] = tftypes.NewValue(block.Type().TerraformType(ctx), nil)
	}
	return tftypes.NewValue(r.Schema.Type().TerraformType(ctx), attributes)
}
