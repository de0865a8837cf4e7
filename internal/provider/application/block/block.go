// Package block has the parts of idp_application that belong to one platform each: the blocks with the input that it alone
// has.
package block

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Block is that of one platform.
type Block interface {
	// Schema describes the block.
	Schema(capabilities idp.Capabilities) schema.SingleNestedBlock

	// Replaced names the attributes whose change forces a new application. The organization is the one that is known to own the
	// application, or empty.
	Replaced(plan, state types.Object, organization string) []string

	// Expand adds the block's values to an application.
	Expand(object types.Object, app *idp.Application) diag.Diagnostics

	// Flatten is the block for what a platform has. With keep, values that are known in the object stay.
	Flatten(ctx context.Context, object types.Object, has idp.Application, keep bool) (types.Object, diag.Diagnostics)
}

var blocks = map[string]Block{
	"zitadel": zitadel{},
	"keycard": keycard{},
	"lerian":  lerian{},
}

// Of returns the block of a platform.
func Of(platform string) Block { return blocks[platform] }
