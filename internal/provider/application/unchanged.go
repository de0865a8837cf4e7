package application

import (
	"context"
	"reflect"

	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/application/block"
	"github.com/idpkit/terraform-provider-idp/internal/provider/drift"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fastpath"
	"github.com/idpkit/terraform-provider-idp/internal/provider/fields"
	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
)

var _ fastpath.Resource = (*Resource)(nil)

// ObjectType implements fastpath.Resource.
func (r *Resource) ObjectType() types.ObjectType { return r.objectType() }

// Version implements fastpath.Resource.
func (r *Resource) Version() int64 { return schemaVersion }

// With returns the resource as Configure would configure it.
func (r *Resource) With(platforms provided.Platforms, settings provided.Settings) *Resource {
	configured := *r
	configured.platforms, configured.settings = platforms, settings
	return &configured
}

// confirmable is a state that can be confirmed, and its private state.
type confirmable struct {
	model

	memory memory
}

// Know implements fastpath.Resource. It returns nil unless the provider is configured and the application registered.
func (r *Resource) Know(ctx context.Context, state fastpath.Values, private fastpath.Private) fastpath.Known {
	var m model
	if r.platforms == nil || fields.Assign(state, &m).HasError() || m.ID.ValueString() == "" {
		return nil
	}
	remembered, diags := r.recall(ctx, private, m)
	if diags.HasError() {
		return nil
	}
	return &confirmable{m, remembered}
}

// ReadUnchanged implements fastpath.Resource. It does what Read does as long as there is nothing to report.
func (r *Resource) ReadUnchanged(ctx context.Context, known fastpath.Known) (context.Context, fastpath.Identity, bool) {
	c, _ := known.(*confirmable)
	s, platform := r.confirming(c)
	if platform == nil || c.Verifies() && s.AuthMethod.HasSecret() && !s.Disabled {
		return ctx, nil, false
	}
	ctx, waited := idp.CollectWaits(ctx)
	limited, cancel := context.WithTimeout(ctx, r.settings.OperationTimeout())
	defer cancel()
	app, err := get(limited, platform, s.Application)
	ctx = context.WithValue(ctx, answerKey{}, answer{app, err})
	if err != nil || len(waited()) > 0 || c.memory.of(app) != c.memory || len(drift.Between(s.Application, app)) > 0 {
		return ctx, nil, false
	}
	refreshed, diags := c.refreshed(ctx, s.capabilities.Platform, app)
	return ctx, identify(s).attributes(), len(diags) == 0 && reflect.DeepEqual(refreshed, c.model)
}

// confirming returns the application of a state, and the platform that can confirm it; nil if the framework has more to do.
func (r *Resource) confirming(c *confirmable) (s target, platform idp.Platform) {
	if c.memory.Unconfirmed || c.memory.SecretRefused {
		return s, nil
	}
	s, expanded := r.catalog.expand(c.model)
	platform, err := r.platforms.Platform(s.capabilities.Platform) // the framework's own path reports the error, once
	s.Application = c.memory.complete(s.Application)
	if err != nil || expanded.HasError() || s.imported() || s.AuthMethod == "" || s.organizationUnknown() {
		return s, nil
	}
	return s, platform
}

// PlanUnchanged implements fastpath.Resource. It does what ModifyPlan does for a plan that equals the state.
func (r *Resource) PlanUnchanged(_ context.Context, known fastpath.Known, config fastpath.Config) bool {
	c, _ := known.(*confirmable)
	set, _ := r.catalog.chosen(&c.model)
	if len(set) != 1 || !c.hasDefaults() && !c.keepsDefaults(config) {
		return false
	}
	if _, err := r.platforms.Platform(set[0].Platform); err != nil {
		return false
	}
	plan := c.model
	capabilities, _ := r.catalog.of(&plan, set[0])
	var resp resource.ModifyPlanResponse
	plan.planChange(c.model, capabilities, c.memory, &resp)
	return len(resp.Diagnostics)+len(resp.RequiresReplace) == 0 && reflect.DeepEqual(plan, c.model)
}

// hasDefaults reports whether state has the values that the defaults of the schema would plan.
func (m *model) hasDefaults() bool {
	kind, _ := m.kind()
	return m.Enabled.Equal(types.BoolValue(true)) && (m.ZITADEL.IsNull() || kind == block.DefaultType)
}

// keepsDefaults reports whether the configuration sets every value that differs from a default, so that a plan keeps it.
func (m *model) keepsDefaults(config fastpath.Config) bool {
	var configured model
	values, ok := config()
	if !ok || fields.Assign(values, &configured).HasError() {
		return false
	}
	enabled := configured.Enabled
	if enabled.IsNull() {
		enabled = types.BoolValue(true)
	}
	kind, known := configured.kind()
	if kind == "" && !m.ZITADEL.IsNull() {
		kind = block.DefaultType
	}
	has, _ := m.kind()
	return enabled.Equal(m.Enabled) && known && kind == has
}

// ConfigValid implements fastpath.Resource.
func (r *Resource) ConfigValid(_ context.Context, config fastpath.Values) bool {
	var m model
	if fields.Assign(config, &m).HasError() || m.Name.IsNull() || m.setsReadOnly() {
		return false
	}
	return len(r.catalog.check(m, config)) == 0
}

// setsReadOnly reports whether a configuration has values that only the provider may set.
func (m *model) setsReadOnly() bool {
	for _, value := range []types.String{m.ID, m.ClientID, m.ClientSecret, m.Encrypted(), m.previousClientID()} {
		if !value.IsNull() {
			return true
		}
	}
	return false
}
