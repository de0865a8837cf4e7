package credential

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/importid"
)

// ImportState takes the parts of an import ID, or of an identity, apart; the read that follows fills in the rest, the kind
// included.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	what := "import ID"
	capabilities, parts, err := importid.Parse(req.ID, r.catalog.Catalog, importid.Credentials)
	if req.ID == "" && req.Identity != nil && !req.Identity.Raw.IsNull() {
		var id identity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &id)...)
		what = "identity"
		named, _ := r.catalog.Find(id.Platform.ValueString())
		capabilities, parts, err = importid.ParseParts(id.Platform.ValueString(), id.parts(named), r.catalog.Catalog, importid.Credentials)
	}
	if err != nil {
		resp.Diagnostics.AddError("Invalid "+what, err.Error())
		return
	}
	resp.Diagnostics.Append(address(ctx, &resp.State, capabilities, parts)...)
}

// attributes is a state, or the resource of a list.
type attributes interface {
	SetAttribute(ctx context.Context, at path.Path, value any) diag.Diagnostics
}

// address says in otherwise empty attributes which credential is meant, by the parts of its import ID.
func address(ctx context.Context, a attributes, c idp.Capabilities, parts map[string]string) (diags diag.Diagnostics) {
	block, last := path.Root(c.Platform), importid.Last(c.CredentialImportIDs)
	for name := range platformBlocks[c.Platform].Attributes { // also where nothing of it is given
		diags.Append(a.SetAttribute(ctx, block.AtName(name), types.StringNull())...)
	}
	for name, value := range parts {
		at := block.AtName(name)
		switch name {
		case importid.ApplicationID:
			at = path.Root(name)
		case last:
			at = path.Root("id")
		}
		diags.Append(a.SetAttribute(ctx, at, value)...)
	}
	return diags
}
