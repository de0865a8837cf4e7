package lookup

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"

	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
	"github.com/idpkit/terraform-provider-idp/internal/provider/rules"
)

// source contains what the data sources have in common.
type source struct {
	catalog   rules.Catalog
	platforms provided.Platforms // nil until the provider is configured
}

// Configure implements datasource.DataSourceWithConfigure.
func (s *source) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	s.platforms = provided.Data[provided.Platforms](req.ProviderData, &resp.Diagnostics)
}

// ValidateConfig checks that exactly one platform is chosen, and that it supports the filters.
func (s *source) ValidateConfig(ctx context.Context, req datasource.ValidateConfigRequest, resp *datasource.ValidateConfigResponse) {
	_, diags := validate(ctx, req.Config, s.catalog)
	resp.Diagnostics.Append(diags...)
}

// scopeBlocks returns the platforms' blocks.
func (s *source) scopeBlocks() map[string]schema.Block {
	blocks := map[string]schema.Block{}
	for _, capabilities := range s.catalog {
		description, attributes := scopeBlock(capabilities, func(description string) schema.Attribute {
			return schema.StringAttribute{Optional: true, MarkdownDescription: description}
		})
		blocks[capabilities.Platform] = schema.SingleNestedBlock{MarkdownDescription: description, Attributes: attributes}
	}
	return blocks
}
