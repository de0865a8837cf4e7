// Package block contains the platform-specific parts of idp_application: the blocks with the attributes of a single
// platform.
package block

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

// Block is the block of one platform.
type Block interface {
	// Schema returns the schema of the block.
	Schema(capabilities idp.Capabilities) schema.SingleNestedBlock

	// Replaced returns the attributes whose change forces a new application. organization is the known owner of the
	// application, or empty.
	Replaced(plan, state types.Object, organization string) []string

	// Expand adds the block's values to an application.
	Expand(object types.Object, app *idp.Application) diag.Diagnostics

	// Flatten returns the block with the platform's values. With keep, known values in the object are kept.
	Flatten(ctx context.Context, object types.Object, has idp.Application, keep bool) (types.Object, diag.Diagnostics)
}

var blocks = map[string]Block{
	"zitadel": zitadel{},
	"keycard": keycard{},
	"lerian":  lerian{},
}

// Of returns the block of a platform.
func Of(platform string) Block { return blocks[platform] }
