package block

import (
	"cmp"
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringdefault"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// DefaultType is the kind of a ZITADEL application whose configuration names none.
const DefaultType = "api"

type zitadel struct{}

type zitadelModel struct {
	ProjectID      types.String `tfsdk:"project_id"`
	OrganizationID types.String `tfsdk:"organization_id"`
	Type           types.String `tfsdk:"type"`
}

func (zitadel) Schema(idp.Capabilities) schema.SingleNestedBlock {
	return schema.SingleNestedBlock{
		MarkdownDescription: "Registers the application at ZITADEL, in a project." + rules.ExactlyOne,
		Attributes: map[string]schema.Attribute{
			"project_id": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "Required. ID of the project. Changing this forces a new application.",
			},
			"organization_id": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "ID of the organization that owns the project (sent as `x-zitadel-orgid`). Default: the provider's " +
					"`zitadel.organization_id`, else the organization of the provider's service account. " +
					"Changing this to another organization forces a new application.",
			},
			"type": schema.StringAttribute{
				Optional: true, Computed: true,
				Default:             stringdefault.StaticString(DefaultType),
				MarkdownDescription: "Kind of application. Only `api` (the default): a service that authenticates itself at ZITADEL's introspection endpoint.",
				Validators:          []validator.String{stringvalidator.OneOf("api")},
			},
		},
	}
}

func (zitadel) Replaced(plan, state types.Object, owner string) (names []string) {
	for _, name := range []string{"project_id", "type"} {
		if !fields.Inside[types.String](plan, name).Equal(fields.Inside[types.String](state, name)) {
			names = append(names, name)
		}
	}
	// The organization may be written into the configuration afterwards, or be left out again. Who owns the application may not
	// be known, between a move and the first read; that replaces nothing.
	organization := fields.Inside[types.String](plan, "organization_id")
	owner = cmp.Or(owner, fields.Inside[types.String](state, "organization_id").ValueString())
	if !organization.IsNull() && owner != "" && organization.ValueString() != owner {
		names = append(names, "organization_id")
	}
	return names
}

func (zitadel) Expand(object types.Object, wanted *idp.Application) diag.Diagnostics {
	var m zitadelModel
	diags := fields.Fill(object, &m)
	wanted.Scope = idp.Scope{ProjectID: m.ProjectID.ValueString(), OrganizationID: m.OrganizationID.ValueString()}
	return diags
}

func (zitadel) Flatten(ctx context.Context, object types.Object, has idp.Application, _ bool) (types.Object, diag.Diagnostics) {
	m := zitadelModel{
		ProjectID:      types.StringValue(has.Scope.ProjectID),
		OrganizationID: fields.Text(has.Scope.OrganizationID),
		Type:           types.StringValue(DefaultType),
	}
	return fields.Pack(m, object.AttributeTypes(ctx))
}
