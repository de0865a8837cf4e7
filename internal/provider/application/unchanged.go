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

// With returns the resource as Configure would make it.
func (r *Resource) With(platforms provided.Platforms, settings provided.Settings) *Resource {
	configured := *r
	configured.platforms, configured.settings = platforms, settings
	return &configured
}

// ReadUnchanged implements fastpath.Resource. It is Read as far as that has nothing to tell.
func (r *Resource) ReadUnchanged(ctx context.Context, state fastpath.Values, private fastpath.Private) (context.Context, fastpath.Identity, bool) {
	m, ok := r.unchangeable(state)
	if !ok {
		return ctx, nil, false
	}
	known, s, platform := r.confirmable(ctx, m, private)
	if platform == nil || m.Verifies() && s.AuthMethod.HasSecret() && !s.Disabled {
		return ctx, nil, false
	}
	limited, cancel := context.WithTimeout(ctx, r.settings.OperationTimeout())
	defer cancel()
	app, waited, err := get(limited, platform, s.Application)
	ctx = context.WithValue(ctx, answerKey{}, answer{app, waited, err})
	if err != nil || len(waited) > 0 || known.of(app) != known || len(drift.Between(s.Application, app)) > 0 {
		return ctx, nil, false
	}
	refreshed, diags := m.refreshed(ctx, s.capabilities.Platform, app)
	return ctx, identify(s).attributes(), len(diags) == 0 && reflect.DeepEqual(refreshed, m)
}

// confirmable returns what is known of an application, and the platform that can confirm it: nil where there is more to do.
func (r *Resource) confirmable(ctx context.Context, m model, private fastpath.Private) (known memory, s target, platform idp.Platform) {
	known, diags := r.recall(ctx, private, m)
	if diags.HasError() || known.Unconfirmed || known.SecretRefused {
		return known, s, nil
	}
	s, expanded := r.catalog.expand(m)
	platform, err := r.platforms.Platform(s.capabilities.Platform) // whose error is for the framework's way to explain, once
	s.Application = known.complete(s.Application)
	if err != nil || expanded.HasError() || s.imported() || s.AuthMethod == "" || s.organizationUnknown() {
		return known, s, nil
	}
	return known, s, platform
}

// PlanUnchanged implements fastpath.Resource. It is ModifyPlan for a plan that equals the state.
func (r *Resource) PlanUnchanged(ctx context.Context, state fastpath.Values, config fastpath.Config, private fastpath.Private) bool {
	m, ok := r.unchangeable(state)
	set, _ := r.catalog.chosen(&m)
	if !ok || len(set) != 1 || !m.hasDefaults() && !m.keepsDefaults(config) {
		return false
	}
	if _, err := r.platforms.Platform(set[0].Platform); err != nil {
		return false
	}
	known, diags := r.recall(ctx, private, m)
	plan := m
	capabilities, _ := r.catalog.of(&m, set[0])
	var resp resource.ModifyPlanResponse
	plan.planChange(m, capabilities, known, &resp)
	return len(diags)+len(resp.Diagnostics)+len(resp.RequiresReplace) == 0 && reflect.DeepEqual(plan, m)
}

// unchangeable is a state that can be confirmed: the provider is configured, and the application is registered.
func (r *Resource) unchangeable(state fastpath.Values) (m model, ok bool) {
	if r.platforms == nil || fields.Assign(state, &m).HasError() {
		return m, false
	}
	return m, m.ID.ValueString() != ""
}

// hasDefaults reports whether a state has what a plan would put in it because of a default of the schema.
func (m *model) hasDefaults() bool {
	kind, _ := m.kind()
	return m.Enabled.Equal(types.BoolValue(true)) && (m.ZITADEL.IsNull() || kind == block.DefaultType)
}

// keepsDefaults reports whether the configuration itself says what differs from a default, so that a plan does not change it.
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
