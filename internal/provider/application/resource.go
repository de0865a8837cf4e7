// Package application is idp_application as Terraform sees it: schema, validation, plan and the mapping to the domain.
// It asks platforms only through idp.Platform.
package application

import (
	"context"
	"errors"
	"reflect"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/idpkit/terraform-provider-idp/internal/idp"
	"github.com/idpkit/terraform-provider-idp/internal/provider/provided"
)

var (
	_ resource.ResourceWithConfigure      = (*Resource)(nil)
	_ resource.ResourceWithValidateConfig = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan     = (*Resource)(nil)
	_ resource.ResourceWithImportState    = (*Resource)(nil)
	_ resource.ResourceWithIdentity       = (*Resource)(nil)
	_ resource.ResourceWithMoveState      = (*Resource)(nil)
)

// The time that an operation may take where the configuration has no timeouts.
const (
	writeTimeout = 5 * time.Minute
	readTimeout  = 2 * time.Minute
)

// ErrUnknown is what Platforms answers while the provider's configuration of a platform is not known yet.
var ErrUnknown = errors.New("the provider's configuration is not known yet")

// Platforms gives access to the platforms that the provider is configured for.
type Platforms interface {
	// Platform returns a platform by the name of its block, or an error that says what to configure.
	Platform(name string) (idp.Platform, error)
}

// Resource is the managed resource idp_application.
type Resource struct {
	catalog   catalog
	platforms Platforms // nil until the provider is configured
	data      Secrets   // likewise
}

// NewResource returns the resource for platforms of these capabilities.
func NewResource(capabilities []idp.Capabilities) *Resource {
	return &Resource{catalog: capabilities}
}

// Metadata names the resource.
func (r *Resource) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_application"
}

// Schema describes the resource; see schema.go.
func (r *Resource) Schema(ctx context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = r.catalog.schema(ctx)
}

// Configure takes over the provider's platforms.
func (r *Resource) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	r.platforms = provided.Data[Platforms](req.ProviderData, &resp.Diagnostics)
	r.data = provided.Data[Secrets](req.ProviderData, &resp.Diagnostics)
}

// Create registers the application. It is not cancelled with Terraform: an application that was registered while the
// user pressed Ctrl-C must end up in state.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(load(ctx, req.Plan, &plan)...)
	timeout, diags := plan.Timeouts.Create(ctx, writeTimeout)
	resp.Diagnostics.Append(diags...)
	wanted, platform := r.prepare(ctx, plan, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), timeout)
	defer cancel()

	app, err := platform.Create(ctx, wanted.Registration)
	if err != nil {
		resp.Diagnostics.Append(markUnread(ctx, resp.Private)...)
		resp.Diagnostics.Append(wanted.notCreated(app, err))
	}
	if app.ID != "" {
		settled, diags := plan.settled(ctx, wanted.capabilities.Platform, app)
		resp.Diagnostics.Append(diags...)
		if resp.Diagnostics.HasError() {
			settled.DeletionProtection = types.BoolNull() // Terraform replaces it, which must not be refused
		}
		resp.Diagnostics.Append(r.catalog.publish(ctx, settled, &resp.State, resp.Identity)...)
		resp.Diagnostics.Append(r.issued(ctx, resp.Private)...)
	}
}

// Read brings the state up to date with the platform.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(load(ctx, req.State, &state)...)
	timeout, diags := state.Timeouts.Read(ctx, readTimeout)
	resp.Diagnostics.Append(diags...)
	known, platform := r.prepare(ctx, state, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(known.identified(ctx, resp.Identity)...)
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	app, err := platform.Get(ctx, known.Application)
	switch {
	case errors.Is(err, idp.ErrNotFound) && known.unheard():
		resp.Diagnostics.Append(known.notThere(err)) // what leaves a state is a warning, and nothing was in this one
	case err != nil && known.ownerless() && !known.imported():
		resp.Diagnostics.Append(known.notLocated(err))
	case errors.Is(err, idp.ErrNotFound):
		resp.State.RemoveResource(ctx)
		resp.Diagnostics.Append(known.gone(err))
	case errors.Is(err, idp.ErrHidden) && !known.imported():
		resp.Diagnostics.Append(known.hidden(err)) // the state stays as it is
	case err != nil:
		resp.Diagnostics.Append(known.diagnostic("read", err))
	default:
		first, diags := wasUnread(ctx, resp.Private)
		if !first {
			diags.Append(known.drifted(ctx, platform, app)...)
		}
		refreshed, d := state.refreshed(ctx, known.capabilities.Platform, app)
		resp.Diagnostics.Append(append(diags, d...)...)
		if !reflect.DeepEqual(refreshed, state) { // setting it takes a while
			resp.Diagnostics.Append(r.catalog.publish(ctx, refreshed, &resp.State, resp.Identity)...)
		}
		resp.Diagnostics.Append(known.warnImported(app)...)
		resp.Diagnostics.Append(r.verify(ctx, platform, refreshed, subject{app, known.capabilities}, resp.Private)...)
	}
}

// Update carries out what can be changed in place. What was done before a failure stays in state. Like Create it is not
// cancelled, because it may make a secret.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(load(ctx, req.Plan, &plan)...)
	resp.Diagnostics.Append(load(ctx, req.State, &state)...)
	timeout, diags := plan.Timeouts.Update(ctx, writeTimeout)
	resp.Diagnostics.Append(diags...)
	wanted, platform := r.prepare(ctx, plan, &resp.Diagnostics)
	before, _ := r.prepare(ctx, state, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), timeout)
	defer cancel()

	before.Scope = wanted.Scope
	if err := before.locate(ctx, platform); err != nil {
		resp.Diagnostics.Append(before.notLocated(err))
		return
	}
	rotate := len(plan.rotations(state, wanted.capabilities, refused(ctx, req.Private))) > 0
	app, err := change(ctx, platform, before, wanted, rotate)
	fresh := renewed(before.Application, app)
	if fresh {
		resp.Diagnostics.Append(r.issued(ctx, resp.Private)...)
	} else {
		plan.unrotated(state, app, err != nil)
	}
	after := plan.settled
	if err != nil {
		resp.Diagnostics.Append(wanted.diagnostic("update", err))
		after = plan.refreshed
	}
	if app.ID != "" {
		m, diags := after(ctx, wanted.capabilities.Platform, app)
		resp.Diagnostics.Append(diags...)
		resp.Diagnostics.Append(r.catalog.publish(ctx, m, &resp.State, resp.Identity)...)
	}
}

// Delete removes the application; one that is gone already is no error.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(load(ctx, req.State, &state)...)
	timeout, diags := state.Timeouts.Delete(ctx, writeTimeout)
	resp.Diagnostics.Append(diags...)
	resp.Diagnostics.Append(notRemoved(ctx, req.State)...) // a plan does not see that -replace is asked for
	known, platform := r.prepare(ctx, state, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()

	if err := platform.Delete(ctx, known.Application); err != nil {
		resp.Diagnostics.Append(known.diagnostic("delete", err))
	}
}

// prepare translates a plan or state and finds its platform.
func (r *Resource) prepare(ctx context.Context, m model, diags *diag.Diagnostics) (subject, idp.Platform) {
	s, d := r.catalog.expand(ctx, m)
	diags.Append(d...)
	if diags.HasError() {
		return s, nil
	}
	platform, err := r.platforms.Platform(s.capabilities.Platform)
	if err != nil {
		diags.AddError(s.capabilities.Title+" is not configured", err.Error())
	}
	return s, platform
}
