package lookup

import (
	"context"
	"errors"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/diagnose"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

var (
	_ datasource.DataSourceWithConfigure        = (*KeycardResource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*KeycardResource)(nil)
)

// Resources gives access to the resources of the platforms that the provider is configured for.
type Resources interface {
	diagnose.Causes

	// Resources returns a platform's resources by the name of its block, or an error that says what to configure.
	Resources(name string) (idp.Resources, error)
}

// KeycardResource is the data source idp_keycard_resource, which reads one resource for keycard.dependency of an
// idp_application.
type KeycardResource struct {
	keycard   idp.Capabilities
	platforms Resources // nil until the provider is configured
}

// NewKeycardResource returns the data source. The capabilities must include Keycard's.
func NewKeycardResource(capabilities []idp.Capabilities) *KeycardResource {
	keycard, _ := rules.Catalog(capabilities).Find("keycard")
	return &KeycardResource{keycard: keycard}
}

// Metadata implements datasource.DataSource.
func (d *KeycardResource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_keycard_resource"
}

// Configure implements datasource.DataSourceWithConfigure.
func (d *KeycardResource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.platforms = provided.Data[Resources](req.ProviderData, &resp.Diagnostics)
}

// Schema implements datasource.DataSource.
func (d *KeycardResource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	shown := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	key := func(description string) schema.StringAttribute {
		return schema.StringAttribute{
			Optional: true, Computed: true, Validators: notEmpty(),
			MarkdownDescription: description + " Set either `identifier` or `slug`.",
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads a resource of a Keycard zone, such as an API, by identifier or slug. Use its `id` in `keycard.dependency` of an `idp_application`.",
		Attributes: map[string]schema.Attribute{
			"zone_id":                schema.StringAttribute{Required: true, MarkdownDescription: "ID of the zone to search.", Validators: notEmpty()},
			"identifier":             key("Identifier of the resource, often its URL. Compared exactly."),
			"slug":                   key("Slug of the resource, created by Keycard."),
			"id":                     shown("ID of the resource."),
			"name":                   shown("Display name of the resource."),
			"description":            shown("Description of the resource. Null if it has none."),
			"application_id":         shown("ID of the application that provides the resource. Null without one."),
			"credential_provider_id": shown("ID of the provider that issues credentials for the resource. Null without one."),
		},
	}
}

// ConfigValidators requires exactly one key.
func (d *KeycardResource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("identifier"), path.MatchRoot("slug"))}
}

type resourceModel struct {
	ZoneID               types.String `tfsdk:"zone_id"`
	Identifier           types.String `tfsdk:"identifier"`
	Slug                 types.String `tfsdk:"slug"`
	ID                   types.String `tfsdk:"id"`
	Name                 types.String `tfsdk:"name"`
	Description          types.String `tfsdk:"description"`
	ApplicationID        types.String `tfsdk:"application_id"`
	CredentialProviderID types.String `tfsdk:"credential_provider_id"`
}

// Read finds the resource.
func (d *KeycardResource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var m resourceModel
	resp.Diagnostics.Append(req.Config.Get(ctx, &m)...)
	if resp.Diagnostics.HasError() {
		return
	}
	platform, err := d.platforms.Resources(d.keycard.Platform)
	if err != nil {
		resp.Diagnostics.Append(diagnose.NotConfigured(d.keycard, err, d.platforms))
		return
	}
	scope, wanted := idp.Scope{ZoneID: m.ZoneID.ValueString()}, idp.Resource{Identifier: m.Identifier.ValueString(), Slug: m.Slug.ValueString()}
	label := wanted.Identifier + wanted.Slug // exactly one is set
	object := diagnose.Object{Noun: "resource", Label: label, Platform: d.keycard, Scope: scope, Causes: d.platforms}
	ctx, report := object.CollectWaits(ctx, &resp.Diagnostics)
	defer report()
	found, err := platform.FindResource(ctx, scope, wanted)
	switch {
	case errors.Is(err, idp.ErrNotFound):
		resp.Diagnostics.AddError("No such resource", fmt.Sprintf("%s has no resource %q%s. Check the identifier or slug, and the zone.", d.keycard.Title, label, diagnose.Within(scope)))
		return
	case err != nil:
		resp.Diagnostics.Append(object.Cannot("find", err))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, resourceModel{
		ZoneID: m.ZoneID, Identifier: fields.Text(found.Identifier), Slug: fields.Text(found.Slug), ID: fields.Text(found.ID), Name: fields.Text(found.Name),
		Description: fields.Text(found.Description), ApplicationID: fields.Text(found.ApplicationID), CredentialProviderID: fields.Text(found.CredentialProviderID),
	})...)
}
