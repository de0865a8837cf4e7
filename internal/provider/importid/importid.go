// Package importid reads and writes import IDs: the name of a platform and IDs there, such as
// keycard/<zone_id>/<application_id>.
package importid

import (
	"fmt"
	"strings"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// ApplicationID is the part of an import ID that names the application, and CredentialID the one that names a credential of it. Type is what stands in a shape as it is: the type of
// the applications that have IDs of this shape.
const (
	ApplicationID = "application_id"
	CredentialID  = "credential_id"
	Type          = "type"
)

// Shapes are the forms of the import IDs of one type of resource at a platform.
type Shapes func(idp.Capabilities) []string

// Applications are the shapes for applications.
func Applications(c idp.Capabilities) []string { return c.ImportIDs }

// Credentials are the shapes for credentials beside the first.
func Credentials(c idp.Capabilities) []string { return c.CredentialImportIDs }

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
	var found map[string]string
	for _, shape := range shapes(capabilities) {
		if parts, ok := match(shape, id); ok && (found == nil || parts[Type] != "") {
			found = parts // a type is not the ID of a project
		}
	}
	if found != nil {
		return capabilities, found, nil
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

// match returns the values of the <placeholders> of a shape, and its type.
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
		part, ok := placeholder(name)
		if !ok && name != value {
			return nil, false
		}
		parts[part] = value
	}
	return parts, true
}

// placeholder is the name of the part that stands in this place of a shape. It is no placeholder where the type stands.
func placeholder(segment string) (string, bool) {
	if strings.HasPrefix(segment, "<") {
		return strings.Trim(segment, "<>"), true
	}
	return Type, false
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
	if id != "" {
		capabilities, found, err := Parse(id, c, shapes)
		if err != nil || holds(found, parts) {
			return capabilities, found, err
		}
	}
	return capabilities, nil, fmt.Errorf("the identity of a resource at %s has platform and id and the parts in %s",
		capabilities.Title, strings.Join(shapes(capabilities), " or "))
}

// holds reports whether each part was found.
func holds(found, parts map[string]string) bool {
	for name, value := range parts {
		if found[name] != value {
			return false
		}
	}
	return true
}

// OfApplication names an application as the configuration does: with its organization only if the configuration has one.
func OfApplication(c idp.Capabilities, scope idp.Scope, id string) string {
	return Format(c.ImportIDs, map[string]string{
		ApplicationID: id, "project_id": scope.ProjectID, "organization_id": scope.OrganizationID, "zone_id": scope.ZoneID,
	})
}

// Format fills the shape with the most parts of those whose parts are all known.
func Format(shapes []string, parts map[string]string) (id string) {
	most := 0
	for _, shape := range shapes {
		segments := strings.Split(shape, "/")
		known, complete := 0, true
		for i, segment := range segments[1:] {
			name, ok := placeholder(segment)
			if !ok {
				continue
			}
			segments[i+1] = parts[name]
			complete = complete && parts[name] != ""
			known++
		}
		if complete && known > most {
			id, most = strings.Join(segments, "/"), known
		}
	}
	return id
}
