package application

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// applicationID is the part of an import ID that names the application itself.
const applicationID = "application_id"

// ImportState takes the parts of an import ID, or of an identity, apart; the read that follows fills in the rest.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	what := "import ID"
	capabilities, parts, err := r.catalog.parseImportID(req.ID)
	if req.ID == "" && req.Identity != nil {
		var id identity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &id)...)
		what = "identity"
		capabilities, parts, err = r.catalog.parseIdentity(id)
	}
	if err != nil {
		resp.Diagnostics.AddError("Invalid "+what, err.Error())
		return
	}
	block := path.Root(capabilities.Platform)
	if len(parts) == 1 { // nothing but the application's ID: the block is empty
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, block, types.ObjectValueMust(nil, nil))...)
	}
	for name, value := range parts {
		at := block.AtName(name)
		if name == applicationID {
			at = path.Root("id")
		}
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, at, value)...)
	}
}

// parseImportID matches an import ID with the shapes that the platforms have for it.
func (c catalog) parseImportID(id string) (idp.Capabilities, map[string]string, error) {
	platform, _, _ := strings.Cut(id, "/")
	capabilities, ok := c.find(platform)
	if !ok {
		return capabilities, nil, fmt.Errorf("%q does not begin with a platform. Import IDs are %s", id, c.shapes())
	}
	for _, shape := range capabilities.ImportIDs {
		if parts, ok := matchImportID(shape, id); ok {
			return capabilities, parts, nil
		}
	}
	return capabilities, nil, fmt.Errorf("%q is not an import ID of %s. It has the form %s",
		id, capabilities.Title, strings.Join(capabilities.ImportIDs, " or "))
}

// matchImportID returns the values of the <placeholders> of a shape.
func matchImportID(shape, id string) (map[string]string, bool) {
	names, values := strings.Split(shape, "/"), strings.Split(id, "/")
	if len(names) != len(values) {
		return nil, false
	}
	parts := map[string]string{}
	for i, name := range names[1:] {
		value := values[i+1]
		if value == "" || strings.ContainsAny(value, " \t\r\n?#%") {
			return nil, false
		}
		parts[strings.Trim(name, "<>")] = value
	}
	return parts, true
}

func (c catalog) shapes() string {
	var all []string
	for _, capabilities := range c {
		all = append(all, capabilities.ImportIDs...)
	}
	return strings.Join(all, ", ")
}
