package credential

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/identityschema"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/importid"
)

// identity identifies a credential. It contains only what never changes: Terraform refuses a different identity for the same
// resource. Parts that a platform does not have are null.
type identity struct {
	Platform       types.String `tfsdk:"platform"`
	OrganizationID types.String `tfsdk:"organization_id"`
	ProjectID      types.String `tfsdk:"project_id"`
	ZoneID         types.String `tfsdk:"zone_id"`
	ApplicationID  types.String `tfsdk:"application_id"`
	ID             types.String `tfsdk:"id"`
}

// IdentitySchema implements resource.ResourceWithIdentity.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	required := func(description string) identityschema.Attribute {
		return identityschema.StringAttribute{RequiredForImport: true, Description: description}
	}
	part := func(description string) identityschema.Attribute {
		return identityschema.StringAttribute{OptionalForImport: true, Description: description}
	}
	resp.IdentitySchema = identityschema.Schema{Attributes: map[string]identityschema.Attribute{
		"platform":       required("Where the application is registered: " + r.catalog.Names() + "."),
		"application_id": required("The platform's ID of the application."),
		"id":             required("The platform's ID of the credential."),
		"organization_id": part("ZITADEL: ID of the organization that owns the application. Not needed for an import from the organization " +
			"that the provider is configured for."),
		"project_id": part("ZITADEL: ID of the application's project. Not for service accounts."),
		"zone_id":    part("Keycard: ID of the zone."),
	}}
}

func identify(t target) identity {
	return identity{
		Platform:       types.StringValue(t.capabilities.Platform),
		OrganizationID: fields.Text(t.Scope.OrganizationID),
		ProjectID:      fields.Text(t.Scope.ProjectID),
		ZoneID:         fields.Text(t.Scope.ZoneID),
		ApplicationID:  fields.Text(t.ApplicationID),
		ID:             fields.Text(t.ID),
	}
}

// parts returns the parts of an import ID for the same credential.
func (i identity) parts(c idp.Capabilities) map[string]string {
	parts := map[string]string{}
	for name, value := range map[string]types.String{
		"organization_id": i.OrganizationID, "project_id": i.ProjectID, "zone_id": i.ZoneID, importid.ApplicationID: i.ApplicationID, importid.Last(c.CredentialImportIDs): i.ID,
	} {
		if value.ValueString() != "" {
			parts[name] = value.ValueString()
		}
	}
	return parts
}

// publish writes a model and the identity of its credential. It keeps an existing identity, because the configuration may
// set the organization later, and remove it again.
func (t target) publish(ctx context.Context, m model, state *tfsdk.State, id *tfsdk.ResourceIdentity) diag.Diagnostics {
	return append(state.Set(ctx, m), t.identified(ctx, id)...)
}

// identified sets the identity of a resource that has none.
func (t target) identified(ctx context.Context, id *tfsdk.ResourceIdentity) diag.Diagnostics {
	if id == nil || !id.Raw.IsFullyNull() {
		return nil
	}
	return id.Set(ctx, identify(t))
}
