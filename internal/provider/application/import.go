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

// ImportState takes the parts of an import ID apart; the read that follows fills in the rest.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	capabilities, parts, err := r.catalog.parseImportID(req.ID)
	if err != nil {
		resp.Diagnostics.AddError("Invalid import ID", err.Error())
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
		return capabilities, nil, fmt.Errorf("%.100q does not begin with a platform. Import IDs are %s", id, c.shapes())
	}
	for _, shape := range capabilities.ImportIDs {
		if parts, ok := matchImportID(shape, id); ok {
			return capabilities, parts, nil
		}
	}
	return capabilities, nil, fmt.Errorf("%.100q is not an import ID of %s. It has the form %s",
		id, capabilities.Title, strings.Join(capabilities.ImportIDs, " or "))
}

// notInID finds what would make something else than one segment of a path.
func notInID(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`?#%\`, r) }

// matchImportID returns the values of the <placeholders> of a shape.
func matchImportID(shape, id string) (map[string]string, bool) {
	names, values := strings.Split(shape, "/"), strings.Split(id, "/")
	if len(names) != len(values) {
		return nil, false
	}
	parts := map[string]string{}
	for i, name := range names[1:] {
		value := values[i+1]
		if value == "" || value == "." || value == ".." || strings.ContainsFunc(value, notInID) {
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
