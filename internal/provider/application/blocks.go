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
	expand(object types.Object, app *idp.Application) diag.Diagnostics

	// flatten is the block for what a platform has. With keep, values that are known in the object stay.
	flatten(ctx context.Context, object types.Object, has idp.Application, keep bool) (types.Object, diag.Diagnostics)
}

// blocks has the block of each platform, by its name.
var blocks = map[string]block{
	"zitadel": zitadelBlock{},
	"keycard": keycardBlock{},
	"lerian":  lerianBlock{},
}
