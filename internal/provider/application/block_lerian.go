package application

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
)

type lerianBlock struct{}

func (lerianBlock) schema(idp.Capabilities) schema.SingleNestedAttribute {
	return schema.SingleNestedAttribute{
		Optional: true,
		MarkdownDescription: "Registers the application at Lerian Access Manager; write `lerian = {}`. Lerian cannot change an application, " +
			"so any change registers a new one with a new client ID and secret." + exactlyOne,
		Attributes: map[string]schema.Attribute{},
	}
}

func (lerianBlock) expand(context.Context, types.Object, *idp.Registration) diag.Diagnostics {
	return nil
}

func (lerianBlock) flatten(_ context.Context, object types.Object, _ idp.Registration, _ bool) (types.Object, diag.Diagnostics) {
	return object, nil
}
