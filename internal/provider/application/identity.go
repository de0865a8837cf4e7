package application

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fastpath"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/importid"
)

// identity identifies an application. It contains only what never changes: Terraform refuses a different identity for the
// same resource. Parts that a platform does not have are null.
type identity struct {
	Platform       types.String `tfsdk:"platform"`
	OrganizationID types.String `tfsdk:"organization_id"`
	ProjectID      types.String `tfsdk:"project_id"`
	ZoneID         types.String `tfsdk:"zone_id"`
	ID             types.String `tfsdk:"id"`
}

// IdentitySchema implements resource.ResourceWithIdentity.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	part := func(description string) identityschema.Attribute {
		return identityschema.StringAttribute{OptionalForImport: true, Description: description}
	}
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"platform": identityschema.StringAttribute{
			RequiredForImport: true, Description: "Where the application is registered: " + r.catalog.Names() + ".",
		},
		"id": identityschema.StringAttribute{RequiredForImport: true, Description: "The platform's ID of the application."},
		"organization_id": part("ZITADEL: ID of the organization that owns the project or service account. Not needed for an import from the organization " +
			"that the provider is configured for."),
		"project_id": part("ZITADEL: ID of the project. Service accounts have none."),
		"zone_id":    part("Keycard: ID of the zone."),
	}}
}

// identify returns the identity of an application.
func identify(s target) identity {
	id := identity{
		Platform:  types.StringValue(s.capabilities.Platform),
		ProjectID: fields.Text(s.Scope.ProjectID),
		ZoneID:    fields.Text(s.Scope.ZoneID),
		ID:        fields.Text(s.ID),
	}
	if s.capabilities.Supports(idp.AttributeOrganizationID) {
		id.OrganizationID = fields.Text(s.OrganizationID)
	}
	return id
}

// parts returns the parts of an import ID for the same application.
func (i identity) parts() map[string]string {
	parts := map[string]string{}
	for name, value := range i.attributes() {
		if name == "id" {
			name = importid.ApplicationID
		}
		if value.ValueString() != "" && name != "platform" {
			parts[name] = value.ValueString()
		}
	}
	return parts
}

func (i identity) attributes() fastpath.Identity {
	return fastpath.Identity{
		"platform": i.Platform, "organization_id": i.OrganizationID, "project_id": i.ProjectID, "zone_id": i.ZoneID, "id": i.ID,
	}
}

// publish writes a model and the identity of its application, so that state and identity always agree.
func (c catalog) publish(ctx context.Context, m model, known memory, state *tfsdk.State, id *tfsdk.ResourceIdentity) diag.Diagnostics {
	s, diags := c.expand(m)
	s.Application = known.complete(s.Application)
	diags.Append(state.Set(ctx, m)...)
	if id != nil {
		diags.Append(id.Set(ctx, identify(s))...)
	}
	return diags
}

// identified sets the identity of a resource that has none: states from earlier releases have none, and Terraform requires
// one even for a resource that no longer exists.
func (t target) identified(ctx context.Context, id *tfsdk.ResourceIdentity) diag.Diagnostics {
	if id == nil || !id.Raw.IsFullyNull() {
		return nil
	}
	return id.Set(ctx, identify(t))
}
