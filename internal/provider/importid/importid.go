// Package importid reads and writes import IDs: the name of a platform and IDs there, such as
// keycard/<zone_id>/<application_id>.
package importid

import (
	"fmt"
	"maps"
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

// Credentials are the shapes for credentials beside the first.
func Credentials(c idp.Capabilities) []string { return c.CredentialImportIDs }

// Parse matches an import ID with the shapes that the platforms have for it, and returns its parts by their placeholders.
func Parse(id string, c rules.Catalog, shapes Shapes) (idp.Capabilities, map[string]string, error) {
	if id == "" {
		return idp.Capabilities{}, nil, fmt.Errorf("The import ID is empty. Import IDs have one of these forms: %s.", list(c, shapes)) //nolint:staticcheck // a sentence for people
	}
	platform, _, _ := strings.Cut(id, "/")
	capabilities, ok := c.Find(platform)
	if !ok {
		return capabilities, nil, fmt.Errorf("%.100q does not start with a platform. Import IDs have one of these forms: %s.", id, list(c, shapes)) //nolint:staticcheck // likewise
	}
	var found map[string]string
	for _, shape := range shapes(capabilities) {
		if parts, ok := match(shape, id); ok && (found == nil || len(parts) < len(found)) { // a fixed word is no ID
			found = parts
		}
	}
	if found != nil {
		return capabilities, found, nil
	}
	return capabilities, nil, fmt.Errorf("%.100q is not an import ID of %s. Import IDs have the form %s.", //nolint:staticcheck // likewise
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
		if placeholder, ok := placeholder(name); ok {
			parts[placeholder] = value
		} else if value != name {
			return nil, false
		}
	}
	return parts, true
}

// placeholder is the name of the part that a segment of a shape stands for; other segments are fixed words.
func placeholder(segment string) (name string, ok bool) {
	name = strings.Trim(segment, "<>")
	return name, name != segment
}

// forbidden finds what would make something else than one segment of a path.
func forbidden(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`?#%\`, r) }

// ParseParts matches parts, such as those of an identity, with the shapes of a platform.
func ParseParts(platform string, parts map[string]string, c rules.Catalog, shapes Shapes) (idp.Capabilities, map[string]string, error) {
	capabilities, ok := c.Find(platform)
	if !ok {
		return capabilities, nil, fmt.Errorf("%q is not a supported platform. Use one of these forms: %s.", platform, list(c, shapes)) //nolint:staticcheck // likewise
	}
	id := Format(shapes(capabilities), parts)
	if capabilities, found, err := Parse(id, c, shapes); err == nil && maps.Equal(found, parts) {
		return capabilities, found, nil
	}
	return capabilities, nil, fmt.Errorf("Set platform and exactly the parts of one of these forms: %s. The last part is the attribute id.", //nolint:staticcheck // likewise
		strings.Join(shapes(capabilities), " or "))
}

// OfApplication names an application as the configuration does: with its organization only if the configuration has one.
func OfApplication(c idp.Capabilities, scope idp.Scope, id string) string {
	return Format(c.ImportIDs, map[string]string{
		ApplicationID: id, "project_id": scope.ProjectID, "organization_id": scope.OrganizationID, "zone_id": scope.ZoneID,
	})
}

// Last is the placeholder at the end of shapes, which names the object itself.
func Last(shapes []string) string {
	if len(shapes) == 0 {
		return ""
	}
	name, _ := placeholder(shapes[0][strings.LastIndex(shapes[0], "/")+1:])
	return name
}

// Format fills the shape with the most parts, of those for which every part is known.
func Format(shapes []string, parts map[string]string) (id string) {
	most := 0
	for _, shape := range shapes {
		segments, n, complete := strings.Split(shape, "/"), 0, true
		for i, segment := range segments {
			if name, ok := placeholder(segment); ok {
				segments[i] = parts[name]
				complete = complete && parts[name] != ""
				n++
			}
		}
		if complete && n > most {
			id, most = strings.Join(segments, "/"), n
		}
	}
	return id
}
