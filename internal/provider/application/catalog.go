package application

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// block is the part of the schema that belongs to one platform: the input that it alone has.
type block interface {
	// schema describes the block.
	schema(capabilities idp.Capabilities) schema.SingleNestedBlock

	// expand adds the block's values to an application.
	expand(ctx context.Context, object types.Object, app *idp.Application) diag.Diagnostics

	// flatten is the block for what a platform has. With keep, values that are known in the object stay.
	flatten(ctx context.Context, object types.Object, has idp.Application, keep bool) (types.Object, diag.Diagnostics)
}

// blocks has the block of each platform, by its name.
var blocks = map[string]block{
	"zitadel": zitadelBlock{},
	"keycard": keycardBlock{},
	"lerian":  lerianBlock{},
}

// catalog is the platforms that the resource supports, in the order of the documentation.
type catalog []idp.Capabilities

// chosen returns the platforms whose block is set, and whether a block is not known yet.
func (c catalog) chosen(m *model) (set catalog, unknown bool) {
	for _, capabilities := range c {
		switch object := m.block(capabilities.Platform); {
		case undecided(*object):
			unknown = true
		case !object.IsNull():
			set = append(set, capabilities)
		}
	}
	return set, unknown
}

// undecided reports whether it is not known yet if a block is there: a dynamic block over values that are not known has
// nothing but unknown attributes.
func undecided(block types.Object) bool {
	values := block.Attributes()
	for _, value := range values {
		if !value.IsUnknown() {
			return false
		}
	}
	return block.IsUnknown() || len(values) > 0
}

// find returns the platform of this name.
func (c catalog) find(name string) (idp.Capabilities, bool) {
	for _, capabilities := range c {
		if capabilities.Platform == name {
			return capabilities, true
		}
	}
	return idp.Capabilities{}, false
}
