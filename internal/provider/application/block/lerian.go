package block

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

type lerian struct{}

func (lerian) Schema(idp.Capabilities) schema.SingleNestedBlock {
	return schema.SingleNestedBlock{
		MarkdownDescription: "Settings of an application at Lerian Access Manager. Write `lerian {}`. Lerian cannot update an application, so a changed " +
			"`name` or `description`, or a rotation, replaces it, with a new client ID and a new client secret." + rules.ExactlyOne,
	}
}

func (lerian) Replaced(types.Object, types.Object, string) []string { return nil }

func (lerian) Expand(types.Object, *idp.Application) diag.Diagnostics {
	return nil
}

func (lerian) Flatten(_ context.Context, object types.Object, _ idp.Application, _ bool) (types.Object, diag.Diagnostics) {
	return object, nil
}
