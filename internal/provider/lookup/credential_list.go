package lookup

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/credential"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

var (
	_ list.ListResourceWithConfigure      = (*CredentialList)(nil)
	_ list.ListResourceWithValidateConfig = (*CredentialList)(nil)
)

// CredentialList is the list resource idp_application_credential, for terraform query.
type CredentialList struct {
	*credential.Resource // for its type name

	catalog   rules.Catalog
	platforms credential.Platforms // nil until the provider is configured
}

// NewCredentialList returns the list resource for platforms with these capabilities.
func NewCredentialList(capabilities []idp.Capabilities) *CredentialList {
	l := &CredentialList{Resource: credential.NewResource(capabilities)}
	for _, c := range capabilities {
		if len(c.Credentials) > 0 {
			l.catalog = append(l.catalog, c)
		}
	}
	return l
}

// Configure implements list.ListResourceWithConfigure.
func (l *CredentialList) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	l.platforms = provided.Data[credential.Platforms](req.ProviderData, &resp.Diagnostics)
}

// ListResourceConfigSchema implements list.ListResource.
func (l *CredentialList) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	optional := func(description string) schema.Attribute {
		return schema.StringAttribute{Optional: true, MarkdownDescription: description}
	}
	platforms := map[string]schema.Block{
		"zitadel": schema.SingleNestedBlock{MarkdownDescription: "Search ZITADEL." + rules.ExactlyOne, Attributes: map[string]schema.Attribute{
			"project_id":      optional("ID of the application's project. Omit it for a service account."),
			"organization_id": optional(scoping[idp.AttributeOrganizationID]),
		}},
		"keycard": schema.SingleNestedBlock{MarkdownDescription: "Search Keycard." + rules.ExactlyOne, Attributes: map[string]schema.Attribute{
			"zone_id": optional(scoping[idp.AttributeZoneID]),
		}},
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the credentials of an application, or of all applications in a Keycard zone, including those not created by Terraform. Needs Terraform 1.14.\n\n" +
			"The list includes the credential that an `idp_application` manages: do not import it again.",
		Attributes: map[string]schema.Attribute{
			"application_id": schema.StringAttribute{Optional: true, MarkdownDescription: "ID of the application. Default: all applications of the zone. ZITADEL: required.", Validators: notEmpty()},
		},
		Blocks: platforms,
	}
}

// ValidateListResourceConfig checks that exactly one platform is chosen, and that its required attributes are set.
func (l *CredentialList) ValidateListResourceConfig(ctx context.Context, req list.ValidateConfigRequest, resp *list.ValidateConfigResponse) {
	_, diags := l.search(ctx, req.Config)
	resp.Diagnostics.Append(diags...)
}

// credentialSearch is the scope in which credentials are listed.
type credentialSearch struct {
	place

	applicationID types.String
}

func (l *CredentialList) search(ctx context.Context, config tfsdk.Config) (s credentialSearch, diags diag.Diagnostics) {
	var object types.Object
	diags.Append(config.Get(ctx, &object)...)
	if diags.HasError() {
		return s, diags
	}
	values := object.Attributes()
	p, d := readPlace(values, l.catalog)
	diags.Append(d...)
	s.place = p
	s.applicationID, _ = values["application_id"].(types.String)
	if p.capabilities.Platform == "zitadel" && s.applicationID.IsNull() {
		diags.AddAttributeError(path.Root("application_id"), "application_id is missing",
			p.capabilities.Title+" lists the credentials of one application. Set application_id.")
	}
	check := rules.Check{Capabilities: p.capabilities}
	check.Attribute(values, idp.AttributeZoneID)
	return s, append(diags, check.Diagnostics...)
}

// List fetches pages as long as Terraform reads results.
func (l *CredentialList) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	search, diags := l.search(ctx, req.Config)
	if diags.HasError() {
		stream.Results = list.ListResultsStreamDiagnostics(diags)
		return
	}
	platform, err := l.platforms.Credentials(search.capabilities.Platform)
	if err != nil {
		stream.Results = list.ListResultsStreamDiagnostics(diag.Diagnostics{diagnose.NotConfigured(search.capabilities, err, l.platforms)})
		return
	}
	all := diagnose.Object{Noun: "credentials", Platform: search.capabilities, Scope: search.scope, Causes: l.platforms}
	stream.Results = results(ctx, all, req.Limit, func(ctx context.Context, push func(list.ListResult) bool) {
		var unmanaged []string
		for found, err := range idp.ListCredentials(ctx, platform, search.scope, search.applicationID.ValueString()) {
			if err != nil {
				push(list.ListResult{Diagnostics: diag.Diagnostics{notListed(all, err)}})
				return
			}
			if !credential.Manages(found) {
				unmanaged = append(unmanaged, found.ID)
				continue
			}
			found.Scope = search.scope
			if !push(l.result(ctx, req, search.capabilities, found)) {
				return
			}
		}
		if len(unmanaged) > 0 {
			push(list.ListResult{Diagnostics: diag.Diagnostics{diag.NewWarningDiagnostic("Credentials are left out of the list",
				fmt.Sprintf("This provider cannot manage these credentials at %s: %s.", search.capabilities.Title, strings.Join(unmanaged, ", ")))}})
		}
	})
}

func notListed(all diagnose.Object, err error) diag.Diagnostic {
	if errors.Is(err, idp.ErrNotFound) {
		err = idp.WithHint(err, "Check application_id, and whether the application is in a project.")
	}
	return all.Failed("Cannot list credentials",
		fmt.Sprintf("The provider cannot list the credentials at %s%s.", all.Platform.Title, diagnose.Within(all.Scope)), err)
}

// result returns the list result of a credential. Its resource is what a read after an import by its identity would return.
func (l *CredentialList) result(ctx context.Context, req list.ListRequest, c idp.Capabilities, found idp.Credential) list.ListResult {
	result := req.NewListResult(ctx)
	result.DisplayName = strings.TrimSpace(string(found.Kind) + " " + displayed(found))
	result.Diagnostics.Append(l.Identify(ctx, c, found, result.Identity)...)
	if req.IncludeResource {
		result.Diagnostics.Append(l.Describe(ctx, c, found, result.Resource)...)
	}
	return result
}

// displayed returns a name that distinguishes the credentials of an application.
func displayed(c idp.Credential) string {
	if c.Kind == idp.CredentialKey || c.ClientID == "" {
		return c.ID
	}
	return c.ClientID
}
