package application

import (
	"context"
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
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
	if req.ID == "" && req.Identity != nil && !req.Identity.Raw.IsNull() {
		var id identity
		resp.Diagnostics.Append(req.Identity.Get(ctx, &id)...)
		what = "identity"
		capabilities, parts, err = r.catalog.parseIdentity(id)
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

// address says in otherwise empty attributes which application is meant, by the parts of its import ID.
func address(ctx context.Context, a attributes, c idp.Capabilities, parts map[string]string) (diags diag.Diagnostics) {
	block := path.Root(c.Platform)
	if len(parts) == 1 { // nothing but the application's ID: the block is empty
		diags.Append(a.SetAttribute(ctx, block, types.ObjectValueMust(nil, nil))...)
	}
	for name, value := range parts {
		at := block.AtName(name)
		if name == applicationID {
			at = path.Root("id")
		}
		diags.Append(a.SetAttribute(ctx, at, value)...)
	}
	return diags
}

// parseImportID matches an import ID with the shapes that the platforms have for it.
func (c catalog) parseImportID(id string) (idp.Capabilities, map[string]string, error) {
	if id == "" {
		return idp.Capabilities{}, nil, fmt.Errorf("The import ID is empty. Import IDs are %s", c.shapes()) //nolint:staticcheck // a sentence for people
	}
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

// importID names the application as the configuration does: with its organization only if the configuration has one.
func (s subject) importID() string {
	return importID(s.capabilities.ImportIDs, map[string]string{
		applicationID: s.ID, "project_id": s.Scope.ProjectID, "organization_id": s.Scope.OrganizationID, "zone_id": s.Scope.ZoneID,
	})
}

// importID fills the longest shape for which everything is known.
func importID(shapes []string, known map[string]string) (id string) {
	for _, shape := range shapes {
		filled, complete := shape, true
		for _, part := range strings.Split(shape, "/")[1:] {
			value := known[strings.Trim(part, "<>")]
			complete = complete && value != ""
			filled = strings.Replace(filled, part, value, 1)
		}
		if complete && len(strings.Split(filled, "/")) > len(strings.Split(id, "/")) {
			id = filled
		}
	}
	return id
}

func (c catalog) shapes() string {
	var all []string
	for _, capabilities := range c {
		all = append(all, capabilities.ImportIDs...)
	}
	return strings.Join(all, ", ")
}
