package credential

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
)

// preflight checks during the plan whether the platform accepts the login and has the credential's project, organization or
// zone. The first page of the applications there shows both, and all plans in the scope share it.
func (r *Resource) preflight(ctx context.Context, plan model) diag.Diagnostics {
	wanted, err := r.catalog.expand(plan)
	if r.platforms == nil || err != nil || !plan.placed() {
		return nil
	}
	wanted.causes = r.settings
	_, diags := wanted.object().Preflight(ctx, "create", func(ctx context.Context) error {
		_, err := r.platforms.FirstPage(ctx, wanted.capabilities.Platform, wanted.Scope)
		return err
	})
	return diags
}

// placed reports whether the project, organization or zone is known.
func (m *model) placed() bool {
	for platform, block := range platformBlocks {
		for name := range block.Attributes {
			if fields.Inside[types.String](*m.platform(platform), name).IsUnknown() {
				return false
			}
		}
	}
	return true
}
