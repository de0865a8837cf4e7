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

// ImportState parses an import ID or an identity. The read that follows sets everything else, including the kind.
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

// attributes is a state, or the resource in a list result.
type attributes interface {
	SetAttribute(ctx context.Context, at path.Path, value any) diag.Diagnostics
}

// address sets only the attributes that identify a credential, from the parts of its import ID.
func address(ctx context.Context, a attributes, c idp.Capabilities, parts map[string]string) (diags diag.Diagnostics) {
	block, last := path.Root(c.Platform), importid.Last(c.CredentialImportIDs)
	for name := range platformBlocks[c.Platform].Attributes { // also if no part is in the block
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
