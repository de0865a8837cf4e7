// Package importid parses and formats import IDs: the name of a platform followed by IDs there, such as
// keycard/<zone_id>/<application_id>.
package importid

import (
	"fmt"
	"maps"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// ApplicationID is the placeholder of the application's own ID.
const ApplicationID = "application_id"

// Shapes returns the forms of import IDs for one resource type on a platform.
type Shapes func(idp.Capabilities) []string

// Applications returns the shapes for applications.
func Applications(c idp.Capabilities) []string { return c.ImportIDs }

// Credentials returns the shapes for additional credentials.
func Credentials(c idp.Capabilities) []string { return c.CredentialImportIDs }

// Parse matches an import ID with the shapes of its platform, and returns its parts by placeholder.
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
		if parts, ok := match(shape, id); ok && (found == nil || len(parts) < len(found)) { // prefer the shape whose fixed word matches
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

// placeholder returns the name of a <placeholder>; other segments are fixed words.
func placeholder(segment string) (name string, ok bool) {
	name = strings.Trim(segment, "<>")
	return name, name != segment
}

// forbidden reports whether a character would not stay within one path segment.
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
	return capabilities, nil, fmt.Errorf("%sSet platform and exactly the parts of one of these forms: %s. The last part is the attribute id.", //nolint:staticcheck // likewise
		lacking(shapes(capabilities), parts), strings.Join(shapes(capabilities), " or "))
}

// lacking returns a sentence about the attributes that parts lack for the shape closest to them, or "".
func lacking(shapes []string, parts map[string]string) string {
	var fewest []string
	for _, shape := range shapes {
		var missing []string
		for segment := range strings.SplitSeq(shape, "/") {
			if name, ok := placeholder(segment); ok && parts[name] == "" {
				missing = append(missing, name)
			}
		}
		if fewest == nil || len(missing) < len(fewest) {
			fewest = missing
		}
	}
	if len(fewest) == 0 {
		return ""
	}
	for i, name := range fewest {
		if name == Last(shapes) {
			fewest[i] = "id"
		}
	}
	return fmt.Sprintf("The identity lacks %s. ", strings.Join(fewest, " and "))
}

// OfApplication returns the import ID of an application. It contains the organization only if the scope does.
func OfApplication(c idp.Capabilities, scope idp.Scope, id string) string {
	return Format(c.ImportIDs, map[string]string{
		ApplicationID: id, "project_id": scope.ProjectID, "organization_id": scope.OrganizationID, "zone_id": scope.ZoneID,
	})
}

// Last returns the placeholder at the end of the shapes, which is the object's own ID.
func Last(shapes []string) string {
	if len(shapes) == 0 {
		return ""
	}
	name, _ := placeholder(shapes[0][strings.LastIndex(shapes[0], "/")+1:])
	return name
}

// Format fills the shape with the most placeholders, among those for which all parts are known.
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
