// Package rules applies the platforms' capabilities to configurations: which platform's block is set, which values its
// attributes accept, and how the documentation describes that.
package rules

import (
	"fmt"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// ExactlyOne ends the description of a platform's block.
const ExactlyOne = " Exactly one of the platform blocks must be set."

// Catalog lists the platforms that a resource or data source supports, in the order of the documentation.
type Catalog []idp.Capabilities

// Find returns the platform of this name.
func (c Catalog) Find(name string) (idp.Capabilities, bool) {
	for _, capabilities := range c {
		if capabilities.Platform == name {
			return capabilities, true
		}
	}
	return idp.Capabilities{}, false
}

// Names returns the names of the platforms, which are also those of their blocks.
func (c Catalog) Names() string {
	var names []string
	for _, capabilities := range c {
		names = append(names, capabilities.Platform)
	}
	return strings.Join(names, ", ")
}

// Choose returns the platforms whose block is set. If several blocks are set, unknown reports whether dynamic blocks may
// still reduce them to one.
func (c Catalog) Choose(block func(platform string) types.Object) (set Catalog, unknown bool) {
	return Choose(c, func(capabilities idp.Capabilities) types.Object { return block(capabilities.Platform) })
}

// Choose returns the elements of all whose block is set. If several blocks are set, unknown reports whether dynamic blocks
// may still reduce them to one.
func Choose[T any](all []T, block func(T) types.Object) (set []T, unknown bool) {
	for _, each := range all {
		if !block(each).IsNull() {
			set = append(set, each)
		}
	}
	if len(set) < 2 {
		return set, false
	}
	certain := 0
	for _, each := range set {
		switch object := block(each); {
		case Undecided(object):
			unknown = true
		case len(object.Attributes()) > 0:
			certain++
		}
	}
	return set, unknown && certain < 2
}

// Undecided reports whether a block may turn out to be absent: Terraform shows a dynamic block whose for_each is unknown as
// a block whose set attributes are all unknown. For a block without attributes, this cannot be detected.
func Undecided(block types.Object) bool {
	known, unknown := contents(block)
	return unknown && !known
}

// contents reports whether a value contains anything known, and anything unknown.
func contents(value attr.Value) (known, unknown bool) {
	if value.IsUnknown() || value.IsNull() {
		return false, value.IsUnknown()
	}
	switch value := value.(type) {
	case types.Object:
		for _, inner := range value.Attributes() {
			k, u := contents(inner)
			known, unknown = known || k, unknown || u
		}
		return known, unknown
	case types.Set:
		return len(value.Elements()) > 0, false // absent blocks are an empty set
	}
	return true, false
}

// WrongNumber returns the error that no platform is chosen, or more than one.
func (c Catalog) WrongNumber(set Catalog) diag.Diagnostic {
	if len(set) == 0 {
		return diag.NewErrorDiagnostic("No platform chosen",
			"Set exactly one of the blocks "+c.Names()+": the platform that has, or will have, the application.")
	}
	detail := []string{fmt.Sprintf("An application lives at one platform: set exactly one of the blocks %s. "+
		"To register it at two platforms write two resources.", c.Names())}
	for _, capabilities := range set {
		if hasEmptyBlock(capabilities) {
			detail = append(detail, fmt.Sprintf("A dynamic %q block counts as set while its for_each is not known: let for_each depend on known values only.", capabilities.Platform))
		}
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(set[1].Platform), "More than one platform chosen", strings.Join(detail, " "))
}

func hasEmptyBlock(c idp.Capabilities) bool {
	for attribute := range c.Rules {
		if strings.HasPrefix(string(attribute), c.Platform+".") {
			return false
		}
	}
	return true
}

// Path returns the path of an attribute in a schema.
func Path(attribute idp.Attribute) path.Path {
	names := strings.Split(string(attribute), ".")
	at := path.Root(names[0])
	for _, name := range names[1:] {
		at = at.AtName(name)
	}
	return at
}
