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

	// replaced names the attributes whose change forces a new application.
	replaced(plan, state types.Object, known memory) []string

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

// chosen returns the platforms whose block is there. unknown means that only one of them may be, and which is not known yet.
func (c catalog) chosen(m *model) (set catalog, unknown bool) {
	return c.choose(func(platform string) types.Object { return *m.block(platform) })
}

func (c catalog) choose(block func(platform string) types.Object) (set catalog, unknown bool) {
	certain := 0
	for _, capabilities := range c {
		object := block(capabilities.Platform)
		if object.IsNull() {
			continue
		}
		set = append(set, capabilities)
		switch {
		case undecided(object):
			unknown = true
		case len(object.Attributes()) > 0:
			certain++
		}
	}
	return set, unknown && len(set) > 1 && certain < 2
}

// undecided reports whether a block may turn out not to be there: Terraform shows a dynamic block whose for_each is not known
// yet as a block in which every attribute that is set is unknown. A block without attributes cannot be told from such a one.
func undecided(block types.Object) bool {
	unknown := block.IsUnknown()
	for _, value := range block.Attributes() {
		if !value.IsUnknown() && !value.IsNull() {
			return false
		}
		unknown = unknown || value.IsUnknown()
	}
	return unknown
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
