// Package importid reads and writes import IDs: the name of a platform and IDs there, such as
// keycard/<zone_id>/<application_id>.
package importid

import (
	"fmt"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// ApplicationID is the part of an import ID that names the application itself.
const ApplicationID = "application_id"

// Shapes are the forms of the import IDs of one type of resource at a platform.
type Shapes func(idp.Capabilities) []string

// Applications are the shapes for applications.
func Applications(c idp.Capabilities) []string { return c.ImportIDs }

// Parse matches an import ID with the shapes that the platforms have for it, and returns its parts by their placeholders.
func Parse(id string, c rules.Catalog, shapes Shapes) (idp.Capabilities, map[string]string, error) {
	if id == "" {
		return idp.Capabilities{}, nil, fmt.Errorf("The import ID is empty. Import IDs are %s", list(c, shapes)) //nolint:staticcheck // a sentence for people
	}
	platform, _, _ := strings.Cut(id, "/")
	capabilities, ok := c.Find(platform)
	if !ok {
		return capabilities, nil, fmt.Errorf("%.100q does not begin with a platform. Import IDs are %s", id, list(c, shapes))
	}
	for _, shape := range shapes(capabilities) {
		if parts, ok := match(shape, id); ok {
			return capabilities, parts, nil
		}
	}
	return capabilities, nil, fmt.Errorf("%.100q is not an import ID of %s. It has the form %s",
		id, capabilities.Title, strings.Join(shapes(capabilities), " or "))
}

func list(c rules.Catalog, shapes Shapes) string {
	var all []string
	for _, capabilities := range c {
		all = append(all, shapes(capabilities)...)
	}
	return strings.Join(all, ", ")
}

// match returns the values of the <placeholders> of a shape.
func match(shape, id string) (map[string]string, bool) {
	names, values := strings.Split(shape, "/"), strings.Split(id, "/")
	if len(names) != len(values) {
		return nil, false
	}
	parts := map[string]string{}
	for i, name := range names[1:] {
		value := values[i+1]
		if value == "" || value == "." || value == ".." || strings.ContainsFunc(value, forbidden) {
			return nil, false
		}
		parts[strings.Trim(name, "<>")] = value
	}
	return parts, true
}

// forbidden finds what would make something else than one segment of a path.
func forbidden(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`?#%\`, r) }

// ParseParts matches parts, such as those of an identity, with the shapes of a platform.
func ParseParts(platform string, parts map[string]string, c rules.Catalog, shapes Shapes) (idp.Capabilities, map[string]string, error) {
	capabilities, ok := c.Find(platform)
	if !ok {
		return capabilities, nil, fmt.Errorf("%q is not a platform of this provider", platform)
	}
	id := Format(shapes(capabilities), parts)
	if strings.Count(id, "/") != len(parts) { // a part is missing, or there is one too many
		return capabilities, nil, fmt.Errorf("the identity of an application at %s has platform and id and the parts in %s",
			capabilities.Title, strings.Join(shapes(capabilities), " or "))
	}
	return Parse(id, c, shapes)
}

// OfApplication names an application as the configuration does: with its organization only if the configuration has one.
func OfApplication(c idp.Capabilities, scope idp.Scope, id string) string {
	return Format(c.ImportIDs, map[string]string{
		ApplicationID: id, "project_id": scope.ProjectID, "organization_id": scope.OrganizationID, "zone_id": scope.ZoneID,
	})
}

// Format fills the longest shape for which every part is known.
func Format(shapes []string, parts map[string]string) (id string) {
	for _, shape := range shapes {
		filled, complete := shape, true
		for _, part := range strings.Split(shape, "/")[1:] {
			value := parts[strings.Trim(part, "<>")]
			complete = complete && value != ""
			filled = strings.Replace(filled, part, value, 1)
		}
		if complete && len(strings.Split(filled, "/")) > len(strings.Split(id, "/")) {
			id = filled
		}
	}
	return id
}
